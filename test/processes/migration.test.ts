import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { migrate } from '../../prisma/migrate.ts';
import { MIGRATIONS } from '../support/database.ts';
import { emptyDatabase, ledgerAddsUp, settled } from '../support/processes/books.ts';
import { startHouse } from '../support/processes/house.ts';
import { visit } from '../support/processes/visitor.ts';
import { until } from '../support/until.ts';

const MESSAGES = 12;

/** The next version's migrations: only additions, as CONTRIBUTING.md wants them. */
function nextVersion(): string {
  const dir = mkdtempSync(join(tmpdir(), 'mashangban-next-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  cpSync(MIGRATIONS, dir, { recursive: true });
  const add = (name: string, sql: string): void => {
    mkdirSync(join(dir, name));
    writeFileSync(join(dir, name, 'migration.sql'), sql);
  };
  add(
    '29990101000000_next',
    `CREATE TABLE next_thing (id int);
     ALTER TABLE ticket ADD COLUMN next_column text, ADD COLUMN next_flag boolean NOT NULL DEFAULT false;
     ALTER TABLE inbox ADD COLUMN next_column text;
     ALTER TABLE outbox ADD COLUMN next_column text;
     ALTER TABLE ticket_event ADD COLUMN next_column text;`,
  );
  add('29990101000100_next_index', 'CREATE INDEX CONCURRENTLY outbox_next ON outbox (next_column);');
  return dir;
}

test('the next version migrates while this one works, and this one starts again on it: nothing lost, nobody held up', {
  timeout: 120_000,
}, async () => {
  const { db, url } = await emptyDatabase();
  const house = await startHouse('start', { DATABASE_URL: url });
  const boss = await visit(house.url, 'yan-weidong');
  const said: string[] = [];
  const say = async (n: number): Promise<void> => {
    const text = `我们厂第${n}号楼门口的路灯坏了一个月了，晚上工人下班不安全`;
    await boss.say('work', text);
    said.push(text);
  };
  await say(0);
  await boss.hears('work', /已受理 #1/);

  // Somebody looks at the tickets for a long time; the migration wants them for itself.
  const reader = new pg.Client({ connectionString: url });
  await reader.connect();
  await reader.query('BEGIN; SELECT * FROM ticket');
  const migrated = migrate(url, nextVersion());
  const wants = async () =>
    (await db.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM pg_locks WHERE NOT granted AND mode = 'AccessExclusiveLock'`)[0]?.n;
  await until(wants, 'the migration to wait');
  for (let n = 1; n <= MESSAGES / 2; n += 1) await say(n);
  await settled(db, 20_000);
  await reader.query('COMMIT');
  await reader.end();
  for (let n = MESSAGES / 2 + 1; n < MESSAGES; n += 1) await say(n);
  expect((await migrated).applied).toEqual(['29990101000000_next', '29990101000100_next_index']);
  await settled(db, 20_000);

  expect(await db.inbox.findMany({ orderBy: { id: 'asc' } }).then((rows) => rows.map((row) => row.text))).toEqual(said);
  expect(await ledgerAddsUp(db)).toMatchObject({ received: MESSAGES, parked: 0 });
  expect(await db.outbox.count({ where: { status: { not: 'sent' } } })).toBe(0);
  expect(
    house
      .output()
      .split('\n')
      .filter((line) => line.includes('"level":50')),
  ).toEqual([]);
  expect(await house.stop('SIGTERM')).toMatchObject({ code: 0 });

  const again = await startHouse('start', { DATABASE_URL: url });
  expect(again.logged('the database belongs to a newer version')).toBe(1);
  const back = await visit(again.url, 'zhou-jianbo');
  await back.say('work', '我们公司招不到缝纫工，订单都接不了，请帮忙想想办法');
  await settled(db);
  expect(await ledgerAddsUp(db)).toMatchObject({ received: MESSAGES + 1, parked: 0 });
});
