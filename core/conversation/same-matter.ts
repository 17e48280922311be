import { toldInConfidence } from '../permission/relation.ts';
import { OPEN_STATES, type Ticket } from '../ticket/ticket.ts';
import type { Understanding } from '../understand/port.ts';
import { similarity } from '../understand/similar.ts';
import { isSharedCause, saysMeToo } from '../understand/turns.ts';
import type { Situation } from './heard.ts';
import type { House } from './house.ts';
import { aboutConduct } from './opening.ts';
import { onlyNamed } from './people.ts';
import { isOn, wordsOf } from './recent.ts';

/** A colleague who says it again within the hour means the same; days later only where the words are alike. */
const SAME_HOUR_MS = 60 * 60 * 1000;
const SAME_MOMENT_MS = 10 * 60 * 1000;
/** The same power cut is told of by several within this time. */
const SAME_CAUSE_MS = 3 * 60 * 60 * 1000;

export interface Same {
  readonly ticket: Ticket;
  /** Sure: joined. Otherwise it gets its own ticket, and the duty desk is asked whether they are one. */
  readonly sure: boolean;
}

export interface Report {
  readonly house: House;
  readonly situation: Situation;
  readonly text: string;
  readonly understood: Understanding;
  /** How his own enterprise may be called. */
  readonly ownNames: readonly string[];
}

/** Whether what is reported now is, or may be, what somebody else reported here lately. Only open ones of the last days are looked at. */
export function sameMatter(report: Report): Same | null {
  const { situation } = report;
  // A complaint of conduct is nobody's but his who made it: on another's ticket the accused might read it.
  if (aboutConduct(report.text)) return null;
  const own = new Set(situation.mine.map((ticket) => ticket.number));
  const others = situation.nearby.filter(
    (ticket) => OPEN_STATES.has(ticket.state) && !own.has(ticket.number) && !aboutConduct(ticket.text),
  );
  const judged = others.flatMap((ticket) => {
    const sure = judge(report, ticket);
    return sure === null ? [] : [{ ticket, sure, near: nearness(report, ticket) }];
  });
  const [best] = judged.toSorted((a, b) => Number(b.sure) - Number(a.sure) || b.near - a.near);
  return best ? { ticket: best.ticket, sure: best.sure } : null;
}

/** Somebody else says “we too”, of what a whole street shares. He need not say what. */
export function meToo(report: Report): Ticket | null {
  if (!saysMeToo(report.text, report.ownNames) || aboutConduct(report.text)) return null;
  const { situation } = report;
  const shared = (ticket: Ticket) =>
    OPEN_STATES.has(ticket.state) &&
    isSharedCause(ticket.text) &&
    !ticket.sensitive &&
    !situation.mine.some((one) => one.number === ticket.number);
  // What he quotes is what he means, however long ago it was said.
  if (situation.quoted !== null) return takesUpTrouble(report) ? (situation.quotedTickets.find((ticket) => shared(ticket)) ?? null) : null;
  return situation.nearby.find((ticket) => shared(ticket) && lastSpoken(ticket, situation) < SAME_MOMENT_MS) ?? null;
}

/** “We too”, of another's ticket that cannot be joined: it is over, or nothing that two share. Then the trouble is his own. */
export function likeAnothers(report: Report): Ticket | null {
  if (!saysMeToo(report.text, report.ownNames)) return null;
  const { situation } = report;
  const others = (tickets: readonly Ticket[]) => tickets.filter((ticket) => !situation.mine.some((one) => one.number === ticket.number));
  if (situation.quoted !== null) return takesUpTrouble(report) ? (others(situation.quotedTickets)[0] ?? null) : null;
  const justOver = (ticket: Ticket) =>
    !OPEN_STATES.has(ticket.state) && situation.now.getTime() - Date.parse(ticket.updatedAt) < SAME_MOMENT_MS;
  const lately = (ticket: Ticket) => justOver(ticket) || lastSpoken(ticket, situation) < SAME_MOMENT_MS;
  return others(situation.nearby).find((ticket) => isSharedCause(ticket.text) && lately(ticket)) ?? null;
}

/** +1 to somebody's thanks is no trouble. */
function takesUpTrouble({ situation, house, text }: Report): boolean {
  const quoted = house.interpreter.understand({ text: situation.quoted?.text ?? '', speaker: 'public', media: 0 });
  return quoted.intent === 'problem' || isSharedCause(text);
}

function judge(report: Report, ticket: Ticket): boolean | null {
  const { situation, understood } = report;
  const age = situation.now.getTime() - Date.parse(ticket.receivedAt);
  const ranked = understood.candidates.slice(0, 3).findIndex((one) => one.department === ticket.department);
  const sameUnit = ranked === 0;
  // However he came to speak of it in the group: nobody is told there that it is.
  if (toldInConfidence(ticket, report.house.directory)) return null;
  // Whose it is the directory says, never the text: whoever names an enterprise is not of it.
  const enterprise = situation.member?.enterprise ?? null;
  if (enterprise !== null && enterprise === ticket.enterprise && !(ticket.sensitive && onlyNamed(ticket, report.house.directory))) {
    const alike = nearness(report, ticket);
    if (alike >= 0.3 || (sameUnit && alike >= 0.12)) return true;
    if (lastSpoken(ticket, situation) < SAME_MOMENT_MS && (sameUnit || alike > 0)) return true;
    return age < SAME_HOUR_MS && sameUnit ? true : alike >= 0.2 || (sameUnit && alike > 0) ? false : null;
  }
  // Of a touchy matter another enterprise must not even learn that it is there.
  if (ticket.sensitive || understood.sensitive) return null;
  // Two enterprises with the same kind of trouble are two matters, unless the trouble is one that a street shares.
  if (age >= SAME_CAUSE_MS || ranked < 0 || !isSharedCause(report.text) || !isSharedCause(ticket.text)) return null;
  if (atOtherSides(report.text, ticket.text)) return null;
  if (nearness(report, ticket) >= (sameUnit ? 0.15 : 0.3)) return true;
  return sameUnit ? false : null;
}

const SIDE = /[东南西北](?=门|头|边|侧|面|路|口|大街)/g;

/** 东门 and 北门 are two places, however alike the rest is. */
function atOtherSides(one: string, other: string): boolean {
  const [here, there] = [one, other].map((text) => new Set(text.match(SIDE)));
  return here !== undefined && there !== undefined && here.size > 0 && there.size > 0 && [...here].every((side) => !there.has(side));
}

function nearness({ text, situation }: Report, ticket: Ticket): number {
  return similarity(text, wordsOf(ticket, situation.recent));
}

function lastSpoken(ticket: Ticket, situation: Situation): number {
  const last = situation.recent.find((one) => isOn(one, ticket.number));
  return situation.now.getTime() - Math.max(Date.parse(ticket.receivedAt), last ? Date.parse(last.at) : 0);
}
