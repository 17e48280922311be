/**
 * Two views of one text: `visible` drops what no eye sees, `fold` makes spellings alike for matching.
 * `fold` keeps the length, so a span found in the folded text cuts the same span out of the shown one:
 * the words that travel on to people keep their own punctuation.
 */

// Zero-width and bidi controls, fillers, variation selectors and tags: they split words that a reader sees whole.
const INVISIBLE =
  /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]|\udb40[\udc00-\udfff]/g;

// eslint-style control characters: everything below space except tab and line feed, and DEL with the C1 block.
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** What a reader sees: control and invisible characters gone, nothing else touched. */
export function visible(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(CONTROL, '').replace(INVISIBLE, '');
}

const FULL_WIDTH_FIRST = 0xff01;
const FULL_WIDTH_LAST = 0xff5e;
const FULL_WIDTH_OFFSET = 0xfee0;

const ODD: ReadonlyMap<string, string> = new Map([
  ['【', '['],
  ['】', ']'],
  ['“', '"'],
  ['”', '"'],
  ['‘', "'"],
  ['’', "'"],
  ['—', '-'],
  ['–', '-'],
  ['﹣', '-'],
  ['−', '-'],
  ['‑', '-'],
  ['﹟', '#'],
  ['♯', '#'],
  ['№', '#'],
  ['〇', '零'],
  ['﹫', '@'],
]);

function foldUnit(unit: string): string {
  const code = unit.charCodeAt(0);
  if (code >= FULL_WIDTH_FIRST && code <= FULL_WIDTH_LAST) return String.fromCharCode(code - FULL_WIDTH_OFFSET).toLowerCase();
  if (code >= 0x41 && code <= 0x5a) return unit.toLowerCase();
  if (code === 0x3000 || code === 0xa0 || (code >= 0x2000 && code <= 0x200a) || code === 0x202f || code === 0x205f) return ' ';
  return ODD.get(unit) ?? unit;
}

const FOLDABLE =
  /[A-Z\u00a0\u2000-\u200a\u2011\u2013\u2014\u2018\u2019\u201c\u201d\u202f\u205f\u2116\u2212\u266f\u3000\u3007\u3010\u3011\ufe5f\ufe63\ufe6b\uff01-\uff5e]/g;

/** Half-width, lower case, plain spaces: for matching only. Same length as its input, unit by unit. */
export function fold(text: string): string {
  return text.replace(FOLDABLE, foldUnit);
}

/** Cuts spans out of a text, each replaced by what `put` says of it. Spans are in order and do not overlap. */
export function replaceSpans(text: string, spans: readonly { readonly from: number; readonly to: number }[], put: string): string {
  const pieces: string[] = [];
  let from = 0;
  for (const span of spans) {
    pieces.push(text.slice(from, span.from), put);
    from = span.to;
  }
  pieces.push(text.slice(from));
  return pieces.join('');
}

/** Takes characters of a set off both ends; by hand, for a pattern at the end of a long text takes the square of its length. */
export function trimOf(text: string, head: string, tail: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && head.includes(text.charAt(from))) from += 1;
  while (to > from && tail.includes(text.charAt(to - 1))) to -= 1;
  return text.slice(from, to);
}

/** Both steps at once, for callers that only look. */
export function normalize(text: string): string {
  return fold(visible(text));
}
