import type { Hit } from './lexicon.ts';

/** Verbs of whoever handles a case. From anybody else, without a number, the word is just a word. */
export const FOR_OFFICIALS: ReadonlySet<string> = new Set([
  'claim',
  'contact',
  'verify',
  'reply',
  'answer',
  'transfer',
  'return',
  'extend',
  'add_cohandler',
  'suspend',
  'wait',
  'resume',
  'close',
  'dispatch',
  'merge',
  'split',
  'supervise',
  'approve',
  'decline',
  'open_from',
  'deputy',
  'leave',
  'leave_end',
]);
/** Of these the public speaks in its own affairs: 工人请假, 延期缴税, 情况属实. Without a ticket's number they are talk. */
export const OFFICE_WORDS: ReadonlySet<string> = new Set(['extend', 'verify', 'wait', 'leave', 'leave_end', 'deputy']);

/** Verbs whose own words tell the news. */
export const SPOKEN: ReadonlySet<string> = new Set(['contact', 'close', 'reopen', 'withdraw', 'rate', 'reply', 'answer']);

/** Verbs whose words are passed on as they are, numbers in them too. */
export const SPOKEN_TEXT: ReadonlySet<string> = new Set(['contact', 'reply', 'answer', 'rate', 'supplement', 'merge']);

/** Words of every day (大家学习一下, 学习了): called in their exact forms or not at all. Read from behind the word. */
export const EXACTLY: Readonly<Record<string, RegExp>> = {
  learning: /^[\s,:]*(?:[。!?]*$|(?:训练|回退|退回))/,
};
/** 旁听关, 旁听开: what is switched needs no space before it. 旁听开会 is somebody sitting in at a meeting. */
export const SWITCHED: Readonly<Record<string, RegExp>> = {
  shadow: /^(?:开启?|打开|关闭?|关掉)(?:[\s,:。!]|$)/,
};

export const PERIOD_NEXT = /^\s*(?:今天|今日|昨天|本周|这周|上周|本月|这个月|上个?月|今年|\d{1,2}月|[一二三四五六七八九十]{1,2}月)/;

/** 请假三天, 请假明天到后天: written without a space. */
export function daysFollow(word: Hit, after: string): boolean {
  return word.name === 'leave' && /^(?:今天|明天|后天|大后天|下?周|[\d一二两三四五六七八九十]{1,3}\s*(?:月|号|日|天|周))/.test(after);
}
