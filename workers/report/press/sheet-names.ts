import { xmlText } from './xml-text.ts';

const LONGEST = 31;

/** Names a spreadsheet accepts for its sheets: short, without the signs of its formulas, no two alike in any case. */
export function sheetNames(wanted: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return wanted.map((name, i) => {
    const plain = xmlText(name)
      .replaceAll(/[[\]:*?/\\\s]+/g, ' ')
      .replaceAll(/^['\s]+|['\s]+$/g, '');
    const base = plain === '' || plain.toLowerCase() === 'history' ? `表${i + 1}` : plain;
    let given = short(base, '');
    for (let n = 2; taken.has(given.toLowerCase()); n += 1) given = short(base, `（${n}）`);
    taken.add(given.toLowerCase());
    return given;
  });
}

function short(base: string, end: string): string {
  const room = LONGEST - end.length;
  const kept = base.length <= room ? base : base.slice(0, room).toWellFormed().replaceAll('\ufffd', '');
  return `${kept.replace(/['\s]+$/, '')}${end}`;
}
