import { randomInt } from 'node:crypto';
import type { Clock } from '../core/clock.ts';
import type { Config } from '../core/config.ts';
import type { House } from '../core/conversation/house.ts';
import type { Crash } from '../core/crash.ts';
import type { Clockwork } from '../core/deadlines/clockwork.ts';
import { type Directory, directoryAt } from '../core/directory.ts';
import type { Log } from '../core/log.ts';
import { createLocalInterpreter, type Listening } from '../core/understand/index.ts';
import type { Interpreter, RemoteInterpreter } from '../core/understand/port.ts';
import type { Store } from '../prisma/store/index.ts';
import type { Queues } from './queues.ts';

/** What every worker is given. */
export interface Workshop {
  readonly store: Store;
  readonly config: Config;
  /** The office's calendar, limits and ladder, ready to reckon with. */
  readonly clockwork: Clockwork;
  /** What was learnt to understand people by; asked for when the first message comes, for it takes a moment to load. */
  readonly listening: () => Listening;
  readonly queues: Queues;
  readonly clock: Clock;
  readonly log: Log;
  readonly crash: Crash;
  /** A model behind a network; null: none configured. Never on a receipt's path. */
  readonly model: RemoteInterpreter | null;
}

/** Codes are drawn from it: it must not be guessable. */
const chance = () => randomInt(0, 2 ** 32) / 2 ** 32;

/** Makes the house of a directory snapshot as it stands at a moment; the ears are fitted anew only when the directory moved. */
export function houseMaker(
  { config, clockwork, listening }: Pick<Workshop, 'config' | 'clockwork' | 'listening'>,
  random: () => number = chance,
): (directory: Directory, now: Date) => House {
  let ears: { revision: number; interpreter: Interpreter } | null = null;
  return (directory, now) => {
    if (ears?.revision !== directory.revision) {
      ears = { revision: directory.revision, interpreter: createLocalInterpreter(directory, listening()) };
    }
    const { bot, categories } = config;
    return {
      directory: directoryAt(directory, now),
      interpreter: ears.interpreter,
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
