/** A copy of a text in which spellings are alike, and where each of its units stood. */
export interface Mapped {
  readonly plain: string;
  /** Where in the text unit `i` of `plain` begins, and where it ends. */
  readonly from: readonly number[];
  readonly to: readonly number[];
}

const INVISIBLE = /^[\p{Cf}\p{Mn}\p{Me}\u115f\u1160\u3164\uffa0\u0000-\u0008\u000e-\u001f\u007f-\u009f]$/u;
/** Ways of writing a number that Unicode does not fold by itself: the first of each row is 1. */
const RINGED = [0x2776, 0x2780, 0x278a, 0x24f5] as const;
/** 0 to 9; the last of each row is how it is read. */
const NUMERALS = ['〇○零', '壹弌一', '贰貳弍二', '叁叄參弎三', '肆四', '伍五', '陆陸六', '柒七', '捌八', '玖九'] as const;
const CHINESE: ReadonlyMap<string, string> = new Map(NUMERALS.flatMap((row) => Array.from(row, (sign) => [sign, row.slice(-1)] as const)));

function digitOf(sign: string, code: number): string | null {
  if (code === 0x24ff || code === 0x1f10b || code === 0x1f10c) return '0';
  const ringed = RINGED.find((first) => code >= first && code < first + 10);
  if (ringed !== undefined) return String(code - ringed + 1);
  if (!/^\p{Nd}$/u.test(sign)) return null;
  // Digits of every script stand in rows of ten.
  let first = code;
  while (code - first < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(first - 1))) first -= 1;
  return String(code - first);
}

function foldSign(sign: string): string {
  const code = sign.codePointAt(0) ?? 0;
  if (code < 0x80) return code >= 0x41 && code <= 0x5a ? sign.toLowerCase() : code < 0x20 && !/\s/.test(sign) ? '' : sign;
  const chinese = CHINESE.get(sign);
  if (chinese !== undefined) return chinese;
  if (code >= 0x4e00 && code <= 0x9fff) return sign;
  if (INVISIBLE.test(sign)) return '';
  const folded = sign.normalize('NFKC').toLowerCase();
  return folded === sign ? (digitOf(sign, code) ?? sign) : folded;
}

/** Half-width, lower case, digits of any kind as digits, financial numerals as plain ones; what no eye sees is left out. */
export function mapped(text: string): Mapped {
  let plain = '';
  const from: number[] = [];
  const to: number[] = [];
  let at = 0;
  for (const sign of text) {
    const folded = foldSign(sign);
    for (let unit = 0; unit < folded.length; unit += 1) {
      from.push(at);
      to.push(at + sign.length);
    }
    plain += folded;
    at += sign.length;
  }
  return { plain, from, to };
}
