import { startBotApi } from '../../../test/support/bot-api/driver.ts';
import type { SendLimits } from '../../../test/support/bot-api/limits.ts';
import { type Figures, figuresOf } from '../../figures.ts';
import type { Running, Side } from './side.ts';
import { type BotApi, type Citizen, citizens, settle, writes } from './town.ts';

/** People who write one after the other before anything counts: the first sentences of a fresh process are slow. */
const WARM_UP = 20;
const LOOK_MS = 50;
/** As the web server in front of Telegram keeps them by default. */
const KEPT_MS = 75_000;
/** Time for a side that fell behind the steady load to catch up, so that its burst begins with nothing else in hand. */
const GIVE_UP_MS = 60_000;

export interface Load {
  /** Messages a second that arrive one by one, and for how long. */
  readonly perSecond: number;
  readonly seconds: number;
  /** Messages that wait all at once. */
  readonly burst: number;
  /** How long the burst is watched at most. */
  readonly watchSeconds: number;
}

export interface Drive {
  /** Message offered by getUpdates → its receipt at the server, at the steady load. */
  readonly receipt: Figures;
  /** Of the steady load: no receipt within a minute after its last message. */
  readonly missing: number;
  readonly burst: Burst;
}

export interface Burst {
  /** To the last in the database, or over the whole watch where some were still missing. */
  readonly ticketsPerSecond: number;
  readonly tickets: number;
  /** To the last receipt that came. */
  readonly receiptsPerSecond: number;
  readonly receipts: number;
  /** Tickets that people of the office read of in their groups meanwhile, at most as many as there were messages. */
  readonly toldOffice: number;
  /** To the last of them, or over the whole watch where some were still to be told. */
  readonly toldPerMinute: number;
  /** Sends the server answered with 429. */
  readonly refused: number;
  /** Processor milliseconds for each message until the watch ended; null: cannot be told here. */
  readonly cpuMsPerMessage: number | null;
}

/** A ticket named in a group of the office. */
interface Telling {
  readonly ticket: string;
  readonly at: number;
}

/** One side from its start to its end against a Bot API server of its own. */
export async function drive(side: Side, load: Load, limits?: SendLimits): Promise<Drive> {
  const receipts = new Map<number, number>();
  const office: Telling[] = [];
  const api = await startBotApi({
    limits,
    keepAliveMs: KEPT_MS,
    onSent({ chatId, text }) {
      if (chatId > 0 && side.isReceipt(text) && !receipts.has(chatId)) receipts.set(chatId, performance.now());
      if (chatId < 0) for (const ticket of text.match(/#T?0*[1-9]\d*/g) ?? []) office.push({ ticket, at: performance.now() });
    },
  });
  const steady = load.perSecond * load.seconds;
  const people = citizens(WARM_UP + steady + load.burst);
  settle(api, people);
  const running = await side.start(api, people);
  try {
    for (const one of people.slice(0, WARM_UP)) await alone(api, one, receipts);
    const arriving = people.slice(WARM_UP, WARM_UP + steady);
    const offered = await oneByOne(api, arriving, load.perSecond);
    await until(() => arriving.every(({ id }) => receipts.has(id)), GIVE_UP_MS);
    const waits = arriving.flatMap(({ id }, at) => {
      const came = receipts.get(id);
      return came === undefined ? [] : [came - (offered[at] ?? Number.NaN)];
    });
    const burst = await allAtOnce({ api, running, receipts, office, people: people.slice(WARM_UP + steady), load });
    return { receipt: figuresOf(waits), missing: arriving.length - waits.length, burst };
  } finally {
    await running.stop();
    await api.close();
  }
}

async function alone(api: BotApi, who: Citizen, receipts: ReadonlyMap<number, number>): Promise<void> {
  writes(api, who);
  await until(() => receipts.has(who.id), GIVE_UP_MS);
}

/** At even distances, whether or not what came before has been answered. @returns when each was offered */
async function oneByOne(api: BotApi, people: readonly Citizen[], perSecond: number): Promise<readonly number[]> {
  const began = performance.now();
  const offered: number[] = [];
  for (const [at, who] of people.entries()) {
    const due = began + (at * 1_000) / perSecond;
    await sleep(due - performance.now());
    // From when it was due: a bench that is late itself must not hide a wait.
    offered.push(due);
    writes(api, who);
  }
  return offered;
}

interface Flood {
  readonly api: BotApi;
  readonly running: Running;
  readonly receipts: ReadonlyMap<number, number>;
  readonly office: readonly Telling[];
  readonly people: readonly Citizen[];
  readonly load: Load;
}

async function allAtOnce({ api, running, receipts, office, people, load }: Flood): Promise<Burst> {
  const before = { tickets: await running.tickets(), sends: sends(api), office: office.length };
  const cpu = running.cpuSeconds();
  const began = performance.now();
  for (const who of people) writes(api, who);
  let stored: { at: number; tickets: number } = { at: 0, tickets: 0 };
  const watchStored = async () => {
    if (stored.tickets < people.length) stored = { tickets: (await running.tickets()) - before.tickets, at: performance.now() };
    return stored.tickets >= people.length;
  };
  const done = async () =>
    (await watchStored()) && people.every(({ id }) => receipts.has(id)) && told(office.slice(before.office)).length >= people.length;
  await until(done, load.watchSeconds * 1_000);
  const tellings = told(office.slice(before.office)).slice(0, people.length);
  const tellingMs = (tellings.length < people.length ? performance.now() : (tellings.at(-1) ?? Number.NaN)) - began;
  const came = people.flatMap(({ id }) => receipts.get(id) ?? []);
  const now = sends(api);
  const cpuNow = running.cpuSeconds();
  const storedMs = (stored.tickets < people.length ? performance.now() : stored.at) - began;
  return {
    cpuMsPerMessage: cpu === null || cpuNow === null ? null : ((cpuNow - cpu) * 1_000) / people.length,
    tickets: stored.tickets,
    ticketsPerSecond: perSecond(stored.tickets, storedMs),
    receipts: came.length,
    receiptsPerSecond: perSecond(came.length, Math.max(...came) - began),
    toldOffice: tellings.length,
    toldPerMinute: perSecond(tellings.length, tellingMs) * 60,
    refused: now.asked - now.taken - (before.sends.asked - before.sends.taken),
  };
}

/** When each ticket was named first, in that order. */
function told(office: readonly Telling[]): readonly number[] {
  const first = new Map<string, number>();
  for (const { ticket, at } of office) if (!first.has(ticket)) first.set(ticket, at);
  return [...first.values()];
}

function sends({ calls, world }: BotApi): { asked: number; taken: number } {
  return { asked: calls('sendMessage').length, taken: world.ledger.length };
}

const perSecond = (count: number, ms: number): number => (count * 1_000) / ms;

async function until(probe: () => boolean | Promise<boolean>, ms: number): Promise<boolean> {
  for (const end = performance.now() + ms; performance.now() < end; ) {
    if (await probe()) return true;
    await sleep(LOOK_MS);
  }
  return false;
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
