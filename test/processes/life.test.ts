import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { launchHouse, startHouse } from '../support/processes/house.ts';
import { officeWith } from '../support/processes/office.ts';
import { privateChat, visit } from '../support/processes/visitor.ts';
import { until } from '../support/until.ts';

vi.setConfig({ testTimeout: 120_000 });

const BOSS = 'yan-weidong';

describe('npm start with the embedded database', () => {
  test('Ctrl-C leaves no orphan; what was said survives a stop and a kill', async () => {
    const dir = dataDir();
    const first = await startHouse('start', { DATA_DIR: dir });
    expect(first.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await (await fetch(`${first.url}/healthz`)).json()).toEqual({ ok: true });
    expect(await (await fetch(first.url)).text()).toMatch(/<!doctype html>/i);
    const boss = await visit(first.url, BOSS);
    await boss.say('work', '我们厂门口的路灯坏了一个月了，晚上工人下班不安全，麻烦给修一修');
    await boss.hears('work', /已受理 #1/);
    expect(postgresOn(dir)).not.toEqual([]);

    const stopped = await first.stop('SIGINT', 15_000);
    expect(stopped).toMatchObject({ code: 0, signal: null });
    expect(first.output()).not.toMatch(/error|Error/);
    expect(postgresOn(dir)).toEqual([]);

    const second = await startHouse('start', { DATA_DIR: dir });
    await stillThere(second.url);
    // Only Node dies: its database server lives on, and is found again.
    process.kill(second.pid, 'SIGKILL');
    await second.exit();
    const orphans = postgresOn(dir);
    expect(orphans).not.toEqual([]);

    const third = await startHouse('start', { DATA_DIR: dir });
    await stillThere(third.url);
    expect(postgresOn(dir)).toEqual(expect.arrayContaining(orphans.slice(0, 1)));
    // Everything dies, as in a power cut.
    process.kill(third.pid, 'SIGKILL');
    for (const pid of postgresOn(dir)) process.kill(pid, 'SIGKILL');
    await until(() => postgresOn(dir).length === 0, 'the database server to be dead');

    const fourth = await startHouse('start', { DATA_DIR: dir });
    await stillThere(fourth.url);
    expect((await fourth.stop('SIGTERM', 15_000)).code).toBe(0);
    expect(postgresOn(dir)).toEqual([]);
  });

  test('Ctrl-C right after the start is as clean', async () => {
    const dir = dataDir();
    const house = await startHouse('start', { DATA_DIR: dir });
    expect(await house.stop('SIGINT', 15_000)).toMatchObject({ code: 0 });
    expect(house.output()).not.toMatch(/error|Error/);
    expect(postgresOn(dir)).toEqual([]);
  });

  async function stillThere(url: string): Promise<void> {
    const boss = await visit(url, BOSS);
    await boss.say(privateChat(BOSS), '查询 1');
    await boss.hears(privateChat(BOSS), /#1[\s\S]*住建局/);
  }
});

describe('a start that cannot be', () => {
  test('a broken directory: the file, the line, what to do', async () => {
    let line = 0;
    const office = officeWith('people.yaml', (text) => {
      line = text.split('\n').findIndex((one) => one.includes('key: liu-xiaoyan')) + 1;
      return text.replace('roles: [official], department: construction }', 'roles: [oficial], department: construction }');
    });
    const house = await launchHouse('start', { CONFIG_DIR: office, DATA_DIR: dataDir() });
    expect(await house.exit()).toMatchObject({ code: 1 });
    expect(house.output()).toContain('配置有误');
    expect(house.output()).toContain(`people.yaml:${line} `);
    expect(house.output()).not.toContain('    at ');
  });

  test.each([
    { name: 'PORT', value: 'eighty' },
    { name: 'DATABASE_URL', value: 'mysql://root:geheim@127.0.0.1/x' },
    { name: 'CRASH_AT', value: 'nowhere' },
  ])('a wrong $name is named, never shown', async ({ name, value }) => {
    const house = await launchHouse('workers', { DATA_DIR: dataDir(), [name]: value });
    expect(await house.exit()).toMatchObject({ code: 1 });
    expect(house.output()).toContain(`环境变量 ${name} 填写有误`);
    expect(house.output()).not.toContain(value);
  });

  test('a port that is taken: a sentence that names it, and no database left behind', async () => {
    const port = await takenPort();
    const dir = dataDir();
    const house = await launchHouse('start', { DATA_DIR: dir, PORT: String(port) });
    expect(await house.exit(30_000)).toMatchObject({ code: 1 });
    expect(house.output()).toContain(`端口 ${port} 已被别的程序占用`);
    expect(house.output()).toContain('环境变量 PORT');
    expect(house.output()).not.toContain('    at ');
    expect(postgresOn(dir)).toEqual([]);
  });

  test('a database that is not there: a sentence, not a stack', async () => {
    const house = await launchHouse('bots', { DATABASE_URL: 'postgres://nobody:geheim@127.0.0.1:1/none' });
    expect(await house.exit()).toMatchObject({ code: 1 });
    expect(house.output()).toMatch(/连不上数据库/);
    expect(house.output()).toContain('DATABASE_URL');
    expect(house.output()).not.toContain('geheim');
    expect(house.output()).not.toContain('    at ');
  });
});

function dataDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'mashangban-data-'));
  chmodSync(dir, 0o755); // as root, Postgres runs as a user of its own and must be able to reach its folder
  onTestFinished(() => {
    for (const pid of postgresOn(dir)) process.kill(pid, 'SIGKILL');
    rmSync(dir, { recursive: true, force: true });
  });
  return dir;
}

/** Servers whose command line names this folder. */
function postgresOn(dir: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => (commandLine(pid).some((word) => word.includes(dir)) ? [Number(pid)] : []));
}

function commandLine(pid: string): string[] {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return words[0]?.endsWith('postgres') ? words : [];
  } catch {
    return [];
  }
}

async function takenPort(): Promise<number> {
  const server = net.createServer();
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}
