import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';
import { APP_ROLE, openGround } from '../../app/database.ts';
import { readSettings } from '../../app/settings.ts';
import { connected, couldRewrite } from '../../prisma/rights.ts';
import { openQueues } from '../../workers/queues.ts';
import { onServer, withDatabase } from '../support/database.ts';
import { keptLog } from '../support/quiet-log.ts';
import { until } from '../support/until.ts';

const ROOT = join(import.meta.dirname, '../..');
const adminUrl = inject('adminDatabaseUrl');

/** As an office's server hands it over: empty. */
async function emptyUrl(): Promise<string> {
  const name = `ground_${randomUUID().replaceAll('-', '')}`;
  await onServer(adminUrl, `CREATE DATABASE "${name}" TEMPLATE template0 ENCODING 'UTF8'`);
  onTestFinished(() => onServer(adminUrl, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`));
  return withDatabase(adminUrl, name);
}

async function opened(env: NodeJS.ProcessEnv, dir = '/nowhere') {
  const log = keptLog();
  const ground = await openGround(readSettings(env), dir, ROOT, log);
  return { ...ground, log };
}

const whoAmI = (url: string) =>
  connected(url, async (client) => {
    const { rows } = await client.query<{ me: string }>('SELECT current_user AS me');
    return { me: rows[0]?.me, rewrites: await couldRewrite(client) };
  });

/** A hint goes through the queues that live in this database. */
async function hints(databaseUrl: string): Promise<void> {
  const log = keptLog();
  const queues = openQueues({ redisUrl: null, databaseUrl, log });
  const heard: string[] = [];
  await queues.work('understand', 1, async (id) => void heard.push(id));
  queues.hint('understand', '7');
  await until(() => heard.length, 'the hint to be heard', 10_000);
  await queues.close();
  expect(log.lines).toEqual([]);
}

function other(url: string, user: string, password: string): string {
  const changed = new URL(url);
  changed.username = user;
  changed.password = password;
  return changed.toString();
}

function role(name: string): string {
  onTestFinished(() => onServer(adminUrl, `DROP ROLE IF EXISTS ${name}`));
  return name;
}

test('one URL, the owner: the house becomes its role at each connection, and RESET ROLE leads back to that; the queues work', async () => {
  const url = await emptyUrl();
  // Several at once, as compose starts them.
  const [{ databaseUrl, log }] = await Promise.all([
    opened({ DATABASE_URL: url }),
    opened({ DATABASE_URL: url }),
    opened({ DATABASE_URL: url }),
  ]);
  expect(await whoAmI(databaseUrl)).toEqual({ me: APP_ROLE, rewrites: false });
  await connected(databaseUrl, async (client) => {
    await client.query('RESET ROLE');
    await expect(client.query('DELETE FROM audit')).rejects.toMatchObject({ code: '42501' });
  });
  await hints(databaseUrl);
  expect(log.lines.filter((line) => line.level === 'warn')).toEqual([]);
});

test('two URLs: the user of less right is made; by itself it then starts a house, and one whose database is not ready is told so', async () => {
  const owner = await emptyUrl();
  const app = other(owner, role(`app_${process.pid}`), 'ein%20Wort');
  await expect(opened({ DATABASE_URL: app })).rejects.toMatchObject({ code: 'no-database' });

  const { databaseUrl } = await opened({ DATABASE_URL: app, MIGRATE_DATABASE_URL: owner });
  expect(databaseUrl).toBe(app);
  expect(await whoAmI(app)).toEqual({ me: `app_${process.pid}`, rewrites: false });
  await hints(app);
  const alone = await opened({ DATABASE_URL: app });
  expect([alone.databaseUrl, alone.log.lines]).toEqual([app, []]);

  const empty = new URL(await emptyUrl());
  const early = new URL(app);
  early.pathname = empty.pathname;
  await expect(opened({ DATABASE_URL: early.toString() })).rejects.toMatchObject({
    code: 'migration-pending',
    sentence: expect.stringContaining('npm run migrate'),
  });
  await onServer(owner, `DROP OWNED BY app_${process.pid}`);
});

test('an owner who may make no role: the house runs, and says that only triggers protect the log', async () => {
  const owner = role(`owner_${process.pid}`);
  await onServer(adminUrl, `CREATE ROLE ${owner} LOGIN PASSWORD 'x'`);
  const url = await emptyUrl();
  await onServer(adminUrl, `ALTER DATABASE "${new URL(url).pathname.slice(1)}" OWNER TO ${owner}`);
  const theirs = other(url, owner, 'x');
  const { databaseUrl, log } = await opened({ DATABASE_URL: theirs });
  expect(databaseUrl).toBe(theirs);
  expect(log.lines.filter((line) => line.level === 'warn').map((line) => line.message)).toEqual([
    'this database user may change the audit log: it is protected by triggers only',
  ]);
  await hints(theirs);
  await onServer(url, `REASSIGN OWNED BY ${owner} TO CURRENT_USER`);
  await onServer(url, `DROP OWNED BY ${owner}`);
});

test('the embedded server: a login of its own, whose lost password is given anew', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'mashangban-ground-'));
  chmodSync(dir, 0o755); // as root, Postgres runs as a user of its own and must be able to reach its folder
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const first = await opened({}, dir);
  onTestFinished(() => first.embedded?.stop());
  expect(await whoAmI(first.databaseUrl)).toEqual({ me: APP_ROLE, rewrites: false });
  expect(new URL(first.databaseUrl).username).toBe(APP_ROLE);
  const secret = join(dir, 'postgres-app-password');
  expect(statSync(secret).mode & 0o777).toBe(0o600);
  rmSync(secret);
  const second = await opened({}, dir);
  expect(second.databaseUrl).not.toBe(first.databaseUrl);
  expect(await whoAmI(second.databaseUrl)).toEqual({ me: APP_ROLE, rewrites: false });
  expect(first.log.lines.filter((line) => line.level === 'warn')).toEqual([]);
});
