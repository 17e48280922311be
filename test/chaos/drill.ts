import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Link, openLink } from '../support/link.ts';
import { type Bar, checkRun } from './check.ts';
import { createFaults, type Faults, type Ground } from './faults.ts';
import { type Gauge, openGauge } from './gauge.ts';
import { settleIn } from './office.ts';
import { type Fate, type Kept, keep } from './processes.ts';
import { type LinkName, type Order, type Placed, type Schedule, scheduleOf, TARGETS, type Target } from './schedule.ts';
import { hasRedis, openPostgres, openRedis } from './servers.ts';
import { dataFolder, type Offered, openWires, type Wires } from './wires.ts';

const ROOT = join(import.meta.dirname, '../..');
/** So many messages are on their way at most: what is to break the house on its way through a run must meet it all along. */
const WINDOW = { most: 300, part: 1 / 25, least: 12 } as const;

export interface DrillOptions {
  readonly say: (line: string) => void;
  /** How long the house has, once all is well again, to come to rest. */
  readonly drainMs: number;
  readonly keepLogs: boolean;
}

export interface Result {
  readonly order: Order;
  readonly bars: readonly Bar[];
  readonly passed: boolean;
  readonly figures: Readonly<Record<string, number>>;
  readonly points: Readonly<Record<string, number>>;
  readonly seconds: { readonly offering: number; readonly draining: number };
  /** What is needed to look into a failed run; null: it is gone. */
  readonly folder: string | null;
}

export async function drill(order: Order, options: DrillOptions): Promise<Result> {
  if (order.backend === 'redis' && !hasRedis()) throw new Error('there is no redis-server on this machine');
  const built = spawnSync(process.execPath, ['app/build-if-stale.mjs'], { cwd: ROOT, encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`the build failed:\n${built.stderr}`);
  const folder = mkdtempSync(join(tmpdir(), 'mashangban-chaos-'));
  chmodSync(folder, 0o755); // as root, Postgres runs as a user of its own and must be able to reach its folder
  const closing: (() => unknown)[] = [];
  let kept = true;
  try {
    const result = await run(order, scheduleOf(order), folder, options, closing);
    kept = options.keepLogs || !result.passed;
    return { ...result, folder: kept ? folder : null };
  } finally {
    for (const close of closing.toReversed()) await close();
    if (!kept) rmSync(folder, { recursive: true, force: true });
    else options.say(`logs and database: ${folder}`);
  }
}

async function run(
  order: Order,
  schedule: Schedule,
  folder: string,
  { say, drainMs }: DrillOptions,
  closing: (() => unknown)[],
): Promise<Omit<Result, 'folder'>> {
  const postgres = await openPostgres(folder);
  closing.push(() => postgres.stop());
  const redis = order.backend === 'redis' ? await openRedis() : null;
  if (redis) closing.push(() => redis.stop());
  const wires = await openWires(schedule.chats);
  closing.push(() => wires.close());
  const links = await openLinks(wires, postgres.port, redis?.port ?? null);
  closing.push(() => Promise.all([...links.values()].map((link) => link.close())));

  const processes = new Map<Target, Kept>();
  for (const target of TARGETS) {
    const kept = keep(target, environment(target, { links, wires, folder, databaseUrl: postgres.url }), join(folder, `${target}.log`));
    processes.set(target, kept);
    closing.push(() => kept.killForGood());
  }
  const ground: Ground = { postgres, redis, links, processes };
  const faults = createFaults(ground, say);
  const placed = [...schedule.faults];
  // What is armed from the start is so before the start.
  while (placed[0]?.before === 0 && placed[0].fault.kind === 'arm') await faults.begin(placed.shift()?.fault ?? { kind: 'flushall' });
  await Promise.all([...processes.values()].map((kept) => kept.start()));
  await settleIn(postgres.url, wires);
  const gauge = openGauge(postgres.url);
  closing.push(() => gauge.close());

  const began = performance.now();
  const offered = await offerAll(schedule, placed, { wires, faults, gauge, say });
  const offering = performance.now() - began;
  await faults.over();
  for (const link of links.values()) link.reset();
  for (const kept of processes.values()) kept.disarm();
  await Promise.all([...processes.values()].map((kept) => kept.well()));
  const atRest = await drain(wires, gauge, drainMs, say);
  const draining = performance.now() - began - offering;

  const exits = await Promise.all([...processes].map(async ([target, kept]) => ({ target, ...(await kept.stop()) })));
  const fates = new Map<Target, Fate>([...processes].map(([target, kept]) => [target, kept.fate]));
  const accepted = wires.accepted();
  const happened = faults.happened();
  writeFileSync(join(folder, 'ledger.json'), JSON.stringify({ order, offered, accepted, fates: [...fates], faults: happened }));
  const { bars, figures, points } = await checkRun({
    databaseUrl: postgres.url,
    offered,
    accepted,
    fates,
    faults: happened,
    atRest,
    exits,
  });
  return {
    order,
    bars,
    passed: bars.every((bar) => bar.failures.length === 0),
    figures,
    points,
    seconds: { offering: Math.round(offering / 1000), draining: Math.round(draining / 1000) },
  };
}

async function openLinks(wires: Wires, postgres: number, redis: number | null): Promise<ReadonlyMap<LinkName, Link>> {
  const links = new Map<LinkName, Link>();
  const telegram = Number(new URL(wires.telegram.root()).port);
  links.set('telegram', await openLink(() => telegram));
  for (const target of TARGETS) {
    links.set(`postgres:${target}`, await openLink(() => postgres));
    if (redis !== null) links.set(`redis:${target}`, await openLink(() => redis));
  }
  return links;
}

interface Surrounding {
  readonly links: ReadonlyMap<LinkName, Link>;
  readonly wires: Wires;
  readonly folder: string;
  readonly databaseUrl: string;
}

function environment(target: Target, { links, wires, folder, databaseUrl }: Surrounding): Record<string, string> {
  const through = (name: LinkName) => links.get(name)?.port ?? 0;
  const database = new URL(databaseUrl);
  database.port = String(through(`postgres:${target}`));
  const redis = links.has(`redis:${target}`) ? { REDIS_URL: `redis://127.0.0.1:${through(`redis:${target}`)}` } : {};
  return {
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'info',
    INSTANCE: target,
    DATABASE_URL: database.toString(),
    DATA_DIR: dataFolder(folder),
    HOME: folder,
    WECHATY_LOG: 'silent',
    // The workers too: which wires there are decides where a notice may go.
    TELEGRAM_BOT_TOKEN: wires.telegram.token,
    TELEGRAM_API_ROOT: `http://127.0.0.1:${through('telegram')}`,
    WECHAT: '1',
    WECHAT_PUPPET: 'wechaty-puppet-service',
    WECHAT_TOKEN: wires.wechat.token,
    WECHAT_ENDPOINT: wires.wechat.endpoint,
    WECHAT_NO_TLS: '1',
    ...redis,
  };
}

interface Stage {
  readonly wires: Wires;
  readonly faults: Faults;
  readonly gauge: Gauge;
  readonly say: (line: string) => void;
}

async function offerAll({ messages }: Schedule, placed: readonly Placed[], { wires, faults, gauge, say }: Stage): Promise<Offered[]> {
  const offered: Offered[] = [];
  const left = [...placed];
  const window = Math.min(WINDOW.most, Math.max(WINDOW.least, Math.round(messages.length * WINDOW.part)));
  for (const [at, message] of messages.entries()) {
    for (; left[0] !== undefined && left[0].before <= at; left.shift()) await faults.begin(left[0].fault);
    if (at % 4 === 0) await roomFor(window, wires, gauge);
    offered.push(await wires.offer(message, at));
    if (at > 0 && at % 1_000 === 0) say(`${at} offered, ${gauge.last().unsent} notices on their way`);
  }
  for (const { fault } of left) await faults.begin(fault);
  return offered;
}

async function roomFor(window: number, wires: Wires, gauge: Gauge): Promise<void> {
  for (;;) {
    await gauge.read();
    if (wires.telegram.updates.pending().length + gauge.last().fresh < window) return;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

async function drain(wires: Wires, gauge: Gauge, ms: number, say: (line: string) => void): Promise<boolean> {
  let told = performance.now();
  for (const end = performance.now() + ms; performance.now() < end; await new Promise((resolve) => setTimeout(resolve, 200))) {
    const waits = wires.telegram.updates.pending().length;
    const reading = await gauge.read();
    if (reading !== null && waits + reading.fresh + reading.unsent === 0) return true;
    if (performance.now() - told < 15_000) continue;
    told = performance.now();
    say(`draining: ${waits} on the wire, ${gauge.last().fresh} unread, ${gauge.last().unsent} unsent`);
  }
  return false;
}
