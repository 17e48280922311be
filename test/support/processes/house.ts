import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { until } from '../until.ts';
import { ensureBuilt } from './built.ts';

const ROOT = join(import.meta.dirname, '../../..');
const Scripts = z.object({ scripts: z.record(z.string(), z.string()) });

/** What an npm script runs, and the line by which it says that it is ready. */
const READY = { start: /马上办已启动：(\S+)/, bots: /bots listening on (\S+)/, workers: /(workers ready)/ } as const;
type Kind = keyof typeof READY;

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly afterMs: number;
}

export interface House {
  /** Where its web server listens; of `workers`, nothing of use. */
  readonly url: string;
  readonly pid: number;
  /** Everything it wrote, to both streams. */
  output(): string;
  /** Objects of its log with this in their message. */
  logged(message: string): number;
  ended(): Exit | null;
  /** Resolves when it has ended by itself. */
  exit(withinMs?: number): Promise<Exit>;
  /** To its whole process group, as a terminal sends Ctrl-C. */
  signal(signal: NodeJS.Signals): void;
  stop(signal?: NodeJS.Signals, withinMs?: number): Promise<Exit>;
}

export type Env = Readonly<Record<string, string>>;

/** A process of the house, ready to work. It does not outlive the test. */
export async function startHouse(kind: Kind, env: Env): Promise<House> {
  const { house, ready } = await launch(kind, env);
  await until(
    () => ready() || house.ended(),
    () => `${kind} to be ready\n${house.output()}`,
    40_000,
  );
  if (ready() === null) throw new Error(`${kind} ended before it was ready: ${JSON.stringify(house.ended())}\n${house.output()}`);
  return { ...house, url: ready() ?? '' };
}

/** The same for a start that is expected to fail, or to die before it is ready. */
export async function launchHouse(kind: Kind, env: Env): Promise<House> {
  return (await launch(kind, env)).house;
}

async function launch(kind: Kind, env: Env): Promise<{ house: House; ready(): string | null }> {
  await ensureBuilt();
  const began = Date.now();
  // A process group of its own: what it starts is ended with it. Nothing of this machine's settings reaches it.
  const child = spawn(process.execPath, [entryOf(kind)], {
    cwd: ROOT,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH ?? '', HOST: '127.0.0.1', PORT: '0', INSTANCE: 'house', LOG_LEVEL: 'info', ...env },
  });
  const pid = child.pid ?? 0;
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  let ended: Exit | null = null;
  child.once('close', (code, signal) => (ended = { code, signal, afterMs: Date.now() - began }));
  onTestFinished(({ task }) => {
    killGroup(child);
    if (task.result?.state === 'fail') process.stderr.write(`── ${kind} (${pid}) said:\n${output}\n`);
  });

  const house: House = {
    url: '',
    pid,
    output: () => output,
    logged: (message) => output.split('\n').filter((line) => line.startsWith('{') && line.includes(message)).length,
    ended: () => ended,
    async exit(withinMs = 20_000) {
      return until(
        () => ended,
        () => `${kind} to end\n${output}`,
        withinMs,
      );
    },
    signal: (signal) => void process.kill(-pid, signal),
    async stop(signal = 'SIGINT', withinMs = 20_000) {
      const asked = Date.now();
      house.signal(signal);
      const exit = await house.exit(withinMs);
      return { ...exit, afterMs: Date.now() - asked };
    },
  };
  return { house, ready: () => READY[kind].exec(output)?.[1] ?? null };
}

/** `npm run bots` is `exec node dist/app/bots.js`: that very file is what runs here. */
function entryOf(kind: Kind): string {
  const { scripts } = Scripts.parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));
  const [, entry] = /^exec node (dist\/\S+)$/.exec(scripts[kind] ?? '') ?? [];
  if (entry === undefined) throw new Error(`npm run ${kind} is not “exec node dist/…” any more`);
  return entry;
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Nobody of it is left.
  }
}
