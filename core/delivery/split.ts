/**
 * Cuts a text into parts of at most `limit` UTF-16 units, at line ends where it can, never inside a character.
 * An empty text is one empty part (a picture alone).
 */
export function splitText(text: string, limit: number): readonly string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > limit) {
    const at = cutAt(rest, limit);
    parts.push(rest.slice(0, at));
    rest = rest.slice(at).replace(/^\n/, '');
  }
  return [...parts, rest].filter((part, i) => i === 0 || part !== '');
}

function cutAt(text: string, limit: number): number {
  const line = text.lastIndexOf('\n', limit);
  if (line > limit / 2) return line;
  const last = text.charCodeAt(limit - 1);
  const splitsPair = last >= 0xd800 && last <= 0xdbff;
  return splitsPair ? limit - 1 : limit;
}
