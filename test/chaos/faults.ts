import type { Link } from '../support/link.ts';
import { emptyDisk, fullDisk } from './full.ts';
import type { Kept } from './processes.ts';
import { type Fault, FULL_TABLES, type LinkName, type Target } from './schedule.ts';
import type { Postgres, RedisServer } from './servers.ts';

export interface Ground {
  readonly postgres: Postgres;
  readonly redis: RedisServer | null;
  readonly links: ReadonlyMap<LinkName, Link>;
  readonly processes: ReadonlyMap<Target, Kept>;
}

export interface Happened {
  readonly fault: Fault;
  readonly from: number;
  to: number;
}

export interface Faults {
  /** Begins it and does not wait for its end; but for that of one that strikes at the same place. */
  begin(fault: Fault): Promise<void>;
  /** Resolves when all is well again. */
  over(): Promise<void>;
  happened(): readonly Happened[];
}

export function createFaults(ground: Ground, say: (line: string) => void): Faults {
  const running = new Map<string, Promise<void>>();
  const happened: Happened[] = [];

  async function strike(fault: Fault): Promise<void> {
    switch (fault.kind) {
      case 'kill':
        await keptOf(fault.target).kill(fault.downMs);
        return keptOf(fault.target).well();
      case 'arm':
        await keptOf(fault.target).arm(fault);
        return;
      case 'kill-server': {
        const server = fault.server === 'redis' ? ground.redis : ground.postgres;
        await server?.kill();
        await pause(fault.downMs);
        return server?.start();
      }
      case 'freeze':
        return keptOf(fault.target).freeze(fault.ms);
      case 'half-open':
        linkOf(fault.link).hold();
        await pause(fault.ms);
        return linkOf(fault.link).reset();
      case 'stranded':
        return linkOf(fault.link).strand();
      case 'flushall':
        return ground.redis?.flush();
      case 'full':
        return fullDisk(ground.postgres.url, fault.table, fault.ms);
    }
  }

  const keptOf = (target: Target): Kept => there(ground.processes.get(target), target);
  const linkOf = (name: LinkName): Link => there(ground.links.get(name), name);

  return {
    async begin(fault) {
      const place = placeOf(fault);
      await running.get(place);
      const one: Happened = { fault, from: Date.now(), to: Number.POSITIVE_INFINITY };
      happened.push(one);
      say(`fault: ${JSON.stringify(fault)}`);
      const striking = strike(fault).then(() => {
        one.to = Date.now();
      });
      // Whoever waits for the next one there hears of its failure; nobody else must.
      striking.catch(() => undefined);
      running.set(place, striking);
      if (fault.kind === 'arm') await striking;
    },
    async over() {
      await Promise.all(running.values());
      for (const table of FULL_TABLES) await emptyDisk(ground.postgres.url, table);
    },
    happened: () => happened,
  };
}

/** What one fault must not do while another is doing it. */
function placeOf(fault: Fault): string {
  switch (fault.kind) {
    case 'kill':
    case 'arm':
    case 'freeze':
      return fault.target;
    case 'kill-server':
      return fault.server;
    case 'half-open':
    case 'stranded':
      return fault.link;
    case 'flushall':
      return 'redis';
    case 'full':
      return 'postgres';
  }
}

function there<T>(found: T | undefined, what: string): T {
  if (found === undefined) throw new Error(`there is no ${what}`);
  return found;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
