import { BOT } from '../bots/webchat/api.ts';
import { type Figures, figuresOf } from './figures.ts';
import { beSomebody, everybody, type Person } from './person.ts';
import { PROBLEMS } from './problems.ts';
import type { RunningHouse } from './start-house.ts';

const AT_ONCE = 10;
/** They take turns, so that nobody's next trouble follows at the heels of his last: it might rightly be taken as more about that. */
export const CROWD = 100;
/** The web chat lets 120 sign in a minute. */
const SIGN_INS = 110;
const SIGN_IN_MS = 61_000;
const WORK = 'work';
const READER = 'yu-haifeng';
/** Rounds that nobody counts: the first sentences of a fresh process are slow, and happen once. */
export const WARM_UP = 3;
/** What is one matter however many tell it, and what may be taken as more about almost any other trouble of his, is not among them. */
const TROUBLES = PROBLEMS.filter((problem) => !/路口|占道|验收报了|孩子|高新|增容/.test(problem));
/** Far from his last in the list, where neighbours sound alike. */
const STEP = 5;
/** Then everybody has told all he has. */
const MOST_ROUNDS = (TROUBLES.length * CROWD) / AT_ONCE - WARM_UP;
/** Longer than this counts as lost, and is said. */
const GIVE_UP_MS = 10_000;
/** Many times below what the web chat takes of one person, 120 changes a minute. */
const ROUND_MS = 600;

export interface Measured {
  /** POST sent → the receipt is on another person's live stream. */
  readonly receipt: Figures;
  /** POST sent → POST answered: the message is stored, nothing of it is lost any more. */
  readonly acknowledged: Figures;
  /** POST sent → POST answered, of a route that makes one INSERT and nothing else. */
  readonly floor: Figures;
  /** Messages whose receipt did not come within ten seconds. */
  readonly missing: number;
}

export interface Sample {
  readonly acknowledged: number;
  readonly receipt: number | null;
}

/** The house with its people in it, ready to be spoken to. It was started with `CROWD`. */
export interface Gathering {
  /** The next ten write a problem each, all at once, and wait for their receipts. */
  round(at: number): Promise<readonly Sample[]>;
  /** The same ten knock on the floor. */
  knock(at: number): Promise<readonly number[]>;
  leave(): void;
}

/** @param rounds after the warm-up @throws Error before anything is said, for more than everybody has to tell */
export async function gather({ url, floorUrl }: RunningHouse, watching: number, rounds: number): Promise<Gathering> {
  if (rounds > MOST_ROUNDS) throw new Error(`at most ${MOST_ROUNDS} rounds in all`);
  const board = receiptBoard();
  const people = await everybody(url);
  const [reader, ...signedIn] = await signInAll(url, [READER, ...people.slice(0, watching), ...people.slice(-CROWD)]);
  if (reader === undefined) throw new Error(`nobody is ${READER}`);
  const [others, crowd] = [signedIn.slice(0, watching), signedIn.slice(watching)];
  // As in life: whoever writes has the page open too, and it hears everything. Of the crowd as many as write at once.
  const leaves = await Promise.all([
    reader.listen((message, at) => board.heard(message, at)),
    ...[...crowd.slice(0, AT_ONCE), ...others].map((person) => person.listen(() => {})),
  ]);
  return {
    round: (at) => Promise.all(tenOf(crowd, at).map((person, i) => report(person, problemOf(i, at), board))),
    knock: (at) => Promise.all(tenOf(crowd, at).map((_, i) => knock(floorUrl, problemOf(i, at)))),
    leave() {
      for (const leave of leaves) leave();
    },
  };
}

/** Round after round, and between them the floor. */
export async function measureReceipts(house: RunningHouse, rounds: number, watching: number): Promise<Measured> {
  const gathering = await gather(house, watching, rounds);
  const samples: Sample[] = [];
  const floor: number[] = [];
  for (let round = -WARM_UP; round < rounds; round += 1) {
    const began = performance.now();
    const heard = await gathering.round(round + WARM_UP);
    const knocked = await gathering.knock(round + WARM_UP);
    if (round >= 0) {
      samples.push(...heard);
      floor.push(...knocked);
    }
    await rested(began);
  }
  gathering.leave();
  return { ...receiptsOf(samples), acknowledged: figuresOf(samples.map(({ acknowledged }) => acknowledged)), floor: figuresOf(floor) };
}

export function receiptsOf(samples: readonly Sample[]): Pick<Measured, 'receipt' | 'missing'> {
  const receipts = samples.flatMap(({ receipt }) => (receipt === null ? [] : [receipt]));
  return { receipt: figuresOf(receipts), missing: samples.length - receipts.length };
}

/** The next round begins so long after this one at the earliest. */
export const rested = (began: number, roundMs = ROUND_MS): Promise<void> => sleep(Math.max(0, roundMs - (performance.now() - began)));

async function report(person: Person, text: string, board: ReturnType<typeof receiptBoard>): Promise<Sample> {
  const sent = performance.now();
  const id = await person.post(WORK, text);
  const acknowledged = performance.now() - sent;
  const at = await board.receiptOf(id);
  return { acknowledged, receipt: at === null ? null : at - sent };
}

async function knock(floorUrl: string, text: string): Promise<number> {
  const sent = performance.now();
  const response = await fetch(`${floorUrl}/floor`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text }),
  });
  await response.json();
  return performance.now() - sent;
}

/** When the bot's word on each message was heard: it quotes the message it acknowledges, and may come before our POST's answer. */
function receiptBoard() {
  const at = new Map<number, number>();
  const waiting = new Map<number, (at: number) => void>();
  return {
    heard(message: { author: { key: string }; text: string; quote: { id: number | null } | null }, when: number): void {
      const id = message.quote?.id ?? null;
      if (message.author.key !== BOT || id === null || at.has(id) || !message.text.includes('已受理 #')) return;
      at.set(id, when);
      waiting.get(id)?.(when);
    },
    receiptOf(id: number): Promise<number | null> {
      const known = at.get(id);
      if (known !== undefined) return Promise.resolve(known);
      return new Promise((resolve) => {
        const timer = setTimeout(() => resolve(null), GIVE_UP_MS);
        waiting.set(id, (when) => {
          clearTimeout(timer);
          resolve(when);
        });
      });
    },
  };
}

async function signInAll(url: string, keys: readonly string[]): Promise<Person[]> {
  const people: Person[] = [];
  for (let from = 0; from < keys.length; from += SIGN_INS) {
    if (from > 0) await sleep(SIGN_IN_MS);
    people.push(...(await Promise.all(keys.slice(from, from + SIGN_INS).map((key) => beSomebody(url, key)))));
  }
  return people;
}

function tenOf(crowd: readonly Person[], round: number): readonly Person[] {
  const first = (round * AT_ONCE) % CROWD;
  return crowd.slice(first, first + AT_ONCE);
}

/** Each person's troubles are all different. */
function problemOf(i: number, round: number): string {
  const turn = Math.floor((round * AT_ONCE) / CROWD);
  return TROUBLES[(i + STEP * turn) % TROUBLES.length] ?? '';
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
