import { mask } from './mask.ts';
import { visible } from './normalize.ts';

const LONGEST = 40;
const GREETING =
  /^(?:@\S{1,20}|各位(?:领导|老师|老板|同志)?|领导(?:们)?(?:好)?|(?:大家|各位|领导|老师|同志|们)*(?:早上|上午|中午|下午|晚上)?好|您好|你好|在吗|请问(?:一下)?|打扰(?:了|一下|大家)?|不好意思|麻烦(?:问)?(?:一下)?|咨询(?:一下)?|反映(?:个|一下)(?:问题|情况)?|求助|那个|就是)$/;

/** One line for lists: the sender's words without greetings, stickers and personal data, at most 40 characters. */
export function summarize(text: string): string {
  const clean = mask(visible(text).slice(0, 1000)).text.replace(/\[[一-龥]{1,4}\](?<!号\]|箱\]|话\]|牌\])/g, ' ');
  const clauses = clean
    .split(/[\s,，。;；!！~、…]+/)
    .map((clause) => clause.replace(/^@\S{1,20}$/, '').trim())
    .filter((clause) => clause !== '');
  const from = clauses.findIndex((clause) => !GREETING.test(clause));
  const line = clauses.slice(Math.max(from, 0)).join(' ');
  const characters = [...line];
  return characters.length <= LONGEST
    ? line
    : `${characters
        .slice(0, LONGEST - 1)
        .join('')
        .trimEnd()}…`;
}
