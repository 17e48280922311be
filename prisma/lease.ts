import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import pg from 'pg';

/** The first half of our advisory locks' keys: nobody else's locks are these. The second half says which session. */
const LEASES = 0x4d534231;

/** How a lease keeps time, in milliseconds. What a holder believes must end before the server lets go. */
export interface LeaseTiming {
  /** The server ends a holder's session that it has not heard for so long: frozen, or cut off. */
  readonly idleMs: number;
  /** For so long after an answered question was asked the holder may act on it. Less than `idleMs`. */
  readonly sureMs: number;
  /** A question not answered by then is taken for a connection that is gone. */
  readonly askMs: number;
}

const TIMING: LeaseTiming = { idleMs: 8000, sureMs: 6000, askMs: 3000 };

/** `held`: ours. `taken`: somebody else's. `away`: the database does not answer. */
export type LeaseState = 'held' | 'taken' | 'away';

/**
 * One session of a wire (a login, a token) belongs to one process: a session-level advisory lock, which the server takes back the
 * moment the connection is gone. No row with a time in it, which a stopped clock or a slow process could believe too long.
 */
export interface Lease {
  /** Tries to take it, or asks the server whether we are still there. Call it every second or so; it never rejects. */
  turn(): Promise<LeaseState>;
  /** Nobody else can hold it now. False in doubt: after a freeze this is so before anything else has run. */
  sure(): boolean;
  /** Gives it back. */
  stop(): Promise<void>;
}

/** @param name of the wire and who we are on it, which says nothing secret: it is hashed all the same */
export function createLease(databaseUrl: string, name: string, timing = TIMING): Lease {
  const key = createHash('sha256').update(name).digest().readInt32BE(0);
  let client: pg.Client | null = null;
  let held = false;
  let asked = 0;

  async function turn(): Promise<LeaseState> {
    const began = reading();
    try {
      if (client !== null && held) await within(timing.askMs, client.query('SELECT 1'));
      else {
        client ??= await connect();
        held = await take(client);
      }
    } catch {
      drop();
      return 'away';
    }
    // From the moment of asking: the server heard us then or later.
    if (held) asked = began;
    return held ? 'held' : 'taken';
  }

  async function connect(): Promise<pg.Client> {
    const fresh = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: timing.askMs, keepAlive: true });
    fresh.on('error', () => client === fresh && drop());
    fresh.on('end', () => client === fresh && drop());
    await fresh.connect();
    try {
      await within(timing.askMs, fresh.query(SETTINGS, [String(timing.idleMs)]));
    } catch (error) {
      void fresh.end().catch(() => {});
      throw error;
    }
    return fresh;
  }

  async function take(by: pg.Client): Promise<boolean> {
    const { rows } = await within(
      timing.askMs,
      by.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS taken', [LEASES, key]),
    );
    return rows[0]?.taken === true;
  }

  function drop(): void {
    const gone = client;
    client = null;
    held = false;
    // With a question open this cuts the connection, which would otherwise wait for an answer that may never come.
    void gone?.end().catch(() => {});
  }

  return {
    turn,
    sure: () => held && reading() - asked < timing.sureMs,
    async stop() {
      const last = client;
      client = null;
      held = false;
      if (last !== null) await within(timing.askMs, last.end()).catch(() => {});
    },
  };
}

/**
 * Of the settings that this server knows: it ends a session that says nothing (frozen, however alive its socket looks), and notices a
 * dead line by itself. A pooler in between must hand on sessions, not transactions.
 */
const SETTINGS = `
  SELECT set_config(name, value, false) FROM (VALUES ('application_name', 'mashangban lease'), ('idle_session_timeout', $1),
    ('tcp_keepalives_idle', '3'), ('tcp_keepalives_interval', '2'), ('tcp_keepalives_count', '2'), ('tcp_user_timeout', $1)) AS wish (name, value)
  WHERE EXISTS (SELECT FROM pg_settings WHERE pg_settings.name = wish.name)`;

/** The later of two clocks: the steady one stands still while the machine sleeps, the other may be set back. */
function reading(): number {
  const [steady, wall] = [performance.now(), Date.now()];
  last = { passed: last.passed + Math.max(0, steady - last.steady, wall - last.wall), steady, wall };
  return last.passed;
}
let last = { passed: 0, steady: performance.now(), wall: Date.now() };

async function within<T>(ms: number, what: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), ms);
  });
  try {
    return await Promise.race([what, late]);
  } finally {
    clearTimeout(timer);
    what.catch(() => {});
  }
}
