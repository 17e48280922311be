import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import type { CrashPoint } from '../../core/crash.ts';
import { until } from '../support/until.ts';
import type { Target } from './schedule.ts';

const ROOT = join(import.meta.dirname, '../..');
const READY = { bots: /bots listening on/, workers: /workers ready/ } as const;
const LOGGED_IN = 'wechat: logged in';
/** Its database did not answer: it works on, and hears nobody. */
const LET_GO = /"channel":"wechat".*this session is let go/;
/** As whoever supervises it in a deployment waits before he starts it anew. */
const AGAIN_MS = 250;
const START_MS = 90_000;
const STOP_MS = 40_000;

/** When a process could not hear anybody: from its end, or from when it let its session go, until it worked again. */
export interface Down {
  readonly from: number;
  to: number | null;
}

export interface Arm {
  readonly point: CrashPoint;
  readonly at: string;
}

/** What befell one process of the house in the run. */
export interface Fate {
  /** SIGKILLs that the drill gave. */
  kills: number;
  /** Stopped when asked to, with everything in hand done. */
  restarts: number;
  readonly struck: CrashPoint[];
  /** Starts that ended before the process worked: its database was away. */
  failedStarts: number;
  /** Ends that nobody ordered. There may be none. */
  readonly fell: string[];
  readonly downs: Down[];
}

/** One process of the house, started anew whenever it ends, as a deployment's supervisor does. */
export interface Kept {
  readonly fate: Fate;
  start(): Promise<void>;
  /** Its next start is armed with this; where it runs unarmed, that is now: it is asked to stop, as for a new version. */
  arm(arm: Arm): Promise<void>;
  kill(downMs: number): Promise<void>;
  freeze(ms: number): Promise<void>;
  /** Works again, whatever befell it. */
  well(): Promise<void>;
  /** What is not armed yet never will be: the end of a run. */
  disarm(): void;
  stop(): Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  killForGood(): void;
}

/** Each is a process group of its own; none may outlive the drill, whatever ends it short of SIGKILL. */
const alive = new Set<number>();
process.once('exit', () => {
  for (const pid of alive) {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It has just ended by itself.
    }
  }
});

export function keep(target: Target, env: Readonly<Record<string, string>>, logFile: string): Kept {
  const kind = target === 'bots' ? 'bots' : 'workers';
  const log: WriteStream = createWriteStream(logFile, { flags: 'a' });
  const fate: Fate = { kills: 0, restarts: 0, struck: [], failedStarts: 0, fell: [], downs: [] };
  const arms: Arm[] = [];
  let child: ChildProcess | null = null;
  let armed: Arm | null = null;
  let ready = false;
  let output = '';
  /** Who has ordered the end of this child: the drill itself. */
  let ordered: ChildProcess | null = null;
  /** Politely. */
  let asked: ChildProcess | null = null;
  let pauseMs = AGAIN_MS;
  let over = false;
  let again: NodeJS.Timeout | undefined;

  function spawnOne(): void {
    armed = arms.shift() ?? null;
    ready = false;
    output = '';
    const own = spawn(process.execPath, [join(ROOT, `dist/app/${kind}.js`)], {
      cwd: ROOT,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'] ?? '', ...env, ...(armed === null ? {} : { CRASH_AT: armed.at }) },
    });
    child = own;
    if (own.pid !== undefined) alive.add(own.pid);
    log.write(`── ${new Date().toISOString()} ${target} ${own.pid ?? 0} starts${armed === null ? '' : `, to die at ${armed.at}`}\n`);
    for (const stream of [own.stdout, own.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => heard(own, text));
    own.once('close', (code, signal) => ended(own, code, signal));
  }

  function heard(from: ChildProcess, text: string): void {
    log.write(text);
    if (from !== child) return;
    if (ready) return hearsWechat(text);
    output = (output + text).slice(-100_000);
    ready = READY[kind].test(output) && (kind === 'workers' || env['WECHAT'] !== '1' || output.includes(LOGGED_IN));
    const down = fate.downs.at(-1);
    if (ready && down) down.to = Date.now();
  }

  function hearsWechat(text: string): void {
    const last = fate.downs.at(-1);
    const down = last !== undefined && last.to === null;
    if (!down && LET_GO.test(text)) fate.downs.push({ from: Date.now(), to: null });
    if (down && text.includes(LOGGED_IN)) last.to = Date.now();
  }

  function ended(own: ChildProcess, code: number | null, signal: NodeJS.Signals | null): void {
    log.write(`── ${new Date().toISOString()} ${target} ${own.pid ?? 0} ended: ${signal ?? code}\n`);
    if (own.pid !== undefined) alive.delete(own.pid);
    if (own !== child) return;
    child = null;
    if (over) return;
    const struckBefore = fate.struck.length;
    if (ordered === own) fate.kills += 1;
    else if (asked === own && code === 0) fate.restarts += 1;
    else if (signal === 'SIGKILL' && armed !== null) fate.struck.push(armed.point);
    else if (!ready && code === 1) fate.failedStarts += 1;
    else fate.fell.push(`${target}: ${signal ?? code}${ready ? '' : ' before it was ready'}`);
    // Whoever died of something else dies of that the next time.
    if (armed !== null && fate.struck.length === struckBefore) arms.unshift(armed);
    armed = null;
    const last = fate.downs.at(-1);
    if (last === undefined || last.to !== null) fate.downs.push({ from: Date.now(), to: null });
    again = setTimeout(spawnOne, pauseMs);
    pauseMs = AGAIN_MS;
  }

  function signal(name: NodeJS.Signals): void {
    if (child?.pid === undefined) return;
    try {
      process.kill(-child.pid, name);
    } catch {
      // It has just ended by itself.
    }
  }

  const tail = (): string => output.slice(-3_000);

  async function well(): Promise<void> {
    await until(
      () => child !== null && ready,
      () => `${target} to work\n${tail()}`,
      START_MS,
    );
  }

  return {
    fate,
    async start() {
      spawnOne();
      await well();
    },
    async arm(arm) {
      arms.push(arm);
      if (child === null || !ready || armed !== null) return;
      const ending = child;
      asked = ending;
      pauseMs = 0;
      signal('SIGTERM');
      await until(
        () => child !== ending,
        () => `${target} to stop when asked\n${tail()}`,
        STOP_MS,
      );
    },
    async kill(downMs) {
      await until(() => child, `${target} to be there to be killed`, START_MS);
      const dying = child;
      ordered = dying;
      pauseMs = AGAIN_MS + downMs;
      signal('SIGKILL');
      await until(() => child !== dying, `${target} to be dead`);
    },
    async freeze(ms) {
      signal('SIGSTOP');
      await new Promise((resolve) => setTimeout(resolve, ms));
      signal('SIGCONT');
    },
    well,
    disarm: () => void arms.splice(0),
    async stop() {
      over = true;
      clearTimeout(again);
      const ending = child;
      if (ending === null) return { code: 0, signal: null };
      signal('SIGTERM');
      await until(
        () => child === null,
        () => `${target} to stop\n${tail()}`,
        STOP_MS,
      );
      return { code: ending.exitCode, signal: ending.signalCode };
    },
    killForGood() {
      over = true;
      clearTimeout(again);
      signal('SIGCONT');
      signal('SIGKILL');
      log.end();
    },
  };
}
