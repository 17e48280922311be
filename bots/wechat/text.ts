/** Pure readings of what WeChat puts into a text. */

/** What no UTF-8 store can hold: U+0000 goes, half a character becomes the replacement sign. */
export function storable(text: string): string {
  return text.replaceAll('\u0000', '').replace(/\p{Surrogate}/gu, '\ufffd');
}

/** A name or title cut to what the envelope holds, never in the middle of a character. */
export function cut(text: string, max: number): string {
  const clean = storable(text);
  return clean.length <= max ? clean : clean.slice(0, max).replace(/[\ud800-\udbff]$/, '');
}

export interface QuotedText {
  readonly author: string | null;
  readonly quoted: string;
  readonly body: string;
}

const dashes = /^」\n(?:- ?){5,}\n?/;

/**
 * A quote arrives as text: `「名字：原文」`, a dashed line, the reply. The original may itself hold brackets, or be such a
 * quote, so the closing one is found by counting; null: not a quote.
 */
export function parseQuote(text: string): QuotedText | null {
  if (!text.startsWith('「')) return null;
  const end = closing(text) ?? firstDashed(text);
  if (end === null) return null;
  const line = dashes.exec(text.slice(end));
  if (line === null) return null;
  const inside = text.slice(1, end);
  const colon = inside.search(/[：:]/);
  const author = colon > 0 && colon <= 64 ? inside.slice(0, colon).trim() : null;
  return { author, quoted: author === null ? inside : inside.slice(colon + 1).trimStart(), body: text.slice(end + line[0].length).trim() };
}

function closing(text: string): number | null {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '「') depth += 1;
    if (text[at] === '」') depth -= 1;
    if (depth === 0) return dashes.test(text.slice(at)) ? at : null;
  }
  return null;
}

/** Where the original holds a lone bracket, counting fails: the first bracket before a dashed line ends it. */
function firstDashed(text: string): number | null {
  const at = text.search(/」\n(?:- ?){5,}/);
  return at < 0 ? null : at;
}

/** What may follow a name that was picked from the list (U+2005) or typed. */
const boundary = /^(?:$|[\s\u2005\u3000-\u303f\uff00-\uff0f\uff1a-\uff20\p{P}])/u;

/**
 * The names `@…` in a text stand for, longest first so that `@张三丰` is not 张三. A typed name of `loose` (the bot's) counts
 * without a space behind it too, as people write `@小汇派人看看`.
 */
export function namesMentioned(text: string, names: readonly string[], loose: readonly string[]): string[] {
  const known = [...new Set([...names, ...loose])].filter((name) => name !== '').sort((a, b) => b.length - a.length);
  const found = new Set<string>();
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const rest = text.slice(at + 1);
    const exact = known.find((name) => rest.startsWith(name) && boundary.test(rest.slice(name.length)));
    const name = exact ?? known.find((one) => rest.startsWith(one) && loose.includes(one));
    if (name !== undefined) found.add(name);
  }
  return [...found];
}

/** Where the recalled message's id is: the text itself, or web WeChat's XML (`newmsgid` is the long one where both are). */
export function recalledId(text: string): string | null {
  const plain = text.replaceAll('&lt;', '<').replaceAll('&gt;', '>');
  if (!plain.includes('<')) return plain.trim() === '' ? null : plain.trim();
  const id = /<newmsgid>\s*([^<\s]+)\s*<\/newmsgid>/.exec(plain) ?? /<msgid>\s*([^<\s]+)\s*<\/msgid>/.exec(plain);
  return id?.[1] ?? null;
}

/**
 * wechat4u splits `发言人:\n正文` at every `:\n` and keeps the second part, so a text with a line ending in a colon loses its
 * tail. `content` is the raw message: the whole text is behind its first separator.
 */
export function uncut(text: string, content: string): string {
  const at = content.indexOf(':\n');
  const whole = at < 0 ? content : content.slice(at + 2);
  return whole.length > text.length && whole.startsWith(`${text}:\n`) ? whole : text;
}
