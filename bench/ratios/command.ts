import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { openServer } from '../history/server.ts';
import { counted } from '../options.ts';
import { surroundings } from '../surroundings.ts';
import { RATIOS } from './index.ts';
import type { Backend, Ratio } from './ratio.ts';
import { judged, type Result, tableOf } from './table.ts';

interface Options {
  readonly only: readonly Ratio[];
  readonly rounds: number;
  readonly backend?: Backend;
  readonly json?: true | string;
  readonly check?: true;
  readonly tickets: number;
  readonly chats: number;
  readonly ahead: number;
  readonly backlog: number;
  readonly timers: number;
  readonly large: number;
}

/** `npm run bench`: what the house costs, as ratios to something else on the same machine in the same minutes. */
export function ratios(program: Command): Command {
  return program
    .option('--only <ids>', 'of the table: P1,P2', chosen, RATIOS)
    .option('--rounds <n>', 'rounds of each ratio', counted, 5)
    .option('--backend <name>', 'redis or postgres; both where not given', backendOf)
    .option('--tickets <n>', 'P1, P2: tickets a side and round', counted, 2000)
    .option('--chats <n>', 'chats side by side, and clients of the other side', counted, 40)
    .option('--ahead <n>', 'messages of one chat under way at once', counted, 10)
    .option('--backlog <n>', 'P11: messages that wait', counted, 50_000)
    .option('--timers <n>', 'P6, P7: open clocks', counted, 100_000)
    .option('--large <n>', 'P5: tickets in the long history', counted, 999_000)
    .option('--json [file]', 'one line of JSON, or into this file beside the table')
    .option('--check', 'fails where a bar does not hold')
    .action(run);
}

async function run(options: Options): Promise<void> {
  const around = surroundings(new Date());
  const { rounds, backend, tickets, chats, ahead, backlog, timers, large } = options;
  const server = await openServer(null);
  const results: Result[] = [];
  try {
    for (const ratio of options.only) {
      const measured = await ratio.run({
        root: join(import.meta.dirname, '../..'),
        server,
        rounds,
        backends: backend === undefined ? ['redis', 'postgres'] : [backend],
        size: { tickets, chats, ahead, backlog, timers, large },
        told: (what) => console.error(what),
      });
      results.push({ ratio, measured });
    }
  } finally {
    await server.stop();
  }
  const loadAtEnd = Math.round((loadavg()[0] ?? 0) * 10) / 10;
  const whole = JSON.stringify({
    ...around,
    loadAtEnd,
    options: { rounds, tickets, chats, ahead, backlog, timers, large },
    ratios: results.map(({ ratio: { id, what, aim }, measured: { lines, notes } }) => ({
      id,
      what,
      aim,
      lines: lines.map((line) => ({ ...judged(line), each: line.rounds })),
      notes,
    })),
  });
  if (typeof options.json === 'string') writeFileSync(options.json, `${whole}\n`);
  console.log(options.json === true ? whole : tableOf(around, loadAtEnd, results));
  if (options.check && results.some(({ measured }) => measured.lines.some((line) => judged(line).holds === false))) process.exitCode = 1;
}

function chosen(value: string): readonly Ratio[] {
  return value.split(',').map((id) => {
    const found = RATIOS.find((ratio) => ratio.id === id.trim().toUpperCase());
    if (found === undefined) throw new InvalidArgumentError(`one of ${RATIOS.map((ratio) => ratio.id).join(', ')}`);
    return found;
  });
}

function backendOf(value: string): Backend {
  if (value !== 'redis' && value !== 'postgres') throw new InvalidArgumentError('redis or postgres');
  return value;
}
