import { fold, replaceSpans } from './normalize.ts';

export interface Masked {
  readonly text: string;
  /** How many pieces were masked. */
  readonly count: number;
}

/** Digits may be spread with spaces, dots and dashes, full-width or with invisible characters between them. */
const GAP = '[\\s.\\-\\u00ad\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\ufeff\\ufe0f]{0,3}';
const digits = (count: number, one = '\\d'): string => Array.from({ length: count }, () => one).join(GAP);
const FREE_LEFT = '(?<![\\da-z])';
const FREE_RIGHT = '(?!\\d)';
const AREA = '[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领]';

/** Longest kinds first: an ID number holds eleven digits that look like a phone. */
const KINDS: readonly (readonly [string, RegExp])[] = [
  ['[邮箱]', /[a-z0-9][a-z0-9._%+-]{0,63}\s?@\s?[a-z0-9](?:[a-z0-9-]{0,62}\.)+\s?[a-z]{2,24}/g],
  [
    '[身份证号]',
    new RegExp(
      `${FREE_LEFT}[1-9]${GAP}${digits(5)}${GAP}(?:1[89]|20)${GAP}${digits(2)}${GAP}[01]${GAP}\\d${GAP}[0-3]${GAP}\\d${GAP}${digits(3)}${GAP}[\\dx](?![\\da-z])`,
      'g',
    ),
  ],
  ['[统一信用代码]', /(?<![\da-z])[159y][1239]\d{6}[0-9a-hj-npqrtuwxy]{10}(?![\da-z])/g],
  ['[银行卡号]', new RegExp(`${FREE_LEFT}(?:62|4\\d|5[1-5]|9[4-9])${GAP}${digits(13)}(?:${GAP}\\d){1,4}${FREE_RIGHT}`, 'g')],
  ['[手机号]', new RegExp(`${FREE_LEFT}(?:(?:\\+|00)${GAP}86${GAP}|86${GAP})?1${GAP}[3-9]${GAP}${digits(9)}${FREE_RIGHT}`, 'g')],
  ['[电话]', new RegExp(`(?<![\\d.])(?:\\(0\\d{2,3}\\)|0\\d{2,3}[\\s-])\\s?${digits(7)}(?:${GAP}\\d)?${FREE_RIGHT}`, 'g')],
  ['[车牌]', new RegExp(`${AREA}\\s?[a-hj-np-z][\\s·.-]?(?:[a-hj-np-z0-9]{5,6})(?![a-z0-9])`, 'g')],
  [
    '[手机号]',
    /(?<![零〇一二三四五六七八九十])[一幺][三四五六七八九](?:\s?[零〇一二三四五六七八九幺]){9}(?![零〇一二三四五六七八九十百千万])/g,
  ],
];

/** Whatever is hidden holds digits, or Chinese ones in a row, or the sign of an address: most talk holds none. */
const MAYBE = /\d|@|[零〇一二三四五六七八九幺]\s?[零〇一二三四五六七八九幺]\s?[零〇一二三四五六七八九幺]|[a-hj-np-z]{5}/;

/**
 * Hides phones, ID numbers, bank cards, plates and e-mails before a text goes to a model or a log.
 * Works on the folded copy, whose spans fit the text, so full-width digits hide nothing. Never throws.
 */
export function mask(text: string): Masked {
  let left = text;
  let folded = fold(text);
  if (!MAYBE.test(folded)) return { text, count: 0 };
  let count = 0;
  for (const [label, pattern] of KINDS) {
    const spans = [...folded.matchAll(pattern)];
    if (spans.length === 0) continue;
    count += spans.length;
    left = replaceSpans(
      left,
      spans.map((one) => ({ from: one.index, to: one.index + one[0].length })),
      label,
    );
    folded = fold(left);
  }
  return { text: left, count };
}
