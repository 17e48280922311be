import type { Directory, Member } from '../directory.ts';
import type { TicketNumber } from '../ids.ts';
import type { Ticket } from '../ticket/ticket.ts';
import type { Heard, RecentMessage, Situation } from './heard.ts';
import { isOffice } from './people.ts';

/** What was just said in the chat, read for one question or another. Newest first throughout. */

export function ageOf(message: RecentMessage, heard: Heard): number {
  return heard.spokenAt.getTime() - Date.parse(message.at);
}

export function isOn(message: RecentMessage, ticket: TicketNumber): boolean {
  return message.links.some((link) => link.ticket === ticket);
}

export function speakerOf(message: RecentMessage, heard: Heard, directory: Directory): Member | null {
  const identity = directory.identities.find((one) => one.channel === heard.chat.channel && one.wireId === message.senderWireId);
  return directory.members.find((one) => one.active && one.id === identity?.member) ?? null;
}

export function byOffice(message: RecentMessage, heard: Heard, directory: Directory): boolean {
  return isOffice(speakerOf(message, heard, directory));
}

export function ownMessages(heard: Heard, situation: Situation): readonly RecentMessage[] {
  const own = heard.sender?.wireId;
  return own === undefined ? [] : situation.recent.filter((one) => one.senderWireId === own && !one.recalled);
}

/** Every ticket that is at hand, each once: what the sender reported, what his enterprise did, what is open in this room. */
export function ticketsAtHand(situation: Situation): readonly Ticket[] {
  const all = [...situation.mine, ...situation.ours, ...situation.nearby, ...situation.ofMyDepartment];
  return [...new Map(all.map((ticket) => [ticket.number, ticket])).values()];
}

/** The words of a ticket, with what was said to it lately: what new words are compared with. */
export function wordsOf(ticket: Ticket, recent: readonly RecentMessage[]): string {
  const later = recent.filter((one) => isOn(one, ticket.number)).map((one) => one.text);
  return [ticket.summary, ticket.text, ...later].join('\n');
}
