import type { Hit } from './lexicon.ts';
import { GRAMMAR_KNOWS } from './orders/read.ts';
import { ENDS_ASKING, POLITE } from './orders/words.ts';
import { CHANGING } from './phrases.ts';
import { SPOKEN_TEXT } from './verbs.ts';

const LONGEST_QUESTION = 28;

/** A short line with a handler's word in it that ends in a question, and is no polite wish. */
export function asksWith(word: Hit, folded: string): boolean {
  const passes = SPOKEN_TEXT.has(word.name) || !CHANGING.has(word.name) || !GRAMMAR_KNOWS.has(word.name);
  return !passes && folded.length <= LONGEST_QUESTION && ENDS_ASKING.test(folded) && !POLITE.test(folded);
}

/** 办结了吗, 签收没有: a question about the verb, not the verb. */
export function asksOrDenies(folded: string, word: Hit): boolean {
  return (
    /^(?:了|完|好)?(?:吗|没|么|没有|不)[\s?。!]*$/.test(folded.slice(word.to)) ||
    /^(?:不了|不下来|的时候|的问题|的话|(?:单位|部门|人)?(?:是|都有|有)?(?:谁|哪))/.test(folded.slice(word.to)) ||
    // 回访 is answered by whoever reported; an official who tells of one orders something else.
    (word.name === 'callback' && /^(?:了|过|企业|客户|时|中|下来|结果|发现|显示|对方|没|不|说)/.test(folded.slice(word.to)))
  );
}
