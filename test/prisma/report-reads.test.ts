import { afterAll, beforeAll, expect, test } from 'vitest';
import { nextMidnight } from '../../core/deadlines/shanghai.ts';
import { DepartmentCode, EnterpriseKey } from '../../core/ids.ts';
import type { Read, ReadMap, ReadName } from '../../core/report/reads.ts';
import { openTown, type Town } from '../support/town.ts';

const ENVIRONMENT = DepartmentCode.parse('environment');
const DAYS = { from: '2026-03-09', to: '2026-03-12' };

let town: Town;
/** 10 March: two tickets, one of an enterprise whose commissioner leads; 11 March: the other is put aside. */
beforeAll(async () => {
  town = await openTown();
  await town.says('ju-xiaoyan', 'work', '环评报告交上去一个月了还没批，环保局那边没人给个说法，车间没法投产');
  await town.says('xu-hongxia', 'work', '厂区北门路灯坏了半个月没人修，工人下夜班摔伤了');
  await town.says('wang-guodong', 'dept:environment', '签收 1');
  await town.says('wang-guodong', 'dept:environment', '联系 1 已电话联系');
  await town.says('zhang-yan', 'dm:zhang-yan', '联系 2 已到现场看过');
  await town.later(60 * 24);
  await town.says('zhang-yan', 'dm:zhang-yan', '回复 2 明天来修');
  await town.says('yue-hao', 'dm:yue-hao', '督办 1 请抓紧');
  await town.says('wang-guodong', 'dept:environment', '挂账 1 等设备到货');
});
afterAll(() => town.close());

async function read<K extends ReadName>(name: K, query: ReadMap[K]['query']): Promise<ReadMap[K]['result']> {
  const found = await town.stage.store.reads([{ read: name, ...query } as Read], town.now());
  const result = found[name];
  if (result === undefined) throw new Error(`${name} was asked for`);
  return result;
}

test('the flow has a row for each day, of the house and of a unit', async () => {
  expect(await read('flow', { ...DAYS, department: null })).toEqual([
    { day: '2026-03-09', received: 0, closed: 0 },
    { day: '2026-03-10', received: 2, closed: 0 },
    { day: '2026-03-11', received: 0, closed: 0 },
    { day: '2026-03-12', received: 0, closed: 0 },
  ]);
  const own = await read('flow', { ...DAYS, department: ENVIRONMENT });
  expect(own.map((row) => row.received)).toEqual([0, 1, 0, 0]);
});

test('the grid has what units were handed, by what it was about', async () => {
  const cells = await read('grid', { ...DAYS, categories: [...town.config.categories.map(({ key }) => key), 'other'] });
  expect(cells.reduce((sum, cell) => sum + cell.n, 0)).toBe(2);
  expect(cells).toContainEqual({ department: 'environment', category: 'environment', n: 1 });
  expect(await read('grid', { from: '2026-03-11', to: '2026-03-12', categories: ['environment'] })).toEqual([]);
});

test('a commissioner’s words are his by the day, and his postings know their tickets', async () => {
  const { commissioner } = await town.ticket(2);
  if (commissioner === null) throw new Error('it has a commissioner');
  expect(await read('contacts', { ...DAYS, members: [commissioner] })).toEqual([
    { member: commissioner, day: '2026-03-10', n: 1 },
    { member: commissioner, day: '2026-03-11', n: 1 },
  ]);
  expect(await read('contacts', { ...DAYS, members: [] })).toEqual([]);
  const postings = await read('postings', DAYS);
  expect(postings).toHaveLength(24);
  const own = postings.find((one) => one.enterprise === EnterpriseKey.parse('fengrui-machinery'));
  expect(own).toMatchObject({ member: commissioner, tickets: 1, open: 1 });
  // Both tickets are of enterprises that somebody is posted to.
  expect(postings.filter((one) => one.tickets > 0)).toHaveLength(2);
});

test('a paused ticket is apart from the colours, and under 督办 it is found there', async () => {
  const board = await read('board', { department: null });
  expect(board).toMatchObject({ open: 2, paused: 1, supervised: 1, receivedToday: 0, closedToday: 0 });
  expect(board.red + board.yellow + board.green).toBe(1);
  expect(board.byState).toEqual([
    { state: 'contacted', n: 1 },
    { state: 'suspended', n: 1 },
  ]);
  expect(board.pressing.map(({ ticket }) => ticket.number)).toEqual([2]);
  const own = await read('board', { department: ENVIRONMENT });
  expect(own).toMatchObject({ open: 1, paused: 1, pressing: [] });
  const under = await read('supervised', { department: null, limit: 10 });
  expect([under.total, under.tickets[0]?.number]).toEqual([1, 1]);
});

test('what is due by a moment is what is not past yet and comes before it', async () => {
  const [line] = (await read('board', { department: null })).pressing;
  if (line === undefined) throw new Error('something presses');
  const before = await read('dueBy', { department: null, until: new Date(Date.parse(line.dueAt)).toISOString(), limit: 5 });
  const after = await read('dueBy', { department: null, until: new Date(Date.parse(line.dueAt) + 1).toISOString(), limit: 5 });
  const past = Date.parse(line.dueAt) < town.now().getTime();
  expect([before.total, after.total, (await read('overdue', { department: null, limit: 5 })).total]).toEqual([
    0,
    past ? 0 : 1,
    past ? 1 : 0,
  ]);
  expect((await read('dueBy', { department: null, until: nextMidnight(town.now()).toISOString(), limit: 5 })).total).toBe(
    (await read('board', { department: null })).dueToday,
  );
});

test('a unit’s open tickets hold those it helps with', async () => {
  await town.says('wang-guodong', 'dept:environment', '协办 1 住建局');
  const helped = await read('openOf', { department: DepartmentCode.parse('construction'), limit: 10 });
  expect(helped.tickets.map((one) => one.number)).toContain(1);
  expect((await read('openOf', { department: null, limit: 1 })).total).toBe(2);
});
