import type { Ticket } from '../ticket/ticket.ts';
import { isSmallTalk, isStillUnsolved, isThanks, officialVerbOf } from '../understand/followup.ts';
import { extractSlots } from '../understand/slots.ts';
import { comesAgain, saysOnceMore, tellsWell } from '../understand/turns.ts';
import type { CommandCall } from './command-step.ts';
import type { Heard, RecentMessage, Situation } from './heard.ts';
import type { House } from './house.ts';
import { isQuestion } from './official-words.ts';
import { ageOf, isOn, ownMessages, ticketsAtHand } from './recent.ts';

/** A command with what the conversation around it says of it. */
export function inContext(house: House, heard: Heard, situation: Situation, call: CommandCall): CommandCall {
  switch (call.found.name) {
    case 'supplement':
      return orReopen(house, situation, call);
    case 'close':
      return withResult(house, heard, situation, call);
    default:
      return call;
  }
}

/** `@小汇 18号 昨晚又不亮了` adds to what is open; what was closed it opens again. */
function orReopen(house: House, situation: Situation, call: CommandCall): CommandCall {
  if (call.found.name !== 'supplement' || !call.found.loose) return call;
  const { tickets, words } = extractSlots(call.found.restText, house.directory, situation.now, 'supplement');
  const [number, another] = tickets;
  const ticket = [...situation.mine, ...situation.ours].find((one) => one.number === number);
  const over = ticket?.state === 'closed' || ticket?.state === 'archived';
  if (!over || another !== undefined || tellsWell(words) || isThanks(words)) return call;
  const bad = isStillUnsolved(words) || comesAgain(words) || saysOnceMore(words);
  const read = house.interpreter.understand({ text: words, speaker: 'public', media: 0 });
  return bad || read.intent === 'problem' ? { ...call, found: { ...call.found, name: 'reopen' } } : call;
}

/** Longer ago it was said of how things stood then. */
const STILL_TRUE_MS = 30 * 60_000;

/** 路灯都修好了, said in the group, then 办结 71: what he has just told everybody is the result. Only what is said as done is one. */
function withResult(house: House, heard: Heard, situation: Situation, call: CommandCall): CommandCall {
  if (heard.chat.role !== 'work') return call;
  const { tickets, words } = extractSlots(call.found.restText, house.directory, situation.now, 'close');
  const [named, another] = tickets;
  const number = named ?? call.implied;
  if (words !== '' || number === null || another !== undefined) return call;
  const told = ownMessages(heard, situation).find((one) => isOn(one, number) && !isSmallTalk(one.text));
  const ticket = [...situation.quotedTickets, ...situation.waiting, ...ticketsAtHand(situation)].find((one) => one.number === number);
  if (told === undefined || ticket === undefined || !isResult(told, heard, ticket)) return call;
  return { ...call, found: { ...call.found, restText: `#${number} ${told.text}` } };
}

function isResult(told: RecentMessage, heard: Heard, ticket: Ticket): boolean {
  // A hand-over or a reopening since: what was done before was not enough, or was done by another.
  const since = ticket.dispatchedAt === null || Date.parse(told.at) >= Date.parse(ticket.dispatchedAt);
  return since && ageOf(told, heard) <= STILL_TRUE_MS && !isQuestion(told.text) && officialVerbOf(told.text) === 'close';
}
