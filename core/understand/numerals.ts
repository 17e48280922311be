/** Numbers, days and names that matter stand in the first words. Patterns of numbers take the square of a text's length, so they see no more. */
export const LONGEST_READ = 400;

const DIGITS = '零一二三四五六七八九';
const UNITS: ReadonlyMap<string, number> = new Map([
  ['十', 10],
  ['百', 100],
  ['千', 1000],
  ['万', 10_000],
]);

/** Source of a pattern for one number, Arabic or Chinese, in folded text. */
export const NUMERAL = '(?:\\d+|[零一二两三四五六七八九十百千万廿卅]+)';

/** The number a folded spelling means; null where it means none. */
export function parseNumeral(spelling: string): number | null {
  if (/^\d+$/.test(spelling)) return spelling.length <= 9 ? Number(spelling) : null;
  const plain = spelling.replaceAll('两', '二').replaceAll('廿', '二十').replaceAll('卅', '三十');
  if (!/^[零一二三四五六七八九十百千万]+$/.test(plain)) return null;
  return /[十百千万]/.test(plain) ? byUnits(plain) : byDigits(plain);
}

/** 一二八 → 128: digits read out one by one. */
function byDigits(plain: string): number | null {
  if (plain.length > 9) return null;
  return Number([...plain].map((one) => DIGITS.indexOf(one)).join(''));
}

/** 一百二十八 → 128, 一百二 → 120 (the last unit is left out in speech), 一百零二 → 102. */
function byUnits(plain: string): number | null {
  let total = 0;
  let section = 0;
  let digit: number | null = null;
  let lastUnit = 1;
  let zeroed = false;
  for (const one of plain) {
    const unit = UNITS.get(one);
    if (unit === undefined) {
      if (digit !== null && digit !== 0) return null;
      digit = DIGITS.indexOf(one);
      zeroed ||= digit === 0;
      continue;
    }
    // 十三十四 is two numbers said in one breath, not forty-four.
    if (unit !== 10_000 && lastUnit !== 1 && unit >= lastUnit && section > 0) return null;
    if (unit === 10_000) {
      total = (total + section + (digit ?? 0)) * unit;
      section = 0;
    } else {
      section += (digit ?? 1) * unit;
    }
    digit = null;
    zeroed = false;
    lastUnit = unit;
  }
  const tail = digit === null ? 0 : zeroed || lastUnit < 100 ? digit : (digit * lastUnit) / 10;
  return total + section + tail;
}
