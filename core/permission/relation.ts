import type { Relation } from '../commands/command.ts';
import type { Directory, Member } from '../directory.ts';
import type { Reporter, Ticket } from '../ticket/ticket.ts';
import { SENSITIVE } from '../understand/cues.ts';

export interface Sender {
  readonly channel: string;
  readonly wireId: string;
}

/**
 * What this ticket is to this person. Handling comes before reporting: whoever works on a ticket does not also rate it.
 */
export function relationOf(member: Member | null, sender: Sender, ticket: Ticket, directory: Directory): Relation {
  if (member !== null && member.active) {
    if (handles(member, ticket, directory)) return 'handling';
    if (member.department !== null && ticket.cohandlers.includes(member.department)) return 'cohandling';
  }
  if (reported(member, sender, ticket, directory)) return 'own';
  const sameEnterprise = member !== null && member.active && member.enterprise !== null && member.enterprise === ticket.enterprise;
  const joined = ticket.also.some(({ reporter }) => isHe(member, sender, reporter, directory));
  // Whom the desk has put to it reads what became of his own.
  if (sameEnterprise && (joined || !toldInConfidence(ticket, directory))) return 'colleague';
  // The same power cut is his trouble too; what its reporter tells of his own affairs is not for him.
  return joined ? 'joined' : 'other';
}

/** Touchy by its words (a phone number in it is not enough), told to the bot alone: it may be about the very people he works with. */
export function toldInConfidence({ text, sensitive, sourceChat }: Ticket, { chats }: Directory): boolean {
  return sensitive && SENSITIVE.test(text) && chats.find((chat) => chat.id === sourceChat)?.kind === 'private';
}

function handles(member: Member, ticket: Ticket, directory: Directory): boolean {
  if (member.department !== null && member.department === ticket.department) return true;
  if (ticket.handler === member.id || ticket.commissioner === member.id) return true;
  // A posting may have moved since the dispatch; whoever serves the enterprise now may act.
  return ticket.enterprise !== null && directory.postings.some((one) => one.member === member.id && one.enterprise === ticket.enterprise);
}

/** By member, by the wire he writes from now, or by an identity bound to him after he had reported. */
function reported(member: Member | null, sender: Sender, ticket: Ticket, directory: Directory): boolean {
  return isHe(member, sender, ticket.reporter, directory);
}

function isHe(member: Member | null, sender: Sender, reporter: Reporter, directory: Directory): boolean {
  if (reporter.channel === sender.channel && reporter.wireId === sender.wireId) return true;
  if (member === null) return false;
  if (reporter.member === member.id) return true;
  return directory.identities.some((one) => one.member === member.id && one.channel === reporter.channel && one.wireId === reporter.wireId);
}
