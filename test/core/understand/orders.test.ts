import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandReader } from '../../../app/command/read.ts';
import { loadConfig } from '../../../app/config.ts';
import { shippedOrders } from '../../../app/orders.ts';
import { projectRoot } from '../../../app/project-root.ts';

/** A working Thursday. */
const now = new Date('2026-04-23T04:00:00Z');
const root = projectRoot();
const config = loadConfig(join(root, 'config'));
const read = commandReader(config, now, shippedOrders(root, config));
const PEOPLE: ReadonlySet<string> = new Set(['entrepreneur', 'employee', 'leader']);

/** `extend 20 days=2`: the command, its tickets, and what else is marked. */
function heard(text: string, who: string): string {
  const { command, args } = read({ id: 'x', text, role: PEOPLE.has(who) ? who : `official:${who}` });
  if (command === null) return 'none';
  const { ticket, text: _words, ...others } = args;
  const rest = Object.entries(others).map(([name, value]) => `${name}=${Array.isArray(value) ? value.join('+') : String(value)}`);
  return [command, ...(ticket === undefined ? [] : [ticket].flat()), ...rest.toSorted()].join(' ');
}

interface Row {
  readonly who: string;
  readonly text: string;
  readonly wanted: string;
}

const rows: readonly Row[] = readFileSync(new URL('./fixtures/orders.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const [who = '', text = '', wanted = ''] = line.split(' | ');
    return { who, text, wanted };
  });
const nameOf = ({ wanted }: Row): string => wanted.split(' ')[0] ?? '';
const names = [...new Set(rows.map(nameOf))];

describe('ways of saying a command', () => {
  it.each(names)('%s', (name) => {
    const group = rows.filter((one) => nameOf(one) === name);
    const wrong = group.flatMap((one) => {
      const got = heard(one.text, one.who);
      return got === one.wanted ? [] : [`${one.who}: ${one.text} → ${got}, not ${one.wanted}`];
    });
    expect(wrong).toEqual([]);
  });
});

describe('what a command holds', () => {
  it.each([
    ['land', '@小汇 告诉12号企业:材料齐了,三天内办好', '材料齐了,三天内办好'],
    ['land', '@小汇 17号替我回一句:名单在公示', '名单在公示'],
    ['land', '/延期 15 5 等评审', '等评审'],
  ])('%s: %s', (unit, text, words) => {
    expect(read({ id: 'x', text, role: `official:${unit}` }).args.text).toBe(words);
  });
});
