import type { Relation } from '../commands/command.ts';
import { openPause } from '../deadlines/ticket-clock.ts';
import { relationOf } from '../permission/relation.ts';
import { OPEN_STATES, type Ticket } from '../ticket/ticket.ts';
import { plainlyPressedOf, pressedOf } from '../understand/callback.ts';
import { isAskStatus, isSmallTalk, isStillUnsolved, isThanks, isWithdraw, ratingOf } from '../understand/followup.ts';
import {
  callsOff,
  comesAgain,
  isAck,
  isCorrection,
  isOnlyAnnouncement,
  isShortAnswer,
  opensAnother,
  tellsWell,
} from '../understand/turns.ts';
import type { Effects, MessageRole } from './effects.ts';
import type { RecentMessage } from './heard.ts';
import type { Step } from './house.ts';
import { isQuestion } from './official-words.ts';
import { ageOf, ownMessages } from './recent.ts';
import { rethink } from './rethink.ts';
import { attach, clearMatter, ignored, run, type Talk } from './talk.ts';
import { BELONGS, BREATH_MS, clearBest, isUnclear, othersNamed, QUIET_MS, threadsOf } from './thread.ts';
import type { Thread } from './thread-of.ts';
import { askDutyDesk } from './triage-step.ts';
import { askWhich } from './which.ts';

/** A closed matter may come back this long; a thank-you or a rating is about something this fresh. */
const COMES_BACK_MS = 30 * 24 * 60 * 60 * 1000;
const RATES_MS = 2 * 24 * 60 * 60 * 1000;
const BEYOND_DOUBT = 0.97;
const PLAINLY = 0.9;
const GOES_ON_MS = 6 * 60 * 1000;
/** A rating said without being asked is short; a longer text that happens to hold 满意 is not one. */
const RATING_LENGTH = 30;

/** What is said about something that was already reported: by quote, by answering, by content and time. null: it is not. */
export function knownMatter(talk: Talk): Step | null {
  return plainlyHis(talk) ?? (talk.body.quote ? quoting(talk) : conversing(talk));
}

/** Answers that can mean only one thing, on what he reported himself; where he quotes, on that alone. */
function plainlyHis(talk: Talk): Step | null {
  const { body, heard, addressed } = talk;
  const { text } = body;
  const mine = ownOrQuoted(talk);
  const called = calledBack(talk);
  if (called) return called;
  const waited = waitsForHim(talk);
  if (waited && heard.chat.kind === 'private' && body.media > 0 && !body.quote) return run(talk, 'supplement', waited.number, QUIET);
  // Before thanks: 很满意，谢谢 is both, and only the rating would be lost.
  const rated = ratingOf(text);
  const waitsForRating = mine.find((ticket) => ticket.state === 'closed' && ticket.rating === null && silentMs(talk, ticket) < RATES_MS);
  if (rated && waitsForRating && (body.quote || addressed || text.length <= RATING_LENGTH)) return run(talk, 'rate', waitsForRating.number);
  return null;
}

/** A quote means what it quotes and nothing else: with it, only that ticket is looked at. */
function quotedOf({ body, situation }: Talk): Ticket | null {
  const [quoted, several] = situation.quotedTickets;
  return body.quote && quoted && !several ? quoted : null;
}

/** His own; where he quotes, the quoted one if it is his. */
function ownOrQuoted(talk: Talk): readonly Ticket[] {
  const quoted = quotedOf(talk);
  if (!talk.body.quote) return talk.situation.mine;
  return quoted && relationTo(talk, quoted) === 'own' ? [quoted] : [];
}

function relationTo({ situation, heard, house }: Talk, ticket: Ticket): Relation {
  return relationOf(situation.member, { channel: heard.chat.channel, wireId: heard.sender?.wireId ?? '' }, ticket, house.directory);
}

function quoting(talk: Talk): Step | null {
  const ticket = quotedOf(talk);
  if (!ticket) return null;
  const { text } = talk.body;
  const another = relationTo(talk, ticket) === 'other';
  if (isThanks(text) && !(another && tellsTrouble(talk))) return attach(talk, ticket.number, 'thanks');
  // Whoever quotes another's report says something of his own: the same has happened to him, or something else has.
  if (another) return null;
  if (notOver(talk, ticket, null)) return afresh(talk);
  const step = actOn(talk, ticket, null);
  if (step) return step;
  return isSmallTalk(text) ? null : added(talk, ticket, null);
}

function conversing(talk: Talk): Step | null {
  const { text } = talk.body;
  const threads = threadsOf(talk);
  if (isThanks(text)) return thanked(talk, threads);
  if (announcesAnother(talk)) return null;
  const best = clearBest(threads);
  if (!best) return soundsKnown(talk) ? unclear(talk, threads) : null;
  if (isAnother(talk, best)) return null;
  if (notOver(talk, best.ticket, best)) return afresh(talk);
  const step = actOn(talk, best.ticket, best) ?? added(talk, best.ticket, best);
  const unclearBefore = talk.situation.recent.filter((one) => isUnclear(one, talk.heard));
  return unclearBefore.length === 0
    ? step
    : { needs: step.needs, settle: (found) => alsoLinked(step.settle(found), best.ticket, unclearBefore) };
}

/** Which he meant is plain now: the question before belongs to it too. */
function alsoLinked(effects: Effects, ticket: Ticket, before: readonly RecentMessage[]): Effects {
  if (!effects.inbox) return effects;
  const links = before.map((one) => ({ ticket: ticket.number, role: 'status' as const, inbox: one.inbox }));
  return { ...effects, inbox: { ...effects.inbox, links: [...effects.inbox.links, ...links] } };
}

/** Thanks belong to what was spoken of last; to nobody's matter where they go to somebody else in the room. */
function thanked(talk: Talk, threads: readonly Thread[]): Step {
  const { heard, situation, house, body } = talk;
  const lately = threads
    .filter((one) => one.lastOwnMs !== null || one.officeSaid !== null)
    .toSorted((a, b) => Number(b.callsOffice) - Number(a.callsOffice) || latest(talk, b) - latest(talk, a));
  const fresh = lately[0]?.ticket ?? situation.mine.find((ticket) => silentMs(talk, ticket) < RATES_MS);
  const toOthers = othersNamed(body.text, heard, situation, house).length > 0;
  return fresh === undefined || toOthers ? ignored(talk, 'thanks') : attach(talk, fresh.number, 'thanks');
}

function latest({ situation }: Talk, thread: Thread): number {
  return situation.recent.find((one) => one.links.some((link) => link.ticket === thread.ticket.number))?.inbox ?? 0;
}

/** 还有个事, now or just before: what he says from here on is not the matter he spoke of before. */
function announcesAnother({ body, heard, situation }: Talk): boolean {
  if (opensAnother(body.text)) return isOnlyAnnouncement(body.text) || body.text.length > 9;
  const before = ownMessages(heard, situation).filter((one) => ageOf(one, heard) < QUIET_MS);
  const unheard = before.slice(
    0,
    Math.max(0, before.findIndex((one) => one.links.length > 0) === -1 ? before.length : before.findIndex((one) => one.links.length > 0)),
  );
  return unheard.some((one) => isOnlyAnnouncement(one.text));
}

/** Plainly a problem of another department, and not an answer to anybody. */
function isAnother(talk: Talk, { ticket, similar, shared, officeSaid, lastOwnMs, callsOffice, numbered, again }: Thread): boolean {
  const { understood, house, body } = talk;
  if (isCorrection(body.text) || tellsWell(body.text) || callsOffice || numbered || again) return false;
  const [top] = understood.candidates;
  if (understood.intent !== 'problem' || understood.confidence < house.triage.open || !top || !clearMatter(house, understood)) return false;
  // What was said at first may have been too little to know whose it is: then this is the rest of it.
  const first = house.interpreter.understand({ text: ticket.text, speaker: 'public', media: 0 });
  const unit = ticket.department ?? first.candidates[0]?.department;
  const own = understood.candidates.find((one) => one.department === unit)?.score ?? 0;
  const sameWords = shared >= 2 && lastOwnMs !== null && lastOwnMs < GOES_ON_MS;
  if (top.department === unit || own > 0.2 || similar > 0.25 || sameWords) return false;
  if (officeSaid && isQuestion(officeSaid.text) && isShortAnswer(body.text)) return false;
  // In the same breath one rather goes on than begins anew: there it must be beyond doubt.
  if (lastOwnMs !== null && lastOwnMs < BREATH_MS && (top.score < BEYOND_DOUBT || understood.confidence < BEYOND_DOUBT)) return false;
  return clearMatter(house, first) || lastOwnMs === null || lastOwnMs > QUIET_MS;
}

/** Under the very words that told of the end: 昨晚我们等到十点 一辆没来. */
function tellsOfLack({ understood, body }: Talk): boolean {
  const spoken = understood.intent === 'problem' || understood.intent === 'followup';
  const lack = /没(?:有)?(?:来|人|到|修|见|用|动|亮|通|收|给|办|开|停|水|电)|不(?:亮|通|行|给|来|开|好使|能用)|坏|漏|塌|陷|堵/;
  return spoken && lack.test(body.text);
}

/** Verbs that plain words come to. `thread`: how they were found; null: by quote. */
function actOn(talk: Talk, ticket: Ticket, thread: Thread | null): Step | null {
  const { text } = talk.body;
  const open = OPEN_STATES.has(ticket.state);
  const own = talk.situation.mine.some((one) => one.number === ticket.number);
  if (!open) {
    if (isBack(talk, ticket, thread)) return run(talk, 'reopen', ticket.number);
    if (ticket.state === 'withdrawn') return ignored(talk, 'of a matter that was taken back');
    return isAskStatus(text)
      ? run(talk, 'ticket_status', ticket.number, { alone: !talk.addressed })
      : attach(talk, ticket.number, roleOf(talk, thread));
  }
  if (own && (isWithdraw(text) || callsOff(text))) return run(talk, 'withdraw', ticket.number);
  if (isAskStatus(text)) return run(talk, 'ticket_status', ticket.number, { alone: !talk.addressed });
  return null;
}

/** What was closed is not over for him, or has come back. */
function isBack(talk: Talk, ticket: Ticket, thread: Thread | null): boolean {
  const { body, understood } = talk;
  const named = thread === null || thread.numbered;
  const back =
    isStillUnsolved(body.text) ||
    comesAgain(body.text) ||
    thread?.again === true ||
    (thread === null && tellsOfLack(talk)) ||
    (named && understood.intent === 'problem' && (thread === null || understood.confidence >= PLAINLY));
  return back && silentMs(talk, ticket) < COMES_BACK_MS && !tellsWell(body.text);
}

/** Over for the reporter and not for one who is joined: he cannot open it again, and must not be lost. */
function notOver(talk: Talk, ticket: Ticket, thread: Thread | null): boolean {
  return !OPEN_STATES.has(ticket.state) && relationTo(talk, ticket) === 'joined' && isBack(talk, ticket, thread);
}

/** A report of his own where the words say enough (null), else a person asks him. */
function afresh(talk: Talk): Step | null {
  const { house, heard, situation, body, understood } = talk;
  const enough = understood.intent === 'problem' && understood.confidence >= house.triage.ask;
  return enough
    ? null
    : askDutyDesk(house, heard, situation, { text: body.text, pieces: [], understood, why: 'not over for one who is joined' });
}

const QUIET = { quietDone: true } as const;

/** Words or pictures of the matter. What only keeps the talk going is on record; what adds to it is shown to the department. */
function added(talk: Talk, ticket: Ticket, thread: Thread | null): Step {
  const role = roleOf(talk, thread);
  if (role === 'dialogue' || role === 'status') return attach(talk, ticket.number, role);
  return run(talk, 'supplement', ticket.number, {
    quietDone: !talk.addressed,
    role,
    afterwards: (draft) => rethink(talk.house, draft, ticket.number, talk.situation.recent, talk.body.text),
  });
}

/** Plainly trouble, or pressing: however short, it is shown to those who must act. */
function tellsTrouble({ understood, house }: Talk): boolean {
  return (understood.intent === 'problem' && understood.confidence >= house.triage.open) || understood.urgency !== 'normal';
}

function roleOf(talk: Talk, thread: Thread | null): MessageRole {
  const { body } = talk;
  const { text } = body;
  if (isCorrection(text)) return 'correction';
  if (body.media > 0) return 'supplement';
  if (tellsWell(text)) return 'status';
  if (tellsTrouble(talk)) return 'supplement';
  const said = thread?.officeSaid ?? null;
  if (said !== null && !isQuestion(said.text) && (isShortAnswer(text) || isQuestion(text))) return 'dialogue';
  if (isAck(text) && text.replace(/[\s\p{P}]/gu, '').length <= 4) return 'dialogue';
  return 'supplement';
}

/** Speaks as of something known, and nothing says which: one question to him alone, silence in the group. */
function unclear(talk: Talk, threads: readonly Thread[]): Step | null {
  const open = threads.filter((one) => OPEN_STATES.has(one.ticket.state));
  const [only, another] = open;
  if (only && !another) return actOn(talk, only.ticket, only) ?? (isFollowup(talk) ? added(talk, only.ticket, only) : null);
  if (!only) return closedAgain(talk, threads);
  const likely = open.filter((one) => one.score >= (only.score >= BELONGS ? only.score - 0.3 : -Infinity));
  return isAskStatus(talk.body.text) && likely.length === open.length
    ? run(talk, 'my_tickets', null, { alone: !talk.addressed })
    : askWhich(
        talk,
        likely.map((one) => one.ticket),
      );
}

/** 还没解决 with nothing open can only mean what was closed last. */
function closedAgain(talk: Talk, threads: readonly Thread[]): Step | null {
  const { text } = talk.body;
  const closed = talk.situation.mine.filter(
    (ticket) => (ticket.state === 'closed' || ticket.state === 'archived') && silentMs(talk, ticket) < COMES_BACK_MS,
  );
  const [latestClosed] = closed;
  if (latestClosed && isStillUnsolved(text)) return run(talk, 'reopen', latestClosed.number);
  if (latestClosed && isAskStatus(text)) return run(talk, 'my_tickets', null, { alone: !talk.addressed });
  return threads.length === 0 ? null : null;
}

function soundsKnown(talk: Talk): boolean {
  const { text } = talk.body;
  return isAskStatus(text) || isStillUnsolved(text) || isWithdraw(text) || isFollowup(talk);
}

function isFollowup({ understood, house }: Talk): boolean {
  return understood.intent === 'followup' && understood.confidence >= house.triage.open;
}

/** The answer to the question after his 撤单: quoting it, or in private so plainly that it can be nothing else. */
export function calledBack(talk: Talk): Step | null {
  const { body, heard } = talk;
  const asked = ownOrQuoted(talk).find((ticket) => ticket.callback === 'asked');
  if (!asked) return null;
  const answered = body.quote ? pressedOf(body.text) : heard.chat.kind === 'private' ? plainlyPressedOf(body.text) : null;
  return answered ? run(talk, 'callback', asked.number) : null;
}

/** The one ticket of his that stands still until he gives what is missing. */
export function waitsForHim({ situation }: Talk): Ticket | null {
  const waiting = situation.mine.filter((ticket) => openPause(ticket.pauses)?.kind === 'waiting');
  return waiting.length === 1 ? (waiting[0] ?? null) : null;
}

function silentMs({ situation }: Talk, ticket: Ticket): number {
  return situation.now.getTime() - Date.parse(ticket.updatedAt);
}
