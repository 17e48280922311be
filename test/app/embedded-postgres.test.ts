import { spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { keepUp } from '../../app/embedded-keeper.ts';
import { startEmbeddedPostgres } from '../../app/embedded-postgres.ts';

test('starts, keeps what was written, counts Chinese in letters, and is found by a second start', async () => {
  const dir = folder();
  const first = await startEmbeddedPostgres({ dir, password: 'p' });
  onTestFinished(() => first.stop());
  expect(await ask(first.url, `SELECT length('马上办') AS n`)).toEqual([{ n: 3 }]);
  await ask(first.url, `CREATE TABLE kept AS SELECT 1 AS n`);

  const second = await startEmbeddedPostgres({ dir, password: 'p' });
  expect([first.attached, second.attached, second.url]).toEqual([false, true, first.url]);
  await second.stop();
  await expect(ask(first.url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');

  const third = await startEmbeddedPostgres({ dir, password: 'p' });
  onTestFinished(() => third.stop());
  expect(third.attached).toBe(false);
  expect(await ask(third.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
  // Neither our group nor our session: Ctrl-C in our terminal does not reach it.
  expect(groupOf(String(pidOf(dir)))).not.toBe(groupOf('self'));
});

test('a command that attached does not take the database away from a house at work', async () => {
  const dir = folder();
  const house = await startEmbeddedPostgres({ dir, password: 'p' });
  onTestFinished(() => house.stop());
  const atWork = new pg.Client({ connectionString: house.url });
  await atWork.connect();
  const command = await startEmbeddedPostgres({ dir, password: 'p' });
  await command.stop();
  expect((await atWork.query('SELECT 1 AS n')).rows).toEqual([{ n: 1 }]);
  await atWork.end();
});

test('killed under two processes at work it is started again once, where it was and with all it held; told to stop it stays stopped', async () => {
  const dir = folder();
  const houses = [await startEmbeddedPostgres({ dir, password: 'p' }), await startEmbeddedPostgres({ dir, password: 'p' })] as const;
  const told: string[][] = [[], []];
  const keepers = houses.map((house, n) => {
    const tell = (_: object, what: string): void => void told[n]?.push(what);
    return keepUp(house, { debug: tell, info: tell, warn: tell, error: tell });
  });
  onTestFinished(async () => {
    for (const part of [...keepers, ...houses]) await part.stop();
  });
  await ask(houses[0].url, `CREATE TABLE kept AS SELECT 1 AS n`);
  process.kill(pidOf(dir), 'SIGKILL');
  const back = 'the embedded database had died; it was started again';
  await expect.poll(() => told.map((lines) => lines.at(-1)), { timeout: 20_000, interval: 100 }).toEqual([back, back]);
  expect(await ask(houses[1].url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
  for (const keeper of keepers) await keeper.stop();
  // Whoever of them started it, the two stops leave nothing behind.
  for (const house of houses) await house.stop();
  await expect(ask(houses[0].url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
});

test('a command that comes upon a killed server starts it where its house asks for it', async () => {
  const dir = folder();
  const house = await startEmbeddedPostgres({ dir, password: 'p' });
  process.kill(pidOf(dir), 'SIGKILL');
  const command = await startEmbeddedPostgres({ dir, password: 'p' });
  onTestFinished(() => command.stop());
  expect(command.url).toBe(house.url);
  expect(await house.revive()).toBe(true);
  expect(await house.revive()).toBe(false);
});

test('a pid file left by a power cut, its number another program by now, is no obstacle', async () => {
  const dir = folder();
  const first = await startEmbeddedPostgres({ dir, password: 'p' });
  const file = join(dir, 'postmaster.pid');
  const lines = readFileSync(file, 'utf8').split('\n');
  await first.stop();
  // A program of the very user the server runs as, as on a machine where nobody is root.
  const { uid, gid } = statSync(dir);
  const other = spawn('sleep', ['60'], { stdio: 'ignore', ...(process.getuid?.() === 0 ? { uid, gid } : {}) });
  onTestFinished(() => void other.kill('SIGKILL'));
  writeFileSync(file, [String(other.pid), ...lines.slice(1)].join('\n'));
  chownSync(file, uid, gid);
  const again = await startEmbeddedPostgres({ dir, password: 'p' });
  onTestFinished(() => again.stop());
  expect(again.attached).toBe(false);
  expect(await ask(again.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
});

test('a server that cannot start says why, in its own words', async () => {
  const dir = folder();
  const first = await startEmbeddedPostgres({ dir, password: 'p' });
  await first.stop();
  const taken = net.createServer();
  onTestFinished(() => void taken.close());
  const port = await new Promise<number>((resolve) => {
    taken.listen(0, '127.0.0.1', () => {
      const address = taken.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
  const refused = startEmbeddedPostgres({ dir, password: 'p', port });
  await expect(refused).rejects.toMatchObject({ code: 'embedded-postgres', sentence: expect.stringContaining('Address already in use') });
});

test('a folder that somebody else filled is not taken for a database', async () => {
  const data = join(folder(), 'inner');
  const first = await startEmbeddedPostgres({ dir: data, password: 'p' });
  await first.stop();
  writeFileSync(join(data, 'PG_VERSION'), '9.6\n');
  await expect(startEmbeddedPostgres({ dir: data, password: 'p' })).rejects.toMatchObject({ code: 'embedded-postgres' });
});

function pidOf(dir: string): number {
  return Number(readFileSync(join(dir, 'postmaster.pid'), 'utf8').split('\n')[0]);
}

function folder(): string {
  const parent = mkdtempSync(join(tmpdir(), 'mashangban-embedded-'));
  chmodSync(parent, 0o755); // as root, Postgres runs as a user of its own and must be able to reach its folder
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
  return join(parent, 'postgres');
}

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return rows;
  } finally {
    await client.end();
  }
}

/** The process group, fifth word of its status line; the name before it may hold spaces. */
function groupOf(pid: string): string | undefined {
  return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[2];
}
