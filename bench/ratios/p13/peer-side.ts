import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { cpuSeconds } from './cpu.ts';
import { polls } from './house-side.ts';
import type { Running, Side } from './side.ts';
import type { BotApi } from './town.ts';

/** What a person has installed by the peer's own README: its folder, built, with an SQLite store. */
const NEEDED = ['build/index.js', 'config/config-sample.yaml', 'node_modules/better-sqlite3'];

/** Why this folder is no peer that can be measured; null: it is one. */
export function notAPeer(dir: string): string | null {
  const missing = NEEDED.filter((path) => !existsSync(join(dir, path)));
  return missing.length === 0
    ? null
    : `${dir} lacks ${missing.join(', ')}: install the peer there by its README and build it (npm run build)`;
}

/** telegram-support-bot as its authors wrote it, with its sample configuration, each time in a new folder of its own. */
export function peerSide(dir: string): Side {
  const sample = readFileSync(join(dir, 'config/config-sample.yaml'), 'utf8');
  const { language } = z.object({ language: z.object({ confirmationMessage: z.string() }) }).parse(parseDocument(sample).toJS());
  const confirmation = language.confirmationMessage.trim();
  return {
    name: 'peer',
    isReceipt: (text) => text.includes(confirmation),
    start: (api) => startPeer(dir, sample, api),
  };
}

async function startPeer(dir: string, sample: string, api: BotApi): Promise<Running> {
  const home = mkdtempSync(join(tmpdir(), 'mashangban-p13-peer-'));
  mkdirSync(join(home, 'config'));
  writeFileSync(join(home, 'config/config.yaml'), configured(sample, api));
  const log = openSync(join(home, 'log'), 'a');
  const child = spawn(process.execPath, ['--import', new URL('redirect.mjs', import.meta.url).href, join(dir, 'build/index.js')], {
    cwd: home,
    stdio: ['ignore', log, log],
    env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production', BOT_API_ROOT: api.root() },
  });
  const ended = once(child, 'exit');
  const dead = ended.then(() => {
    throw new Error(`the peer ended: ${readFileSync(join(home, 'log'), 'utf8').slice(-2_000)}`);
  });
  dead.catch(() => {});
  await Promise.race([polls(api), dead]);
  const books = openBooks(dir, join(home, 'config/support.db'));
  return {
    tickets: async () => books.count(),
    cpuSeconds: () => cpuSeconds([child.pid ?? 0]),
    async stop() {
      books.close();
      child.kill('SIGTERM');
      await ended;
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** The sample with what has to be filled in; dev_mode would warn every writer that it is on. */
function configured(sample: string, api: BotApi): string {
  const document = parseDocument(sample);
  document.set('bot_token', api.token);
  document.set('staffchat_id', String(api.group({ title: 'staff' }).id));
  document.set('owner_id', '1');
  document.set('dev_mode', false);
  return document.toString();
}

interface Sqlite {
  prepare(sql: string): { get(): unknown };
  close(): void;
}
const SqliteDriver = z.custom<new (path: string, options: { readonly: boolean }) => Sqlite>((value) => typeof value === 'function');
const Count = z.object({ n: z.int() });

/** Read by the peer's own driver, from outside its process. */
function openBooks(dir: string, path: string) {
  const Driver = SqliteDriver.parse(createRequire(join(dir, 'package.json'))('better-sqlite3'));
  const database = new Driver(path, { readonly: true });
  const counting = database.prepare('SELECT count(*) AS n FROM supportees');
  return { count: () => Count.parse(counting.get()).n, close: () => database.close() };
}
