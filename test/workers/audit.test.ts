import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { audit } from '../../workers/audit.ts';
import { fireDueTimers } from '../../workers/clock.ts';
import { openShop, type Shop } from './shop.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
  await shop.write(['yan-weidong']);
  await shop.understander(shop.store).sweep();
});
afterEach(() => shop.database.drop());

const at = (time: string) => ({ ...shop.workshop(shop.store), clock: { now: () => new Date(`2026-03-10T${time}:00+08:00`) } });

async function alarms(): Promise<string[]> {
  const rows = await shop.database.db.outbox.findMany({ where: { kind: 'audit' }, orderBy: { id: 'asc' } });
  return rows.map((row) => z.object({ text: z.string() }).parse(row.body).text);
}

const open = async (time: string) => (await shop.store.audit.state(new Date(`2026-03-10T${time}:00+08:00`))).findings;

test('while the engine keeps its promise the auditor has nothing to say', async () => {
  for (const time of ['09:05', '09:25', '09:31', '10:01', '11:05', '14:31']) {
    while ((await fireDueTimers(at(time))) > 0);
    await audit(at(time));
  }
  expect(await alarms()).toEqual([]);
  expect(await open('14:31')).toBe(0);
});

test('a row broken by hand, that has no next step: the duty desk is alarmed, once, and the metric says so until it is mended', async () => {
  const { db } = shop.database;
  await db.$executeRaw`UPDATE ticket SET due_at = NULL WHERE number = 1`;
  await audit(at('09:05'));
  // Found, and not told yet: a house that has just started is about to do what is due.
  expect(await alarms()).toEqual([]);
  await audit(at('09:06'));
  await audit(at('09:07'));
  expect(await alarms()).toEqual(['【时限巡检】#1：在办，但没有下一步的提醒。请人工跟进这一件，并告诉管理员。']);
  expect(await open('09:06')).toBe(1);
  await db.$executeRaw`UPDATE ticket SET due_at = '2026-03-10T09:24:02+08:00' WHERE number = 1`;
  await audit(at('09:08'));
  expect(await open('09:08')).toBe(0);
  expect(await alarms()).toHaveLength(1);
});

test('a clock put off by hand: overdue, and nobody was told', async () => {
  await shop.database.db.$executeRaw`UPDATE ticket SET due_at = '2099-01-01T00:00:00Z' WHERE number = 1`;
  while ((await fireDueTimers(at('09:40'))) > 0);
  await audit(at('09:40'));
  await audit(at('09:41'));
  expect(await alarms()).toEqual(['【时限巡检】#1：签收已超时，但没有提醒过任何人。请人工跟进这一件，并告诉管理员。']);
});

test('an engine that stands still: what is due and not done is found', async () => {
  await audit(at('09:26'));
  await audit(at('09:27'));
  expect((await alarms()).join()).toContain('到点该做的事没有做');
});

test('a ticket that cannot be read any more is not overlooked: its clock is put off again and again, its deadline is not', async () => {
  await shop.database.db.$executeRaw`UPDATE ticket SET urgency = 'somehow' WHERE number = 1`;
  for (const time of ['09:25', '09:27', '09:29', '09:31', '09:33']) await fireDueTimers(at(time));
  await audit(at('09:33'));
  await audit(at('09:34'));
  expect((await alarms()).join()).toContain('签收已超时，但没有提醒过任何人');
});

test('a row whose clocks are no list silences nobody: it is a finding, and the others are looked at all the same', async () => {
  const { db } = shop.database;
  await shop.write(['zhou-jianbo']);
  await shop.understander(shop.store).sweep();
  await db.$executeRaw`UPDATE ticket SET clocks = '{"broken": true}' WHERE number = 1`;
  await db.$executeRaw`UPDATE ticket SET due_at = NULL WHERE number = 2`;
  await audit(at('09:05'));
  await audit(at('09:06'));
  expect((await alarms()).toSorted()).toEqual([
    expect.stringContaining('#1：时限记录读不出来'),
    expect.stringContaining('#2：在办，但没有下一步的提醒'),
  ]);
});

test('an auditor that cannot look says so', async () => {
  const broken = { ...shop.store, audit: { ...shop.store.audit, look: () => Promise.reject(new Error('no such column')) } };
  await audit({ ...shop.workshop(broken), clock: { now: () => new Date('2026-03-10T09:05:00+08:00') } });
  expect((await alarms()).join()).toContain('今天的巡检没能进行');
});

test('what is paused is not overdue', async () => {
  await shop.write(['wang-guodong'], 'dept:environment', '签收 1');
  await shop.write(['lyu-liang'], 'dept:environment', '挂账 1 等待专家评审');
  await shop.understander(shop.store).sweep();
  await audit(at('17:00'));
  expect(await alarms()).toEqual([]);
});

test('of an auditor that ended between finding and telling, the next one tells', async () => {
  await shop.database.db.$executeRaw`UPDATE ticket SET due_at = NULL WHERE number = 1`;
  await shop.store.audit.look(new Date('2026-03-10T09:05:00+08:00'), 60_000);
  expect(await alarms()).toEqual([]);
  await audit(at('09:06'));
  expect(await alarms()).toHaveLength(1);
});
