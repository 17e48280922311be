import { randomInt } from 'node:crypto';
import type { Clock } from '../core/clock.ts';
import type { Config } from '../core/config.ts';
import type { House } from '../core/conversation/house.ts';
import type { Crash } from '../core/crash.ts';
import type { Clockwork } from '../core/deadlines/clockwork.ts';
import { type Directory, directoryAt } from '../core/directory.ts';
import type { Log } from '../core/log.ts';
import type { Signals } from '../core/signals.ts';
import type { Interpreter, RemoteInterpreter } from '../core/understand/port.ts';
import type { Store } from '../prisma/store/index.ts';
import type { EarsSource } from './ears/source.ts';
import type { Queues } from './queues.ts';

/** What every worker is given. */
export interface Workshop {
  readonly store: Store;
  readonly config: Config;
  /** The office's calendar, limits and ladder, ready to reckon with. */
  readonly clockwork: Clockwork;
  /** What was learnt to understand people by: what ships, or what the office made of it. */
  readonly ears: EarsSource;
  readonly queues: Queues;
  readonly clock: Clock;
  readonly log: Log;
  readonly crash: Crash;
  /** A model behind a network; null: none configured. Never on a receipt's path. */
  readonly model: RemoteInterpreter | null;
  /** Absent: nobody counts. */
  readonly signals?: Signals;
}

/** Codes are drawn from it: it must not be guessable. */
const chance = () => randomInt(0, 2 ** 32) / 2 ** 32;

/** Makes the house of a directory snapshot as it stands at a moment; the interpreter is made anew only when the directory or the ears are others. */
export function houseMaker(
  { config, clockwork, ears }: Pick<Workshop, 'config' | 'clockwork' | 'ears'>,
  random: () => number = chance,
): (directory: Directory, now: Date) => House {
  let made: { revision: number; version: number; interpreter: Interpreter } | null = null;
  return (directory, now) => {
    const { version, orders } = ears.current();
    if (made?.revision !== directory.revision || made.version !== version) {
      made = { revision: directory.revision, version, interpreter: ears.interpreter(directory) };
    }
    const { bot, categories } = config;
    return {
      directory: directoryAt(directory, now),
      interpreter: made.interpreter,
      orders,
      routing: bot.routing,
      triage: bot.triage,
      clockwork,
      categories,
      prefix: bot.prefix,
      codeMinutes: bot.codeMinutes,
      greeting: bot.greeting,
      botAliases: bot.aliases,
      random,
    };
  };
}
