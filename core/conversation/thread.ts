import { relationOf } from '../permission/relation.ts';
import { OPEN_STATES, type Ticket } from '../ticket/ticket.ts';
import { callsOf, named, shortNamesOf } from '../understand/calls.ts';
import { isAskStatus, isSmallTalk } from '../understand/followup.ts';
import type { Understanding } from '../understand/port.ts';
import { saysNumber } from '../understand/said-number.ts';
import { likeness } from '../understand/similar.ts';
import {
  comesAgain,
  isAck,
  isBanter,
  isCorrection,
  isShortAnswer,
  refersToSaid,
  saysOnceMore,
  suppliesSomething,
  tellsWell,
} from '../understand/turns.ts';
import { pointsAtColleagues } from './colleagues.ts';
import type { Heard, RecentMessage, Situation } from './heard.ts';
import type { House } from './house.ts';
import { isQuestion } from './official-words.ts';
import { isOffice, onlyNamed } from './people.ts';
import { ageOf, byOffice, isOn, speakerOf, ticketsAtHand, wordsOf } from './recent.ts';
import type { Thread, Words } from './thread-of.ts';

/** One person's problem comes in pieces: his next word within this time of his last still belongs to it. */
export const QUIET_MS = 3 * 60 * 1000;
/** In the same breath even a place name alone belongs to it. */
export const BREATH_MS = 75 * 1000;
/** An official's word waits this long for its answer. */
const ANSWER_MS = 30 * 60 * 1000;
const LONG_ANSWER_MS = 6 * 60 * 60 * 1000;
/** A picture that was promised comes hours later, and says nothing by itself. */
const PICTURES_MS = 2 * 60 * 60 * 1000;
const PICTURE = 0.8;
/** A closed matter may be spoken of this long. */
const SPOKEN_OF_MS = 30 * 24 * 60 * 60 * 1000;

/** From here on a message is taken for part of the ticket's conversation. */
export const BELONGS = 1;

/** The tickets these words of somebody of the public may be about, the likeliest first. */
export function threadsOf(words: Words): readonly Thread[] {
  const { situation, house, heard } = words;
  const sender = { channel: heard.chat.channel, wireId: heard.sender?.wireId ?? '' };
  const own = situation.recent.filter((one) => one.senderWireId === heard.sender?.wireId);
  return ticketsAtHand(situation)
    .flatMap((ticket) => {
      if (!spokenOf(ticket, situation.now)) return [];
      const relation = relationOf(situation.member, sender, ticket, house.directory);
      // Not by what he has said to it: thanks for another's ticket do not make it his.
      if (relation === 'own' || relation === 'joined') return [threadOf(words, ticket, own)];
      if (relation !== 'colleague' || (ticket.sensitive && onlyNamed(ticket, house.directory))) return [];
      const thread = threadOf(words, ticket, own);
      return heard.chat.kind === 'private' && !pointsAtColleagues(words, thread) ? [] : [thread];
    })
    .toSorted((a, b) => b.score - a.score || b.ticket.number - a.ticket.number);
}

function spokenOf(ticket: Ticket, now: Date): boolean {
  if (OPEN_STATES.has(ticket.state)) return true;
  const over = ticket.state === 'closed' || ticket.state === 'archived';
  return over && now.getTime() - Date.parse(ticket.updatedAt) < SPOKEN_OF_MS;
}

function threadOf(words: Words, ticket: Ticket, own: readonly RecentMessage[]): Thread {
  const { heard, situation, house, body } = words;
  // What he took back was spoken all the same: the talk goes on from there.
  const lastOwn = own.find((one) => isOn(one, ticket.number));
  const reportedMs = heard.spokenAt.getTime() - Date.parse(ticket.receivedAt);
  const ownReport = reportedMs < QUIET_MS && situation.mine.includes(ticket) && ticket.sourceChat === heard.chat.id ? reportedMs : null;
  const lastOwnMs = lastOwn === undefined ? ownReport : ageOf(lastOwn, heard);
  // Whatever an official said before his last word on any matter is answered, or left.
  const movedOn = own.find((one) => one.links.length > 0)?.inbox ?? 0;
  const officeSaid =
    situation.recent.find((one) => isOn(one, ticket.number) && byOffice(one, heard, house.directory) && one.inbox > movedOn) ?? null;
  const { share: similar, shared } = likeness(body.text, wordsOf(ticket, situation.recent));
  const calls = officeCalled(words, ticket);
  const numbered = saysNumber(body.text, ticket.number);
  const again = comesBack(words, ticket, similar);
  const thread = { ticket, lastOwnMs, officeSaid, similar, shared, callsOffice: calls === 'its', numbered, again };
  return { ...thread, score: scoreOf(words, thread, calls) };
}

const ALIKE = 0.12;

/** 隔壁锯石头的夜里又开机了, of a matter of his that was closed: the unit or the words are the same. */
function comesBack({ body, understood }: Words, ticket: Ticket, similar: number): boolean {
  if (OPEN_STATES.has(ticket.state) || tellsWell(body.text) || /谢|感激/.test(body.text)) return false;
  if (!comesAgain(body.text) && !saysOnceMore(body.text)) return false;
  const unit = understood.candidates[0]?.department;
  return similar >= ALIKE || (unit !== undefined && unit === ticket.department);
}

/** Plain sums of signs, so that a wrong one can be traced to its reason. */
function scoreOf(words: Words, thread: Omit<Thread, 'score'>, calls: 'its' | 'another' | null): number {
  const { body, understood, heard } = words;
  const { text } = body;
  const open = OPEN_STATES.has(thread.ticket.state);
  let score = 2.2 * thread.similar + (thread.shared >= 3 ? 0.6 : thread.shared === 2 ? 0.3 : 0);
  if (thread.lastOwnMs !== null) score += thread.lastOwnMs < BREATH_MS ? 1.3 : thread.lastOwnMs < QUIET_MS ? 0.9 : 0.2;
  if (thread.officeSaid) {
    const age = ageOf(thread.officeSaid, heard);
    const asked = isQuestion(thread.officeSaid.text);
    if (!open) score -= 0.5;
    score += age < QUIET_MS ? 1.3 : age < ANSWER_MS ? 0.9 : age < LONG_ANSWER_MS ? 0.4 : 0;
    if (asked && age < ANSWER_MS) score += 0.6;
    if (age < ANSWER_MS && (isAck(text) || isShortAnswer(text))) score += 0.4;
  }
  if (thread.numbered) score += 2;
  if (thread.again) score += understood.candidates[0]?.department === thread.ticket.department ? 1.2 : 0.6;
  if (calls === 'its') score += open ? 0.9 : 0.6;
  if (calls === 'another') score -= 1;
  if (tellsWell(text)) score += open || thread.lastOwnMs !== null ? 0.8 : 0.4;
  if (alone(words, thread.ticket)) score += 1.2;
  if (suppliesSomething(text) && open) score += 0.7;
  if (refersToSaid(text)) score += 0.95;
  // He has just asked after one of his, and nobody could tell which: now he says it.
  if (words.situation.recent.some((one) => isUnclear(one, heard))) score += 0.5;
  if (/稍等|等(?:一)?(?:下|会)|发错/.test(text) && thread.lastOwnMs !== null && thread.lastOwnMs < QUIET_MS) score += 0.3;
  if (/您/.test(text) && thread.lastOwnMs !== null && thread.lastOwnMs < ANSWER_MS) score += 0.3;
  if (isCorrection(text) && thread.lastOwnMs !== null && thread.lastOwnMs < QUIET_MS) score += 1;
  // A picture alone says nothing: it goes with what was spoken of.
  if (body.media > 0 && text.trim() === '') return score + (thread.lastOwnMs !== null && thread.lastOwnMs < PICTURES_MS ? PICTURE : 0);
  score += intentSign(understood, thread, { asks: isAskStatus(text), good: tellsWell(text), alone: heard.chat.kind === 'private' });
  return score - aside(words, thread);
}

/** Alone with the bot, soon after he reported it in the group: he answers what he was asked there. */
function alone({ heard, situation, body }: Words, ticket: Ticket): boolean {
  const soon = situation.now.getTime() - Date.parse(ticket.receivedAt) < LONG_ANSWER_MS / 2;
  return (
    heard.chat.kind === 'private' && ticket.sourceChat !== heard.chat.id && soon && OPEN_STATES.has(ticket.state) && !isSmallTalk(body.text)
  );
}

function intentSign(
  { intent, confidence }: Understanding,
  thread: Omit<Thread, 'score'>,
  { asks, good, alone }: { asks: boolean; good: boolean; alone: boolean },
): number {
  if (asks) return 0.8;
  switch (intent) {
    case 'followup':
      return 0.7 * confidence;
    case 'problem':
      // Trouble that is nothing like what is known is new, whoever it is told to.
      if (thread.numbered || thread.again) return 0;
      return thread.lastOwnMs !== null ? 0.4 * confidence : thread.similar < 0.2 && !thread.officeSaid && !good ? -0.9 * confidence : 0;
    case 'notice':
    case 'ad':
      return -2 * confidence;
    case 'chitchat':
      // Half a sentence looks like talk; in the middle of a report it is the next piece of it. Alone with the bot nobody talks in between.
      if (good) return 0;
      return (thread.lastOwnMs !== null && thread.lastOwnMs < BREATH_MS) || thread.officeSaid || thread.shared >= 2
        ? -(alone ? 0.5 : 0.2) * confidence
        : -0.7 * confidence;
    case 'question':
    case 'official_reply':
    case 'command':
      return 0;
    default:
      return 0;
  }
}

/** Signs that he speaks to the others in the room. */
function aside({ body, heard, situation, house, understood }: Words, thread: Omit<Thread, 'score'>): number {
  const { text } = body;
  let against = 0;
  const inBreath = thread.lastOwnMs !== null && thread.lastOwnMs < BREATH_MS;
  const partners = situation.recent.flatMap((one) => (isOn(one, thread.ticket.number) && one.senderName !== null ? [one.senderName] : []));
  if (othersNamed(text, heard, situation, house).some((name) => !partners.includes(name))) against += 1.6;
  if (isBanter(text)) against += 0.5;
  const onlyAsks = /^[\s?？!！]+$/.test(text) && inBreath;
  if (isSmallTalk(text) && !(thread.officeSaid && isAck(text)) && !onlyAsks) against += 0.8;
  const [before] = situation.recent;
  const toOthers =
    before !== undefined &&
    ageOf(before, heard) < 45_000 &&
    before.senderWireId !== heard.sender?.wireId &&
    before.links.length === 0 &&
    !byOffice(before, heard, house.directory);
  // The one before spoke to him: what follows is his answer to that.
  const goesOn = /您/.test(text) || (inBreath && understood.intent === 'problem');
  if (toOthers && heard.sender && named(before.text, heard.sender.name) === 2) against += goesOn ? 0.3 : 0.9;
  else if (toOthers && thread.similar < 0.1) against += inBreath ? 0.1 : 0.3;
  return against;
}

/** Who else of the public, heard here lately, is called by name. */
export function othersNamed(text: string, heard: Heard, situation: Situation, house: House): readonly string[] {
  const names = new Map<string, string>();
  for (const one of situation.recent) {
    const isOther = one.senderWireId !== heard.sender?.wireId && one.senderName !== null;
    if (isOther && one.senderName !== null && !byOffice(one, heard, house.directory))
      names.set(one.senderWireId ?? one.senderName, one.senderName);
  }
  const own = heard.sender === null ? [] : callsOf(heard.sender.name).sure;
  return [...names.values()].filter((name) => named(text, name) === 2 && !own.some((call) => callsOf(name).sure.includes(call)));
}

/** Whether an official is spoken to by name: of the ticket's own department, or of another's. */
function officeCalled({ body, house, situation, heard }: Words, ticket: Ticket): 'its' | 'another' | null {
  const { directory } = house;
  const lately = new Set(situation.recent.map((one) => speakerOf(one, heard, directory)?.id));
  const called = directory.members.filter((one) => {
    if (!one.active || !isOffice(one)) return false;
    const how = named(body.text, one.name);
    return how === 2 || (how === 1 && lately.has(one.id));
  });
  const ours = (one: (typeof called)[number]) =>
    one.department !== null && (one.department === ticket.department || ticket.cohandlers.includes(one.department));
  if (called.some(ours) || namesDepartment(body.text, ticket, house)) return 'its';
  return called.length > 0 ? 'another' : null;
}

/** 财政的老师们, 环保的领导. */
function namesDepartment(text: string, ticket: Ticket, { directory }: House): boolean {
  const own = directory.departments.find((one) => one.code === ticket.department);
  if (!own) return false;
  const short = [own.name, ...own.aliases]
    .flatMap((name) => [name, name.replace(/(?:局|办|中心|委)$/, '')])
    .filter((one) => one.length >= 2);
  return short.some((name) => text.includes(name));
}

/** His own question of just now that was answered with nothing or a list. */
export function isUnclear(message: RecentMessage, heard: Heard): boolean {
  const his = message.senderWireId === heard.sender?.wireId && message.links.length === 0 && !message.recalled;
  return his && ageOf(message, heard) < 2 * 60 * 1000 && isAskStatus(message.text);
}

/** Where the best is not clearly ahead of the next, nobody knows which is meant. */
export function clearBest(threads: readonly Thread[]): Thread | null {
  const [best, next] = threads;
  if (!best || best.score < BELONGS) return null;
  if (!next || next.score <= best.score - 0.15) return best;
  // Level: the one he spoke of last; where neither was spoken of lately, nobody can tell.
  return moreLately(best, next) ? best : moreLately(next, best) && next.score >= BELONGS ? next : null;
}

function moreLately(one: Thread, other: Thread): boolean {
  const age = (thread: Thread) => thread.lastOwnMs ?? Number.POSITIVE_INFINITY;
  return age(one) < age(other);
}

/** The enterprise of the sender, as people shorten it. */
export function ownNames({ situation, house }: Pick<Words, 'situation' | 'house'>): readonly string[] {
  const enterprise = house.directory.enterprises.find((one) => one.key === situation.member?.enterprise);
  return enterprise ? shortNamesOf(enterprise) : [];
}
