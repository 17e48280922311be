import type { EventBody } from './events.ts';
import type { AlsoReported, Reporter, Ticket } from './ticket.ts';

/** A whole street may tell of one power cut: the row keeps so many, the log all of them. */
const MOST_ALSO = 60;
const LONGEST = 300;

/** With whoever has just told of the same matter. */
export function alsoWith(ticket: Ticket, joined: Extract<EventBody, { type: 'joined' }>, at: string): AlsoReported[] {
  const { inbox, reporter, enterprise, text } = joined;
  const own = { inbox, reporter, enterprise, text: clipped(text), at, via: [], own: false, chat: null };
  return [...ticket.also.filter((one) => one.inbox !== inbox), own].slice(-MOST_ALSO);
}

/** With those of a ticket that was merged into it. Nobody who was there before is put out for them: 拆分 must find him again. */
export function alsoAbsorbing(ticket: Ticket, absorbed: Extract<EventBody, { type: 'absorbed' }>): AlsoReported[] {
  const known = new Set(ticket.also.map((one) => one.inbox));
  return [...ticket.also, ...absorbed.also.filter((one) => !known.has(one.inbox))].slice(0, Math.max(MOST_ALSO, ticket.also.length));
}

/**
 * Whom 合并 carries over: the reporter of the ticket that goes, and everybody who had joined it. Of a touchy matter another
 * enterprise must not even learn that it is there, so to such a ticket only its own people come along.
 */
export function carriedOver(from: Ticket, into: Ticket): AlsoReported[] {
  const { number, sourceChat: chat, sourceInbox: inbox, reporter, enterprise, text, receivedAt: at } = from;
  const first = { inbox, reporter, enterprise, text: clipped(text), at, via: [], own: true, chat };
  return [first, ...from.also]
    .filter((one) => !isSame(one.reporter, into.reporter))
    .filter((one) => !into.sensitive || (one.enterprise !== null && one.enterprise === into.enterprise))
    .map((one) => ({ ...one, via: [...one.via, number], chat: one.chat ?? chat }));
}

/** Who goes with a merged ticket that is split off again: whoever was on it, but not who got a ticket of his own meanwhile. */
export function givenBack(merged: Ticket, into: Ticket): AlsoReported[] {
  const here = new Set(into.also.map((one) => one.inbox));
  const parted = new Set(carriedOver(merged, into).flatMap((one) => (here.has(one.inbox) ? [] : [one.inbox])));
  return merged.also.filter((one) => !parted.has(one.inbox));
}

function isSame(one: Reporter, other: Reporter): boolean {
  if (one.member !== null && one.member === other.member) return true;
  return one.channel === other.channel && one.wireId === other.wireId;
}

function clipped(text: string): string {
  return text.length > LONGEST ? text.slice(0, LONGEST).toWellFormed() : text;
}
