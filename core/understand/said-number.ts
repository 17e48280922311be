import type { TicketNumber } from '../ids.ts';
import { normalize } from './normalize.ts';
import { explicitTicketAt } from './tickets.ts';

const LONGEST_READ = 200;
/** Below this a bare number is a number of anything. */
const FEWEST_BARE = 10;
/** 91万, 91块, 9:10, 91%: it counts or tells the time. */
const COUNTED =
  '(?:[\\d.:%/~-]|\\s*(?:万|千|百|亿|元|块|毛|天|个|人|名|位|口|年|月|日|点|时|分|秒|号|吨|斤|克|米|件|台|套|家|户|间|楼|层|度|亩|平|公里|里|岁|倍|成|届|期|路|线|辆|条|箱|袋|瓦|伏|千瓦|公斤|多|来|几|后|一(?:位|人|个|张|晚|天)))';

/**
 * 91没好, 0084那个, 94到哪一步了: whether a text names this ticket. Only for tickets that are at hand, for a bare number says little by
 * itself: 15号之前 is a day, 91万 is money.
 */
export function saysNumber(text: string, number: TicketNumber): boolean {
  const folded = normalize(text.slice(0, LONGEST_READ * 2)).slice(0, LONGEST_READ);
  for (const one of folded.matchAll(new RegExp(`(?<![\\d.:/-])(?:#\\s*|(?:hc\\s*)?\\d{4}-|第)?0*${number}(?!\\d)`, 'g'))) {
    const explicit = explicitTicketAt(folded, one.index);
    if (explicit?.number === number) return true;
    const bare = new RegExp(`^0*${number}(?!${COUNTED})`).test(folded.slice(one.index));
    if (bare && number >= FEWEST_BARE) return true;
  }
  return false;
}
