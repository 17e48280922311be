import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { createMetrics } from '../../app/watch/metrics.ts';
import { read } from './markdown.ts';

const page = read('docs/operations.md');
const rules = z
  .object({ groups: z.array(z.object({ rules: z.array(z.object({ alert: z.string(), expr: z.string() })) })) })
  .parse(parse(read('docs/alerts.yml')))
  .groups.flatMap((group) => group.rules);
const metrics = createMetrics({ now: () => new Date(0) }, async () => new Map());
const known = metrics.registry.getMetricsAsArray().map(({ name }) => name);

it('the page explains exactly the figures there are', () => {
  const rows = page.split('\n').filter((line) => line.startsWith('| `mashangban_'));
  const explained = rows.flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`(mashangban_\w+)`/g)].map(([, name = '']) => name));
  expect(explained.toSorted()).toEqual(known.toSorted());
  const named = [...page.matchAll(/`(mashangban_\w+)`/g)].map(([, name = '']) => name);
  expect(named.filter((name) => !known.includes(name))).toEqual([]);
});

it('every alarm has its paragraph, under its name, and asks only for figures and labels there are', () => {
  const paragraphs = [...page.matchAll(/^### (\w+)$/gm)].map(([, name = '']) => name);
  expect(rules.map(({ alert }) => alert)).toEqual(paragraphs);
  for (const { expr } of rules) {
    const asked = [...expr.matchAll(/mashangban_\w+/g)].map(([name]) => name.replace(/_bucket$/, ''));
    expect([expr, asked.filter((name) => !known.includes(name))]).toEqual([expr, []]);
  }
});

it('every figure is of the house', () => {
  expect(known.filter((name) => !/^mashangban_[a-z_]+$/.test(name))).toEqual([]);
});
