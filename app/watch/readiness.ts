import type { Clock } from '../../core/clock.ts';
import { remembered, within } from './remembered.ts';

/** `degraded`: slower or with a part of its wires, and it serves all the same. `reason` holds no name of a host and no secret. */
export interface Part {
  readonly state: 'ok' | 'degraded' | 'failed';
  readonly reason?: string;
}
export interface Readiness {
  readonly ready: boolean;
  readonly parts: Readonly<Record<string, Part>>;
}

export interface ReadinessParts {
  readonly clock: Clock;
  /** Names of migrations that this code brings and the database lacks. Rejects where the database does not answer. */
  readonly missingMigrations: () => Promise<readonly string[]>;
  readonly queues: { readonly backend: 'redis' | 'postgres'; ping(): Promise<void> };
  /** Of a process that holds wires: each with whether its session is open. */
  readonly channels?: () => readonly { readonly name: string; readonly open: boolean }[];
  readonly state: () => 'starting' | 'running' | 'stopping';
}

const DATABASE_MS = 2000;
const REDIS_MS = 500;
const REMEMBERED_MS = 1000;

/** Whether this process may be given work: cheap, the same answer to everybody within a second. */
export function createReadiness(parts: ReadinessParts): () => Promise<Readiness> {
  const look = remembered(parts.clock, REMEMBERED_MS, async () => {
    const [stored, queues] = await Promise.all([databaseParts(parts), queuesPart(parts)]);
    return { ...stored, queues };
  });
  return async () => {
    const seen = await look();
    // Asked every time: whoever hands out work must hear of a stop at once.
    const state = parts.state();
    const process: Part = state === 'running' ? { state: 'ok' } : { state: 'failed', reason: state };
    const found: Record<string, Part> = { process, ...seen, ...channelParts(parts.channels?.() ?? []) };
    return { ready: Object.values(found).every(({ state }) => state !== 'failed'), parts: found };
  };
}

async function databaseParts({ missingMigrations }: ReadinessParts): Promise<Record<string, Part>> {
  const silence = `no answer within ${DATABASE_MS} ms`;
  try {
    const missing = await within(DATABASE_MS, silence, missingMigrations());
    const migrations: Part = missing.length === 0 ? { state: 'ok' } : { state: 'failed', reason: `not applied: ${missing.join(', ')}` };
    return { database: { state: 'ok' }, migrations };
  } catch (error) {
    // The driver's own words may hold address and password.
    const reason = error instanceof Error && error.message === silence ? silence : 'unreachable';
    return { database: { state: 'failed', reason }, migrations: { state: 'failed', reason: 'unknown while the database is away' } };
  }
}

/** Hints only: without them the sweeps find all work, seconds later. */
async function queuesPart({ queues }: ReadinessParts): Promise<Part> {
  try {
    await within(REDIS_MS, 'silence', queues.ping());
    return { state: 'ok' };
  } catch {
    return { state: 'degraded', reason: `${queues.backend} does not answer; the sweeps go on` };
  }
}

/** One wire that waits for its login does not close the house: the page on which somebody logs it in is served by it too. */
function channelParts(channels: readonly { readonly name: string; readonly open: boolean }[]): Record<string, Part> {
  const none = channels.every(({ open }) => !open);
  return Object.fromEntries(
    channels.map(({ name, open }): [string, Part] => [
      `channel ${name}`,
      open ? { state: 'ok' } : { state: none ? 'failed' : 'degraded', reason: 'no session is open' },
    ]),
  );
}
