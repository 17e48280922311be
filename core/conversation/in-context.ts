import { isSmallTalk, isStillUnsolved, isThanks } from '../understand/followup.ts';
import { extractSlots } from '../understand/slots.ts';
import { comesAgain, saysOnceMore, tellsWell } from '../understand/turns.ts';
import type { CommandCall } from './command-step.ts';
import type { Heard, Situation } from './heard.ts';
import type { House } from './house.ts';
import { isQuestion } from './official-words.ts';
import { isOn, ownMessages } from './recent.ts';

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

/** Shorter than this tells of no result. */
const TELLS = 4;

/** 墙外那堆土清走了, said in the group, then 办结 71: what he has just told everybody is the result. */
function withResult(house: House, heard: Heard, situation: Situation, call: CommandCall): CommandCall {
  if (heard.chat.role !== 'work') return call;
  const { tickets, words } = extractSlots(call.found.restText, house.directory, situation.now, 'close');
  const [named, another] = tickets;
  const number = named ?? call.implied;
  if (words !== '' || number === null || another !== undefined) return call;
  const told = ownMessages(heard, situation).find(
    (one) => isOn(one, number) && one.text.trim().length >= TELLS && !isQuestion(one.text) && !isSmallTalk(one.text),
  );
  return told === undefined ? call : { ...call, found: { ...call.found, restText: `#${number} ${told.text}` } };
}
