import { expect, test } from 'vitest';
import type { SceneResult } from '../../app/replay/result.ts';
import { Gold } from '../../bench/understanding/gold.ts';
import { figuresOf, scoreScene } from '../../bench/understanding/scenes.ts';

const gold = Gold.parse({
  id: 's',
  messages: [
    { id: 'a', sender: 'A' },
    { id: 'b', sender: 'A' },
    { id: 'c', sender: 'B' },
    { id: 'd', sender: 'A' },
  ],
  gold: {
    tickets: [
      { key: 'T1', pre_existing: false, dept: 'tax', message_ids: ['a', 'b'], urgent: true },
      { key: 'P1', pre_existing: true, dept: 'tax', message_ids: [], reopen_at: ['d'] },
    ],
    messages: {
      a: { as: 'report', tickets: ['T1'] },
      b: { as: 'report', tickets: ['T1'] },
      c: { as: 'none', tickets: [] },
      d: { as: 'reopen', tickets: ['P1'] },
    },
  },
});
const ticket = (number: number, pre: string | null, messages: string[], reopened: string[] = []) =>
  ({
    number,
    pre,
    reporter: 'A',
    enterprise: null,
    department: 'tax',
    urgent: false,
    state: 'open',
    messages,
    attached: [],
    reopened_at: reopened,
  }) as const;
const found = (tickets: SceneResult['tickets'], on: Record<string, number | null>): SceneResult => ({
  id: 's',
  tickets,
  messages: Object.fromEntries(Object.entries(on).map(([id, number]) => [id, { as: 'report', ticket: number }])),
  said: [{ chat: 'work', text: '收到', after: 'a' }],
});

test('a perfect run, but for the urgency', () => {
  const score = scoreScene(gold, found([ticket(1, null, ['a', 'b']), ticket(7, 'P1', [], ['d'])], { a: 1, b: 1, c: null, d: 7 }));
  expect(score).toMatchObject({
    matched: 1,
    owned: 3,
    ownedRight: 3,
    freeRight: 1,
    reopensRight: 1,
    reopensWrong: 0,
    department: 1,
    urgency: 0,
  });
  expect(figuresOf([score])).toMatchObject({ f1: 1, owned: 1, all: 1, sentencesPerTicket: 0.5 });
});

test('a ticket split in two is found once; its other half is needless and its messages are wrong', () => {
  const score = scoreScene(
    gold,
    found([ticket(1, null, ['a']), ticket(2, null, ['b', 'c']), ticket(7, 'P1', [])], { a: 1, b: 2, c: 2, d: null }),
  );
  expect(score).toMatchObject({ wanted: 1, opened: 2, matched: 1, ownedRight: 1, freeRight: 0, reopensRight: 0 });
  expect(figuresOf([score]).f1).toBeCloseTo(2 / 3);
});
