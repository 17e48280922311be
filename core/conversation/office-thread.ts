import type { Ticket } from '../ticket/ticket.ts';
import { named, shortNamesOf } from '../understand/calls.ts';
import { isSmallTalk } from '../understand/followup.ts';
import type { Understanding } from '../understand/port.ts';
import { saysNumber } from '../understand/said-number.ts';
import { similarity } from '../understand/similar.ts';
import { addressesAll, isAck } from '../understand/turns.ts';
import type { Heard, HeardMessage, RecentMessage, Situation } from './heard.ts';
import type { House } from './house.ts';
import { isQuestion } from './official-words.ts';
import { aboutConduct } from './opening.ts';
import { ageOf, byOffice, isOn, speakerOf, ticketsAtHand, wordsOf } from './recent.ts';

/** From here on an official's words in the group are taken for part of the ticket's conversation. */
const BELONGS = 1.5;
const JUST_NOW_MS = 5 * 60 * 1000;
const A_WHILE_MS = 30 * 60 * 1000;
const TODAY_MS = 3 * 60 * 60 * 1000;

interface Spoken {
  readonly house: House;
  readonly heard: Heard;
  readonly body: HeardMessage;
  readonly situation: Situation;
  readonly understood: Understanding;
}

/** What the desk was asked about, and an official now answers: then it is a matter, and whose it is is plain too. */
export interface Answered {
  readonly asked: RecentMessage;
  /** What the same person said around it that led to nothing, oldest first, the asked one among it. */
  readonly pieces: readonly RecentMessage[];
}

export function answersAsked(spoken: Spoken): Answered | null {
  const { situation, heard, house, body, understood } = spoken;
  const own = situation.member?.department ?? null;
  if (own === null || addressesAll(body.text) || (isSmallTalk(body.text) && !isQuestion(body.text))) return null;
  const asked = situation.recent.find((one) => one.triage !== null && !one.recalled && ageOf(one, heard) < 2 * JUST_NOW_MS);
  if (!asked) return null;
  const pieces = situation.recent
    .filter(
      (one) =>
        one.senderWireId === asked.senderWireId &&
        one.links.length === 0 &&
        !one.recalled &&
        Math.abs(ageOf(one, heard) - ageOf(asked, heard)) < JUST_NOW_MS,
    )
    .filter((one) => one.triage !== null || one.media > 0 || !isSmallTalk(one.text))
    .toReversed();
  const whole = pieces.map((one) => one.text).join('\n');
  // Whoever answers may be of those it complains of: it waits for the desk.
  if (pieces.some((one) => aboutConduct(one.text)) || aboutConduct(whole)) return null;
  const read = house.interpreter.understand({ text: whole, speaker: 'public', media: 0 });
  // 企业卡看哪年的税: what a rule answers is answered here and now, and is nobody's ticket.
  if (read.intent === 'question' || read.otherwise === 'question') return null;
  const ranked = read.candidates.slice(0, 3);
  const calls = asked.senderName === null ? 0 : named(body.text, asked.senderName);
  const others = situation.recent.some(
    (one) =>
      one.senderName !== null &&
      one.senderName !== asked.senderName &&
      !byOffice(one, heard, house.directory) &&
      named(body.text, one.senderName) === 2,
  );
  const score =
    (ageOf(asked, heard) < JUST_NOW_MS ? 0.9 : 0.6) +
    (ranked.some((one) => one.department === own) ? 0.6 : -0.3) +
    (calls === 2 ? 1.5 : calls === 1 ? 0.8 : others ? -2 : 0) +
    (pieces.some((one) => named(one.text, situation.member?.name ?? '') > 0) ? 0.6 : 0) +
    intentSign(understood, isQuestion(body.text)) +
    similarity(body.text, whole);
  const [best] = ticketsAtHand(situation)
    .map((ticket) => scoreOf(spoken, ticket))
    .toSorted((a, b) => b - a);
  return score >= BELONGS && score > (best ?? 0) ? { asked, pieces } : null;
}

/** Which ticket an official speaks on in the group, in plain words, without number or quote; null: none, or nobody can tell. */
export function spokenOn(spoken: Spoken): Ticket | null {
  const scored = ticketsAtHand(spoken.situation)
    .map((ticket) => ({ ticket, score: scoreOf(spoken, ticket) }))
    .toSorted((a, b) => b.score - a.score || lastTurn(spoken, b.ticket) - lastTurn(spoken, a.ticket));
  const [best, next] = scored;
  if (!best || best.score < BELONGS) return null;
  // Level with another, the one that was spoken of last is meant; if neither was, it is not for the house to say.
  if (next && next.score > best.score - 0.1 && lastTurn(spoken, best.ticket) === lastTurn(spoken, next.ticket)) return null;
  return best.ticket;
}

/** Plain sums of signs, so that a wrong one can be traced to its reason. */
function scoreOf(spoken: Spoken, ticket: Ticket): number {
  const { body, situation, understood, heard, house } = spoken;
  const { text } = body;
  const turn = pendingTurn(spoken, ticket);
  const turnAge = turn === null ? Number.POSITIVE_INFINITY : ageOf(turn, heard);
  const ownLast = situation.recent.find((one) => isOn(one, ticket.number) && one.senderWireId === heard.sender?.wireId);
  const ownAge = ownLast === undefined ? Number.POSITIVE_INFINITY : ageOf(ownLast, heard);
  let score = unitSign(spoken, ticket) + 1.5 * similarity(text, wordsOf(ticket, situation.recent));
  score += turnAge < JUST_NOW_MS ? 0.9 : turnAge < A_WHILE_MS ? 0.7 : turnAge < TODAY_MS ? 0.5 : 0;
  score += ownAge < JUST_NOW_MS ? 0.6 : ownAge < A_WHILE_MS ? 0.3 : 0;
  if (situation.now.getTime() - Date.parse(ticket.updatedAt) < TODAY_MS) score += 0.3;
  if (saysNumber(text, ticket.number)) score += 2;
  score += whoIsNamed(spoken, ticket) + intentSign(understood, isQuestion(text));
  if (isSmallTalk(text) && !(turnAge < JUST_NOW_MS && isAck(text))) score -= 0.6;
  if (!house.directory.departments.some((one) => one.code === situation.member?.department)) score -= 0.1;
  if (addressesAll(text)) score -= 1.5;
  return score - answersAnother(spoken, ticket);
}

function unitSign({ situation, house }: Spoken, ticket: Ticket): number {
  const own = situation.member?.department ?? null;
  // He brought it himself, for an enterprise: it is his conversation.
  if (situation.mine.some((one) => one.number === ticket.number)) return 0.9;
  if (own === null) return 0.2;
  if (own === ticket.department) return 0.9;
  if (ticket.cohandlers.includes(own)) return 0.8;
  // It may have been sent to the wrong unit: who speaks up then is the right one.
  const ranked = house.interpreter.understand({ text: ticket.text, speaker: 'public', media: 0 }).candidates.slice(0, 3);
  return ranked.some((one) => one.department === own) ? 0.2 : -0.5;
}

function intentSign({ intent, confidence }: Understanding, asks: boolean): number {
  const question = asks ? 0.3 : 0;
  if (intent === 'official_reply') return question + 0.6 * confidence;
  if (intent === 'notice' || intent === 'ad') return -1.5 * confidence;
  return intent === 'chitchat' ? question - 0.4 * confidence : question;
}

/** 鞠主任你这个, 华昇那笔; and against it: 谷姐, who has nothing to do with it. */
function whoIsNamed({ body, heard, situation, house }: Spoken, ticket: Ticket): number {
  const { directory } = house;
  const partners = partnersOf(ticket, situation, heard);
  const how = Math.max(0, ...partners.map((name) => named(body.text, name)));
  const enterprise = directory.enterprises.find((one) => one.key === ticket.enterprise);
  const ofHis = enterprise !== undefined && shortNamesOf(enterprise).some((name) => body.text.includes(name));
  if (how === 2 || ofHis) return 1.5;
  const others = new Set(
    situation.recent.flatMap((one) =>
      one.senderName !== null && !byOffice(one, heard, directory) && !isOn(one, ticket.number) ? [one.senderName] : [],
    ),
  );
  if ([...others].some((name) => !partners.includes(name) && named(body.text, name) === 2)) return -2;
  if (how === 1) return 0.8;
  // A leader turns to the official who has it.
  const office = directory.members.some(
    (one) =>
      one.active &&
      one.department !== null &&
      one.department === ticket.department &&
      one.id !== situation.member?.id &&
      named(body.text, one.name) === 2,
  );
  return office ? 1 : 0;
}

function partnersOf(ticket: Ticket, situation: Situation, heard: Heard): readonly string[] {
  const spoke = situation.recent.flatMap((one) => {
    const member = one.links.some((link) => link.ticket === ticket.number && link.role !== 'official_reply');
    return member && one.senderName !== null && one.senderWireId !== heard.sender?.wireId ? [one.senderName] : [];
  });
  return [...new Set([ticket.reporter.name, ...spoke])];
}

/** What was last said on it by the public and not yet answered by an official. */
function pendingTurn({ situation, heard, house }: Spoken, ticket: Ticket): RecentMessage | null {
  const last = situation.recent.find((one) => isOn(one, ticket.number));
  return last !== undefined && !byOffice(last, heard, house.directory) ? last : null;
}

/** Somebody has just asked him something else. */
function answersAnother({ situation, heard, house }: Spoken, ticket: Ticket): number {
  const before = situation.recent.find((one) => !byOffice(one, heard, house.directory));
  if (!before || isOn(before, ticket.number) || ageOf(before, heard) > 2 * 60 * 1000) return 0;
  const own =
    speakerOf({ ...before, senderWireId: heard.sender?.wireId ?? null }, heard, house.directory)?.name ?? heard.sender?.name ?? '';
  return named(before.text, own) === 2 || (isQuestion(before.text) && before.links.length === 0) ? 1.1 : 0;
}

function lastTurn({ situation }: Spoken, ticket: Ticket): number {
  return situation.recent.find((one) => isOn(one, ticket.number))?.inbox ?? 0;
}
