import type { TicketNumber } from '../ids.ts';
import type { Draft } from './draft.ts';
import type { Heard, OpenTriage, RecentMessage } from './heard.ts';
import type { House } from './house.ts';
import { dutyChat } from './people.ts';

/** A report of many pieces is read from its beginning; this is more than anybody types in minutes. */
const LONGEST = 2000;

interface Where {
  readonly house: House;
  readonly heard: Heard;
}

/** Several messages as one text. */
export function asOne(texts: readonly string[]): string {
  return texts
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .join('\n')
    .slice(0, LONGEST)
    .toWellFormed();
}

/** All of what the desk was asked about, as far as nothing else was made of it meanwhile. */
export interface AskedBurst {
  readonly text: string;
  readonly media: number;
  /** Its pieces beside the message that was asked about. */
  readonly others: readonly RecentMessage[];
}

export function burstAsked({ inbox, message, pieces }: OpenTriage): AskedBurst {
  const free = pieces.filter((one) => one.inbox === inbox || (one.links.length === 0 && !one.recalled));
  return {
    text: free.length === 0 ? message.text : asOne(free.map((one) => one.text)),
    media: free.reduce((sum, one) => sum + one.media, 0),
    others: free.filter((one) => one.inbox !== inbox),
  };
}

/** Before the ticket opens: the pictures of the other pieces travel along with it. */
export function carryMedia(draft: Draft, { others }: AskedBurst, number: TicketNumber): void {
  draft.pieces(
    number,
    others.filter((one) => one.media > 0).map((one) => one.inbox),
  );
}

/** The other pieces belong to the ticket from now on, and no question about one of them is open any more. */
export function hangAsked(draft: Draft, { others }: AskedBurst, number: TicketNumber, where: Where): void {
  for (const one of others) {
    draft.link(number, one.text.trim() === '' ? 'supplement' : 'report', one.inbox);
    settleAsked(draft, one, number, where);
  }
}

/** The desk need not answer any more what it was asked about a piece, and is told so. */
export function settleAsked(draft: Draft, piece: RecentMessage, number: TicketNumber, { house, heard }: Where): void {
  if (piece.triage === null) return;
  draft.triage({ kind: 'joined', inbox: piece.inbox });
  const desk = dutyChat(house.directory, heard.chat.channel);
  const text = `刚才请研判的 ${piece.senderName ?? ''} 那句话，已归入 #${number}，不用再答。`;
  if (desk) draft.say({ key: `triage.m${piece.inbox}.settled`, chat: desk, kind: 'triage-settled', ticket: number, text });
}
