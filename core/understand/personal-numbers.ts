/** Whether a run of digits, found with whatever stands between them, is a number of somebody's. */

const CHINESE = '零一二三四五六七八九';
/** Put between digits by habit; whatever else stands there must part them as people part such a number. */
const HARD = /[^\s.\-\u2010-\u2015·•‧∙・\dx零一二三四五六七八九幺]/;

function digitsOf(found: string): string {
  return found.replace(/[零一二三四五六七八九幺]/g, (one) => (one === '幺' ? '1' : String(CHINESE.indexOf(one)))).replace(/[^\dx]/g, '');
}

/** 138,0013,8000 is parted as a phone is; 13,800,138,000 is an amount. Digits one by one, all parted alike, are spelled out. */
function parted(found: string, ways: readonly string[]): boolean {
  const groups = groupsOf(found);
  // A whole phone, and the beginning of what stands behind it.
  if (groups.length > 1 && groups.some((one) => one.length === 11)) return false;
  if (!HARD.test(found) || ways.includes(groups.map((one) => one.length).join(' '))) return true;
  return spelledOut(found, groups);
}

/** Digit by digit, each parted from the next in the same way. */
function spelledOut(found: string, groups: readonly string[]): boolean {
  return groups.every((one) => one.length === 1) && partedAlike(found);
}

function groupsOf(found: string): readonly string[] {
  return found.split(/[^\dx零一二三四五六七八九幺]+/).filter((one) => one !== '');
}

function partedAlike(found: string): boolean {
  return new Set(found.match(/(?<=[\dx零一二三四五六七八九幺])[^\dx零一二三四五六七八九幺]+(?=[\dx零一二三四五六七八九幺])/g)).size === 1;
}

/** A waybill's letters stand before its digits: SF0631…. */
export function isLandline(_found: string, before: string): boolean {
  return !/(?:运单|单号|快递)[号:\s]{0,3}[a-z]{2,4}$/.test(before);
}

const PHONE_WAYS = ['11', '3 4 4', '3 8', '7 4', '4 4 3', '4 3 4', '3 3 5', '3 2 2 2 2', '5 6', '3 5 3', '1 10'];

/** A mobile number, with or without the country's. */
export function isPhone(found: string): boolean {
  return parted(behindDigits(found, digitsOf(found).length - 11), PHONE_WAYS);
}

/** What stands behind the first so many digits. */
function behindDigits(found: string, count: number): string {
  let at = 0;
  for (let left = count; left > 0 && at < found.length; at += 1) if (/[\d零一二三四五六七八九幺]/.test(found.charAt(at))) left -= 1;
  return found.slice(at);
}

const IDENTITY_WAYS = ['18', '6 8 4', '6 4 4 4', '6 4 2 2 4', '3 3 4 4 4', '3 3 8 4', '4 4 4 4 2', '6 12', '14 4', '17 1'];
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;

/** Eighteen digits with a province and a day of birth in them; an ID unless they are of another kind. */
export function isIdentity(found: string, before: string): boolean {
  const digits = digitsOf(found);
  // In a longer row of Chinese digits only one that checks is an ID, and not a part of a card.
  if (/[零一二三四五六七八九幺]$/.test(before) && !checked(digits)) return false;
  // 4227 2019 …: a customs declaration has its year where an ID has its county; its last digit is no check digit.
  return parted(found, IDENTITY_WAYS) && (digits.slice(4, 6) !== '20' || checked(digits));
}

function checked(digits: string): boolean {
  const sum = WEIGHTS.reduce<number>((total, weight, at) => total + weight * Number(digits.charAt(at)), 0);
  return '10x98765432'.charAt(sum % 11) === digits.charAt(17);
}

/** Fifteen digits, as IDs had until 1999. */
export function isOldIdentity(found: string): boolean {
  return parted(found, ['15', '6 6 3', '6 2 2 2 3', '3 3 6 3']);
}

const CARD_WAYS = ['4 4 4 4', '4 4 4 4 1', '4 4 4 4 2', '4 4 4 4 3'];
const SAID_CARD = /(?:卡|账号|账户|帐号|户头)\D{0,6}$/;
const SAID_OTHER = /(?:订单|单号|编号|报关|流水|运单|合同|凭证|发票|快递)\D{0,6}$/;

/** A bank card: said to be one, of 银联, or one whose last digit checks. Order numbers are as long. */
export function isCard(found: string, before: string, after: string): boolean | number {
  const digits = digitsOf(found);
  if (digits.length > 16 && anotherBehind(found, digits, after)) {
    const first = found.slice(0, -behindDigits(found, 16).length);
    return isCard(first, before, '') !== false && first.length;
  }
  // 6222-0212-3456-7890（2层）: the card is parted in one way, and what comes behind in another.
  if (!parted(found, [...CARD_WAYS, String(digits.length)]) || (HARD.test(found) && !partedAlike(found))) return false;
  if (digits.length === 15) return /^3[47]/.test(digits) && luhn(digits);
  return SAID_CARD.test(before) || (digits.startsWith('62') && !SAID_OTHER.test(before)) || luhn(digits);
}

/** A whole card of sixteen, and then the beginning of a phone or an ID, of which the rest would be left to read. */
function anotherBehind(found: string, digits: string, after: string): boolean {
  const apart = !/^[\d零一二三四五六七八九幺]/.test(behindDigits(found, 16)) && !spelledOut(found, groupsOf(found));
  const goesOn = /^[\s.\-\u2010-\u2015·•‧∙・/,、|*_~():;+]{0,5}[\d零一二三四五六七八九幺]{3}/.test(after);
  return apart && luhn(digits.slice(0, 16)) && (goesOn || !luhn(digits));
}

function luhn(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits.charAt(digits.length - 1 - at)) * (at % 2 === 0 ? 1 : 2);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0;
}
