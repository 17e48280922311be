import { publishedLimits } from '../../test/support/bot-api/limits.ts';
import { type Drive, drive, type Load } from './p13/drive.ts';
import { houseSide } from './p13/house-side.ts';
import { notAPeer, peerSide } from './p13/peer-side.ts';
import type { Context, Line, Measured, Ratio } from './ratio.ts';

/** A minute, because a group is given so many messages a minute. */
const LOAD: Load = { perSecond: 5, seconds: 20, burst: 300, watchSeconds: 60 };
const AIM = 10;
const NAMES = 'bostrot/telegram-support-bot with its SQLite store (4.x)';

/**
 * Another's bot and ours on one Bot API server that keeps Telegram's published limits: everybody writes one problem in private, and
 * has his receipt; the office reads of the ticket in its groups.
 */
export const p13: Ratio = {
  id: 'P13',
  what: `the same citizens against ${NAMES}, Telegram’s limits kept`,
  aim: `≥ ${AIM} each`,
  run: measure,
};

interface Pair {
  readonly house: Drive;
  readonly peer: Drive;
}

async function measure({ peer, rounds, backends, told }: Context): Promise<Measured> {
  if (peer === null)
    return notMeasured(`give --peer DIR, a folder where ${NAMES} is installed and built; none of its code is part of this one`);
  const trouble = notAPeer(peer);
  if (trouble !== null) return notMeasured(trouble);
  const other = peerSide(peer);
  const lines: Line[] = [];
  const notes = [
    `${LOAD.perSecond} a second for ${LOAD.seconds} s, then ${LOAD.burst} at once watched for ${LOAD.watchSeconds} s; each side in a process of its own, from nothing`,
  ];
  for (const backend of backends) {
    const ours = houseSide(backend);
    const pairs: Pair[] = [];
    for (let round = 0; round < rounds; round += 1) {
      // Who begins changes from round to round.
      const first = round % 2 === 0 ? ours : other;
      const one = await drive(first, LOAD, publishedLimits);
      const two = await drive(first === ours ? other : ours, LOAD, publishedLimits);
      const pair = first === ours ? { house: one, peer: two } : { house: two, peer: one };
      told(`P13 ${backend} round ${round + 1} of ${rounds}: ${JSON.stringify(pair)}`);
      pairs.push(pair);
    }
    lines.push(...linesOf(backend, pairs));
    notes.push(`${backend}, ${lossesOf(pairs)}`);
  }
  return { lines, notes };
}

function notMeasured(why: string): Measured {
  return { lines: [], notes: [`not measured: ${why}`] };
}

function linesOf(backend: string, pairs: readonly Pair[]): Line[] {
  const line = (of: string, figure: (drive: Drive) => number, better: 'more' | 'less', holds: Line['holds']): Line => ({
    of: `${backend}, ${of}`,
    unit: '×',
    rounds: pairs.map((pair) => {
      const [house, peer] = [figure(pair.house), figure(pair.peer)];
      return { value: better === 'more' ? house / peer : peer / house, sides: { house, peer } };
    }),
    holds,
  });
  const aim = (median: number): boolean => median >= AIM;
  return [
    line('messages a minute that the office reads of, all waiting', ({ burst }) => burst.toldPerMinute, 'more', aim),
    line('receipts a second, all waiting', ({ burst }) => burst.receiptsPerSecond, 'more', aim),
    line('tickets stored a second, all waiting', ({ burst }) => burst.ticketsPerSecond, 'more', aim),
    line(`receipt p99 at ${LOAD.perSecond} a second, peer ÷ house (ms)`, ({ receipt }) => receipt.p99, 'less', aim),
    line(`receipt p50 at ${LOAD.perSecond} a second, peer ÷ house (ms)`, ({ receipt }) => receipt.p50, 'less', null),
    line(
      'processor ms a message (ours with Postgres and Redis), peer ÷ house',
      ({ burst }) => burst.cpuMsPerMessage ?? Number.NaN,
      'less',
      null,
    ),
  ];
}

/** A rate says nothing of what never came. */
function lossesOf(pairs: readonly Pair[]): string {
  const of = (name: keyof Pair): string => {
    const drives = pairs.map((pair) => pair[name]);
    const sum = (count: (drive: Drive) => number): number => drives.reduce((all, drive) => all + count(drive), 0);
    const waiting = drives.length * LOAD.burst;
    return `${name}: of ${waiting} waiting at once ${sum(({ burst }) => burst.tickets)} tickets, ${sum(({ burst }) => burst.receipts)} receipts, ${sum(({ burst }) => burst.toldOffice)} read by the office; ${sum(({ missing }) => missing)} receipts of the steady load never came; ${sum(({ burst }) => burst.refused)} sends met 429`;
  };
  return `${of('house')} — ${of('peer')}`;
}
