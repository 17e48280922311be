import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { loadConfig } from '../../app/config.ts';
import { judge, type Verdict } from '../../app/simulate/oracle/index.ts';
import { readRules } from '../../app/simulate/oracle/rules.ts';
import { pageOf } from '../../app/simulate/page.ts';
import { isClean, type Simulated, simulate } from '../../app/simulate/result.ts';
import { midnight } from '../../app/simulate/simulate.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const CONFIG = join(import.meta.dirname, '../../config');
/** Thursday to Sunday: 14 February is a Saturday that is worked, and with the 15th the holidays of 春节 begin. */
const STORY = { start: '2026-02-12', days: 4, members: 40, seed: 3 };

let database: TestDatabase;
let out: string;
let run: Simulated;

beforeAll(async () => {
  database = await createTestDatabase();
  out = mkdtempSync(join(tmpdir(), 'simulate-test-'));
  run = await simulate(database.db, loadConfig(CONFIG), STORY, { configDir: CONFIG, out });
}, 120_000);
afterAll(async () => {
  rmSync(out, { recursive: true, force: true });
  await database.drop();
});

describe('some days of the group’s life', () => {
  test('every deadline and every rung is what the oracle says, and every promise is kept', () => {
    expect(run.oracle.differences).toEqual([]);
    expect(run.checks.flatMap(({ name, faults }) => faults.map((fault) => `${name}：${fault}`))).toEqual([]);
    expect(isClean(run)).toBe(true);
  });

  test('it was a life: people reported, worked, forgot, handed back, waited, and were reminded', () => {
    expect(run.oracle.tickets).toBeGreaterThan(10);
    expect(run.oracle.rungs).toBeGreaterThan(20);
    for (const type of ['opened', 'dispatched', 'claimed', 'contacted', 'verified', 'answered', 'closed', 'returned', 'escalated'])
      expect(run.events[type] ?? 0, type).toBeGreaterThan(0);
    expect(run.ladder.map(({ step }) => step)).toContain('claim');
  });

  test('the page says the figures and where the picture is', () => {
    const page = pageOf(run);
    expect(page).toContain(`独立核对：${run.oracle.tickets} 件工单`);
    expect(page).toContain('差异 0 处');
    expect(page).toContain('响应率');
    const picture = run.report.files.find((file) => file.endsWith('.png'));
    expect(picture).toBeDefined();
    expect(page).toContain(picture);
    expect(statSync(picture ?? '').size).toBeGreaterThan(10_000);
  });
});

/** What was wrong is put right again, so that the next test finds the log as the engine wrote it. */
describe('the oracle is no rubber stamp', () => {
  const Row = z.object({ id: z.bigint(), ticket: z.number(), body: z.record(z.string(), z.unknown()) });
  const Clocks = z.array(z.looseObject({ step: z.string(), dueAt: z.string() }));

  async function found(): Promise<Verdict['differences']> {
    const begin = midnight(STORY.start);
    const end = new Date(begin.getTime() + STORY.days * 86_400_000);
    const { slept } = run;
    const sleeps = slept === null ? [] : [{ from: Date.parse(slept.from), to: Date.parse(slept.to) }];
    return (await judge(database.db, readRules(CONFIG), { begin, end, sleeps })).differences;
  }

  async function tampered(sql: string, ...values: unknown[]): Promise<void> {
    await database.asOwner('ALTER TABLE ticket_event DISABLE TRIGGER ALL');
    await database.asOwner(sql, values);
    await database.asOwner('ALTER TABLE ticket_event ENABLE TRIGGER ALL');
  }

  async function eventOf(type: string, where: string): Promise<z.infer<typeof Row>> {
    const rows = await database.db.$queryRawUnsafe(
      `SELECT id, ticket, body FROM ticket_event WHERE type = '${type}' AND ${where} ORDER BY id LIMIT 1`,
    );
    return z.array(Row).parse(rows)[0] ?? expect.unreachable(`no ${type}`);
  }

  test('a deadline that is a minute off is found, and nothing else', async () => {
    const event = await eventOf('clocked', `body->'clocks'->0->>'step' = 'claim'`);
    const [first, ...others] = Clocks.parse(event.body['clocks']);
    const late = new Date(Date.parse(first?.dueAt ?? '') + 60_000).toISOString();
    await tampered(
      'UPDATE ticket_event SET body = $1::jsonb WHERE id = $2',
      JSON.stringify({ ...event.body, clocks: [{ ...first, dueAt: late }, ...others] }),
      event.id,
    );
    const differences = await found();
    expect(differences).toHaveLength(1);
    expect(differences[0]).toMatchObject({ ticket: event.ticket, what: 'claim.1 到期' });
    expect(Date.parse(`${differences[0]?.found ?? ''}+08:00`) - Date.parse(`${differences[0]?.expected ?? ''}+08:00`)).toBe(60_000);
    await tampered('UPDATE ticket_event SET body = $1::jsonb WHERE id = $2', JSON.stringify(event.body), event.id);
    expect(await found()).toEqual([]);
  });

  test('a rung that was not climbed is found, and nothing else', async () => {
    const event = await eventOf('escalated', `body->>'act' = 'remind'`);
    await tampered('DELETE FROM ticket_event WHERE id = $1', event.id);
    expect(await found()).toEqual([{ ticket: event.ticket, what: event.body['key'], expected: '有', found: '无' }]);
  });
});
