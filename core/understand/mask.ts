import { mapped } from './mapped.ts';
import { isCard, isIdentity, isLandline, isOldIdentity, isPhone } from './personal-numbers.ts';

export interface Masked {
  readonly text: string;
  /** How many pieces were masked. */
  readonly count: number;
}

/** What people put between digits, by eye or by hand: 138-0013-8000, 138，0013，8000, (138)0013. Whether it may stand there is checked. */
const GAP = '[\\s.\\-\\u2010-\\u2015·•‧∙・/,、|*_~():;+]{0,5}';
const SOFT = '[\\s.\\-\\u2010-\\u2015·•‧∙・]{0,4}';
/** One of these digits, in either script; all ten where none are named. */
const one = (digits = '0123456789'): string =>
  `[${digits}${Array.from(digits, (digit) => '零一二三四五六七八九'[Number(digit)]).join('')}${digits.includes('1') ? '幺' : ''}]`;
const row = (...parts: readonly string[]): string => parts.join(GAP);
const any = (count: number): string => row(...Array.from({ length: count }, () => one()));
const either = (...ways: readonly string[]): string => `(?:${ways.join('|')})`;

/** What these must hold is in the pattern, so that a long row of digits is left at the first that does not fit. */
const PROVINCE = either(
  row(one('1'), one('12345')),
  row(one('2'), one('123')),
  row(one('3'), one('1234567')),
  row(one('4'), one('123456')),
  row(one('5'), one('01234')),
  row(one('6'), one('12345')),
  row(one('7'), one('1')),
  row(one('8'), one('123')),
);
const YEAR = row(either(row(one('1'), one('9')), row(one('2'), one('0'))), any(2));
const DAY = row(
  either(row(one('0'), one('123456789')), row(one('1'), one('012'))),
  either(row(one('0'), one('123456789')), row(one('12'), one()), row(one('3'), one('01'))),
);
const IDENTITY = row(PROVINCE, any(4), YEAR, DAY, any(3), `${one().slice(0, -1)}x]`);
/** 一一一一一一…: drawn, not counted. */
const NOT_DRAWN = '(?!(.)\\1{5})';
const OLD_IDENTITY = NOT_DRAWN + row(PROVINCE, any(6), DAY, any(3));
const CARD = either(
  row(one('3'), one('4567')),
  row(one('4'), one()),
  row(one('5'), one('12345')),
  row(one('6'), one()),
  row(one('9'), one('456789')),
);
const MOBILE = row(one('1'), one('3456789'), any(9));
/** A longer number is another number; a letter before it is no barrier: VX138…, id3706…. */
const FREE_LEFT = '(?<!\\d)';
const FREE_RIGHT = '(?!\\d)';
const AREA = '[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领]';
const DASH = '[-\\u2010-\\u2015·.]';

interface Kind {
  readonly label: string;
  readonly pattern: RegExp;
  /** Whether the digits are such a number at all, or only so many of the first units are; left out, the pattern says enough. */
  readonly holds?: (found: string, before: string, after: string) => boolean | number;
}

/** Each length by itself: what stands behind a card may be another number. */
function card(length: number): Kind {
  return { label: '[银行卡号]', pattern: new RegExp(`${FREE_LEFT}${row(CARD, any(length - 2))}${FREE_RIGHT}`, 'g'), holds: isCard };
}

/** A plate's letters tell it from a row of digits; of those the longest first: an ID number holds eleven that look like a phone. */
const KINDS: readonly Kind[] = [
  {
    label: '[车牌]',
    pattern: new RegExp(`${AREA}\\s?[a-hj-np-z][\\s.\\-\\u2010-\\u2015·•‧∙・]{0,2}(?:[a-hj-np-z0-9]{5,6})(?![a-z0-9])`, 'g'),
  },
  {
    label: '[邮箱]',
    pattern:
      /[a-z0-9][a-z0-9._%+-]{0,63}\s{0,2}@\s{0,2}[a-z0-9][a-z0-9-]{0,62}(?:\s?\.\s?[a-z0-9][a-z0-9-]{0,62}){0,4}(?:\s?\.\s?[a-z]{2,24}|\s?[。·]\s?(?:com|cn|net|org|edu|gov|io|top|vip|cc|me)(?:[.。]cn)?(?![a-z]))/g,
  },
  {
    label: '[身份证号]',
    pattern: new RegExp(`${FREE_LEFT}${IDENTITY}${FREE_RIGHT}`, 'g'),
    holds: isIdentity,
  },
  { label: '[统一信用代码]', pattern: /(?<![\da-z])[159y][1239]\d{6}[0-9a-hj-npqrtuwxy]{10}(?![\da-z])/g },
  ...[19, 18, 17, 16].map(card),
  { label: '[身份证号]', pattern: new RegExp(`${FREE_LEFT}${OLD_IDENTITY}${FREE_RIGHT}`, 'g'), holds: isOldIdentity },
  card(15),
  {
    label: '[手机号]',
    pattern: new RegExp(
      `${FREE_LEFT}(?:(?:(?:\\+|00)${SOFT})?86${GAP})?(?:\\((?=.{3,7}\\)))?${MOBILE}${FREE_RIGHT}(?!(?<=[一二三四五六七八九])[十百千万亿])`,
      'g',
    ),
    holds: isPhone,
  },
  {
    label: '[电话]',
    pattern: new RegExp(`(?<![\\d.])(?<!\\d{4}-)\\(?0(?:10|2\\d|[3-9]\\d\\d)\\)?${SOFT}[1-9](?:${SOFT}\\d){6,7}${FREE_RIGHT}`, 'g'),
    holds: isLandline,
  },
  {
    label: '[电话]',
    pattern: new RegExp(
      `(?<![\\d.,])[48]00(?:${DASH}\\d{3}${DASH}\\d{4}|${DASH}\\d{4}${DASH}\\d{3}|${DASH}?\\d{2}${DASH}\\d{5}|${DASH}?[016-9]\\d{6}(?!\\s?[.,元万亿块吨米平个件人]))${FREE_RIGHT}` +
        `|(?<=(?:电话|热线|客服|拨打?|打|tel)[\\s:]{0,2})[48]00\\s\\d{3,4}\\s\\d{3,4}${FREE_RIGHT}`,
      'g',
    ),
  },
];

/** Whatever is hidden holds digits, or Chinese ones in a row, or the sign of an address: most talk holds none. */
const MAYBE =
  /[\p{N}@＠﹫]|[零○一二三四五六七八九幺壹贰貳叁叄參肆伍陆陸柒捌玖][^\p{L}]{0,5}[零○一二三四五六七八九幺壹贰貳叁叄參肆伍陆陸柒捌玖][^\p{L}]{0,5}[零○一二三四五六七八九幺壹贰貳叁叄參肆伍陆陸柒捌玖]|[a-hj-np-zＡ-Ｚａ-ｚ]{5}/iu;
/** Neither is left in a copy. */
const TAKEN = '\u0000';
const LINE_END = '\u0001';
/** How much of what stands beside it tells what a number is. */
const NEAR = 12;

/**
 * Hides phones, ID numbers, bank cards, plates and e-mails before a text goes to a model or a log.
 * Works on a copy whose units know where they stood, so that neither another way of writing digits nor what is unseen between them
 * hides a number. Never throws.
 */
export function mask(text: string): Masked {
  if (!MAYBE.test(text)) return { text, count: 0 };
  const copy = mapped(text);
  const spans: { readonly from: number; readonly to: number; readonly label: string }[] = [];
  let { plain } = copy;
  // Line by line first: a number that ends a line must not take the beginning of the next one's with it, and leave the rest to read.
  for (const byLine of plain.includes('\n') ? [true, false] : [false]) {
    plain = byLine ? plain.replaceAll('\n', LINE_END) : plain.replaceAll(LINE_END, '\n');
    for (const { label, pattern, holds } of KINDS) {
      let left = '';
      let done = 0;
      pattern.lastIndex = 0;
      for (let found = pattern.exec(plain); found !== null; found = pattern.exec(plain)) {
        const whole = found.index + found[0].length;
        const held = holds?.(found[0], plain.slice(Math.max(0, found.index - NEAR), found.index), plain.slice(whole, whole + NEAR)) ?? true;
        if (held === false) {
          pattern.lastIndex = found.index + 1;
          continue;
        }
        const end = held === true ? whole : found.index + held;
        pattern.lastIndex = end;
        spans.push({ from: copy.from[found.index] ?? 0, to: Math.max(copy.to[end - 1] ?? 0, copy.from[end] ?? text.length), label });
        left += plain.slice(done, found.index) + TAKEN.repeat(end - found.index);
        done = end;
      }
      if (done > 0) plain = left + plain.slice(done);
    }
  }
  return { text: put(text, spans), count: spans.length };
}

function put(text: string, spans: readonly { readonly from: number; readonly to: number; readonly label: string }[]): string {
  let said = '';
  let done = 0;
  for (const { from, to, label } of spans.toSorted((a, b) => a.from - b.from)) {
    if (from < done) continue;
    said += text.slice(done, from) + label;
    done = to;
  }
  return said + text.slice(done);
}
