import { ratingIn } from '../commands/rate.ts';
import type { TicketNumber } from '../ids.ts';
import { CHANGING } from '../understand/phrases.ts';
import { extractSlots } from '../understand/slots.ts';
import { answer, type CommandCall, settled } from './command-step.ts';
import type { Heard, Situation } from './heard.ts';
import type { House, Step } from './house.ts';

/** Quote one thing and name another by their nature, or name no ticket at all. */
const NEED_NOT_AGREE: ReadonlySet<string> = new Set([
  'merge',
  'split',
  'open_from',
  'bind_code',
  'appoint',
  'deputy',
  'leave',
  'leave_end',
  'shadow',
]);

/** `办结 2` under a quote of #1: one of the two is a slip, and which is not for the house to guess. null: they agree. */
export function againstQuote(house: House, heard: Heard, situation: Situation, call: CommandCall): Step | null {
  const { name } = call.found;
  const quoted = situation.quoted?.tickets ?? [];
  if (quoted.length === 0 || !CHANGING.has(name) || NEED_NOT_AGREE.has(name)) return null;
  const named = namedIn(house, situation, call);
  if (named.length === 0 || named.some((one) => quoted.includes(one))) return null;
  return settled(house, heard, situation, (draft) => {
    const sentence = `您引用的是 ${list(quoted)}，写的是 ${list(named)}，拿不准是哪一张，这次没有改动。请核对后再发一次。`;
    answer(draft, heard, sentence);
    return draft.effects('answered', `${name}: the number contradicts the quote`);
  });
}

function namedIn(house: House, situation: Situation, { found, implied }: CommandCall): readonly TicketNumber[] {
  const slots = extractSlots(found.restText, house.directory, situation.now, found.name);
  return found.name === 'rate' ? ratingIn(slots, implied).tickets : slots.tickets;
}

function list(numbers: readonly TicketNumber[]): string {
  return numbers.map((number) => `#${number}`).join('、');
}
