import type { Command, CommandResult } from '../commands/command.ts';
import { givenBack } from '../ticket/also.ts';
import type { Ticket } from '../ticket/ticket.ts';
import { burstAsked, carryMedia, hangAsked } from './asked.ts';
import type { Draft } from './draft.ts';
import type { Heard, Situation } from './heard.ts';
import type { Found, House } from './house.ts';
import { openTicket, type Report } from './opening.ts';

type OpenFrom = NonNullable<CommandResult['openFrom']>;

/** A command that has been run, with what it was run on. */
export interface Opening {
  readonly house: House;
  readonly heard: Heard;
  readonly situation: Situation;
  readonly draft: Draft;
  readonly command: Command;
  readonly result: CommandResult;
  readonly found: Found;
}

/** 立单 and 拆分: the quoted words become a ticket of whoever said them. */
export function openQuoted({ house, draft, heard, result, found, situation, command }: Opening): string | null {
  const from = result.openFrom;
  if (!from) return null;
  const number = found.numbers[0];
  const { quoted, splitFrom, merged } = from;
  if (number === undefined) return null;
  const parent = splitFrom === undefined ? null : (found.tickets.find((ticket) => ticket.number === splitFrom) ?? null);
  // What the desk was asked about is all that it was shown, and not its last piece alone.
  const asked = situation.triages.find((one) => one.ticket === null && one.inbox === quoted.inbox);
  const burst = asked !== undefined && splitFrom === undefined && from.text === undefined ? burstAsked(asked) : null;
  const report = { ...reportFrom(from, parent, house, heard), ...(burst ? { text: burst.text } : {}) };
  const understood = house.interpreter.understand({ text: report.text, speaker: 'public', media: 0 });
  const reason = `${situation.member?.name ?? '值班席'}${command.name === 'split' ? '拆分时' : '立单时'}指定`;
  if (burst) carryMedia(draft, burst, number);
  openTicket(house, draft, report, understood, number, from.department ? { code: from.department, reason, byDesk: true } : null);
  if (burst) hangAsked(draft, burst, number, { house, heard });
  if (splitFrom !== undefined && quoted.inbox !== null && from.joined === true)
    draft.act(parent, splitFrom, { verb: 'part', inbox: quoted.inbox, into: number });
  else if (splitFrom !== undefined) draft.act(parent, splitFrom, { verb: 'split', into: number, from: merged?.number ?? null });
  if (merged !== undefined) draft.act(merged, merged.number, { verb: 'split', into: number, from: null });
  if (!parent && quoted.inbox !== null) draft.triage({ kind: 'opened', inbox: quoted.inbox });
  draft.audit({ action: command.name, object: `#${number}`, chat: heard.chat.id, allowed: true, detail: null });
  return `→ #${number} 已立单。`;
}

function reportFrom({ quoted, text, joined, merged }: OpenFrom, parent: Ticket | null, house: House, heard: Heard): Report {
  const source = house.directory.chats.find((chat) => chat.id === quoted.chat);
  const common = { text: text ?? quoted.text, receivedAt: new Date(quoted.at) };
  const sender = { wireId: quoted.senderWireId ?? heard.sender?.wireId ?? '', name: quoted.senderName ?? heard.sender?.name ?? '' };
  if (parent && joined !== true) {
    const whose = merged ?? parent;
    const also = merged === undefined ? {} : { also: givenBack(merged, parent) };
    // A split ticket comes from the command that split it: one message opens at most one ticket.
    return { ...common, ...also, inbox: heard.id, chat: whose.sourceChat, channel: whose.reporter.channel, sender };
  }
  const elsewhere = parent ?? { sourceChat: heard.chat.id, reporter: { channel: heard.chat.channel } };
  const chat = source?.id ?? elsewhere.sourceChat;
  return { ...common, inbox: quoted.inbox ?? heard.id, chat, channel: source?.channel ?? elsewhere.reporter.channel, sender };
}
