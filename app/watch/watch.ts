import { readdirSync } from 'node:fs';
import Fastify, { type FastifyInstance } from 'fastify';
import { collectDefaultMetrics } from 'prom-client';
import type { Channel } from '../../core/channel.ts';
import type { Clock } from '../../core/clock.ts';
import type { ChannelName } from '../../core/ids.ts';
import type { Log } from '../../core/log.ts';
import type { Signals } from '../../core/signals.ts';
import type { Db } from '../../prisma/store/client.ts';
import { poolOf } from '../../prisma/store/client.ts';
import type { Store } from '../../prisma/store/index.ts';
import { every } from '../../workers/every.ts';
import type { WatchedQueues } from '../../workers/queues.ts';
import { closeServer, listen } from '../listen.ts';
import type { Settings } from '../settings.ts';
import { pingIfWorking } from './deadman.ts';
import { createMetrics } from './metrics.ts';
import { createReadiness } from './readiness.ts';
import { createReadings } from './readings.ts';
import { serveWatch } from './routes.ts';

export type ProcessPart = 'workers' | 'bots';

export interface Watch {
  readonly signals: Signals;
  /** The three pages, on somebody else's server: the figures for this machine alone. */
  serve(app: FastifyInstance): void;
  /** Wires this process holds: their sessions count for its readiness. */
  holds(channels: readonly Channel[]): void;
  /** Begins to watch: METRICS_PORT where it is set, the heart of each part, and the dead-man switch beside the wires. */
  start(parts: readonly ProcessPart[]): Promise<Watching>;
  /** The process does its work from now on; or it is told to stop, and whoever hands out work must know at once. */
  becomes(state: 'running' | 'stopping'): void;
}

export interface Watching {
  stop(): Promise<void>;
}

export interface WatchParts {
  readonly settings: Settings;
  readonly migrations: string;
  readonly db: Db;
  readonly store: Store;
  readonly queues: WatchedQueues;
  readonly clock: Clock;
  readonly log: Log;
  readonly channels: readonly ChannelName[];
  readonly embedded: boolean;
  readonly price: number | null;
}

const HEART_MS = 20_000;
const DEADMAN_MS = 60_000;
/** A loop that has not come round for so long does not turn. */
const LOOP_MS = 60_000;

export function openWatch(parts: WatchParts): Watch {
  const { settings, db, store, queues, clock, log } = parts;
  const { pulse } = store;
  const names = readdirSync(parts.migrations, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
  const metrics = createMetrics(clock, (tickets) => pulse.receivedAt(tickets));
  let state: 'starting' | 'running' | 'stopping' = 'starting';
  let wires: readonly Channel[] = [];
  const readiness = createReadiness({
    clock,
    missingMigrations: () => pulse.missingMigrations(names),
    queues,
    channels: () => wires.map((wire) => ({ name: wire.name, open: wire.ready?.() ?? true })),
    state: () => state,
  });
  const readings = createReadings({
    ...parts,
    metrics,
    ledger: (day) => store.ledger.of(day),
    readiness,
    pool: () => poolOf(db),
    backend: queues.backend,
  });
  const routes = { readiness, readings, contentType: metrics.registry.contentType };

  async function beat(part: ProcessPart): Promise<void> {
    const loops = part === 'workers' ? ['sweep', 'clock'] : wires.map(({ name }) => `deliver ${name}`);
    const now = clock.now();
    const turns = loops.every((loop) => now.getTime() - (metrics.loops.get(loop)?.getTime() ?? 0) <= LOOP_MS);
    if (turns) await pulse.beat(part, settings.INSTANCE, now);
  }

  return {
    signals: metrics.signals,
    serve: (app) => serveWatch(app, routes, 'this-machine'),
    holds(channels) {
      wires = channels;
    },
    becomes(next) {
      state = next;
    },
    async start(own) {
      collectDefaultMetrics({ register: metrics.registry });
      const { METRICS_PORT: port, METRICS_HOST: host } = settings;
      const app = port === undefined ? null : Fastify({ forceCloseConnections: true });
      if (app) {
        serveWatch(app, routes, 'everybody');
        log.info({ address: await listen(app, { host, port: port ?? 0, names: ['METRICS_HOST', 'METRICS_PORT'] }) }, 'figures are served');
      }
      const end = new AbortController();
      const url = settings.DEADMAN_URL ?? null;
      const ping = {
        pulse,
        clock,
        channels: parts.channels,
        url,
        log,
        signal: end.signal,
        works: (yes: boolean) => metrics.gauges.process.works.set(yes ? 1 : 0),
      };
      const working = async () => (state === 'running' ? own.map(beat) : []);
      const loops = [
        every('heart', HEART_MS, log, async () => Promise.all(await working())),
        ...(own.includes('bots') ? [every('deadman', DEADMAN_MS, log, async () => state === 'running' && pingIfWorking(ping))] : []),
      ];
      return {
        async stop() {
          end.abort();
          await Promise.all(loops.map((loop) => loop.stop()));
          if (app) await closeServer(app);
        },
      };
    },
  };
}
