import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { load } from '../../app/backup/load.ts';
import { save } from '../../app/backup/save.ts';
import { openGround } from '../../app/database.ts';
import { startEmbeddedPostgres } from '../../app/embedded-postgres.ts';
import { readSettings } from '../../app/settings.ts';
import { connected } from '../../prisma/rights.ts';
import { quietLog } from '../support/quiet-log.ts';

const ROOT = join(import.meta.dirname, '../..');
const NOW = new Date('2026-11-26T13:30:00Z');
const EVENTS = `INSERT INTO ticket_event (ticket, seq, type, at, actor, body) SELECT $1, n, 'replied', now(), '{}', '{}' FROM generate_series(1, 50) AS n`;

let parent: string;
beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), 'mashangban-backup-'));
  chmodSync(parent, 0o755); // as root, Postgres runs as a user of its own and must be able to reach its folder
});
afterAll(() => rmSync(parent, { recursive: true, force: true }));

const eventsIn = (url: string) =>
  connected(url, async (client) => {
    const { rows } = await client.query<{ n: number; whole: boolean }>(
      'SELECT sum(n)::int AS n, bool_and(n = 50) AS whole FROM (SELECT count(*) AS n FROM ticket_event GROUP BY ticket) each',
    );
    return rows[0];
  });

test('a house at work is saved, and found again as it was: every transaction whole, nothing overwritten', { timeout: 90_000 }, async () => {
  const dir = join(parent, 'data');
  mkdirSync(dir);
  const ground = await openGround(readSettings({ DATA_DIR: dir }), dir, ROOT, quietLog);
  writeFileSync(join(dir, 'wechat.memory-card.json'), '{"login":1}', { mode: 0o600 });
  // It goes on writing while it is saved.
  let [working, written] = [true, 0];
  const work = connected(ground.databaseUrl, async (client) => {
    while (working) await client.query(EVENTS, [(written += 1)]);
  });
  await new Promise((resolve) => setTimeout(resolve, 100));
  const before = written - 1;
  const file = join(parent, 'one.tar.gz');
  const saved = await save(dir, file, NOW);
  working = false;
  await work;
  await ground.embedded?.stop();

  expect(saved.counts.events).toBeGreaterThanOrEqual(before * 50);
  expect(saved.counts.events).toBeLessThanOrEqual(written * 50);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(dir).filter((name) => name.startsWith('backup-'))).toEqual([]);
  await expect(save(dir, file, NOW)).rejects.toMatchObject({ code: 'backup-exists' });

  const other = join(parent, 'other');
  const loaded = await load(file, other, { force: false }, NOW);
  expect([loaded.counts, loaded.aside]).toEqual([saved.counts, null]);
  for (const name of ['postgres-password', 'postgres-app-password', 'wechat.memory-card.json']) {
    expect(readFileSync(join(other, name), 'utf8')).toBe(readFileSync(join(dir, name), 'utf8'));
    expect(statSync(join(other, name)).mode & 0o777).toBe(0o600);
  }
  expect(readdirSync(other).toSorted()).toEqual(['postgres', 'postgres-app-password', 'postgres-password', 'wechat.memory-card.json']);
  const again = await openGround(readSettings({ DATA_DIR: other }), other, ROOT, quietLog);
  expect(await eventsIn(again.databaseUrl)).toEqual({ n: saved.counts.events, whole: true });

  // What is there is never taken away, nor from under a house at work.
  await expect(load(file, other, { force: false }, NOW)).rejects.toMatchObject({ code: 'data-exists' });
  await expect(load(file, other, { force: true }, NOW)).rejects.toMatchObject({ code: 'still-running' });
  await connected(again.databaseUrl, (client) => client.query(EVENTS, [1_000_000]));
  await again.embedded?.stop();
  const forced = await load(file, other, { force: true }, NOW);
  expect(forced.counts).toEqual(saved.counts);
  const aside = forced.aside ?? '';
  const old = await startEmbeddedPostgres({
    dir: join(aside, 'postgres'),
    password: readFileSync(join(aside, 'postgres-password'), 'utf8'),
  });
  expect(await eventsIn(old.url)).toEqual({ n: saved.counts.events + 50, whole: true });
  await old.stop();

  // At rest it is started for the copy, and stopped again.
  const second = await save(other, join(parent, 'two.tar.gz'), NOW);
  expect(second.counts).toEqual(saved.counts);
  expect(readdirSync(join(other, 'postgres'))).not.toContain('postmaster.pid');
});

test('what is no backup is refused, and leaves nothing', async () => {
  const file = join(parent, 'letter.tar.gz');
  writeFileSync(file, 'a letter');
  const dir = join(parent, 'empty');
  await expect(load(file, dir, { force: false }, NOW)).rejects.toMatchObject({ code: 'tar' });
  await expect(load(join(parent, 'nowhere'), dir, { force: false }, NOW)).rejects.toMatchObject({ code: 'no-file' });
  expect(readdirSync(dir)).toEqual([]);
  await expect(save(dir, join(parent, 'x.tar.gz'), NOW)).rejects.toMatchObject({ code: 'nothing-to-back-up' });
});
