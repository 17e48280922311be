import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runMigrations } from 'bullmq';
import { HouseError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { migrate } from '../prisma/migrate.ts';
import { canBecome, connected, couldRewrite, ensureRole, grantRights, ownsTables, setPassword } from '../prisma/rights.ts';
import { QUEUE_SCHEMA } from '../workers/queues.ts';
import { type EmbeddedDatabase, startEmbeddedPostgres } from './embedded-postgres.ts';
import type { Settings } from './settings.ts';

/** What the house works as, where no other name was given: it may add to the log of events and to the audit, and change neither. */
export const APP_ROLE = 'mashangban_app';

/** The database made ready: brought up to date by its owner, and entered as somebody with less right. */
export interface OpenedGround {
  readonly databaseUrl: string;
  readonly embedded: EmbeddedDatabase | null;
}

export async function openGround(settings: Settings, dataDir: string, root: string, log: Log): Promise<OpenedGround> {
  const embedded = settings.DATABASE_URL ? null : await embeddedDatabase(dataDir, settings.EMBEDDED_POSTGRES_PORT);
  try {
    const given = settings.DATABASE_URL ?? null;
    const owner = (given === null ? embedded?.url : settings.MIGRATE_DATABASE_URL) ?? given ?? '';
    const queues = !settings.REDIS_URL;
    const databaseUrl = await prepared(
      { owner, given: owner === given ? null : given, root, queues },
      log,
      embedded ? () => appPassword(dataDir) : null,
    );
    return { databaseUrl, embedded };
  } catch (error) {
    await embedded?.stop();
    return inWords(error);
  }
}

interface Order {
  /** Migrates and grants, where it is the owner. */
  readonly owner: string;
  /** What the house is to work as; null: nobody else was named. */
  readonly given: string | null;
  readonly root: string;
  /** The queues live in this database too. */
  readonly queues: boolean;
}

/** @param secret the embedded server's second password; null: the server is somebody else's */
async function prepared({ owner, given, root, queues }: Order, log: Log, secret: (() => string) | null): Promise<string> {
  const { applied, newer } = await migrate(owner, join(root, 'prisma/migrations'));
  if (applied.length > 0) log.info({ applied }, 'the database was brought up to date');
  if (newer.length > 0) log.warn({ newer }, 'the database belongs to a newer version; what that added is left alone, and this one goes on');
  const url = await connected(owner, async (client) => {
    if (!(await ownsTables(client))) return given ?? owner;
    if (queues) await runMigrations(client, QUEUE_SCHEMA);
    const found = given ?? (secret ? loginOn(owner, secret()) : null);
    const role = found === null ? APP_ROLE : decodeURIComponent(new URL(found).username);
    const password = found === null ? null : decodeURIComponent(new URL(found).password);
    try {
      await ensureRole(client, role, password);
      await grantRights(client, role, QUEUE_SCHEMA);
    } catch (error) {
      // Somebody named it: he means it. Otherwise the house goes on as it did before there was such a role.
      if (given !== null) throw error;
      log.debug({ error: String(error) }, 'no role of less right could be made');
      return owner;
    }
    // Ours alone: a password that was lost is given anew.
    if (secret !== null && found !== null && password !== null && (await refused(found))) await setPassword(client, role, password);
    if (found !== null) return found;
    const as = becoming(owner, role);
    // A pooler in between may not pass the option on.
    return (await canBecome(client, role)) && !(await refused(as)) ? as : owner;
  });
  if (await connected(url, couldRewrite))
    log.warn(
      { see: 'docs/decisions/0026-database-role.md' },
      'this database user may change the audit log: it is protected by triggers only',
    );
  return url;
}

async function refused(url: string): Promise<boolean> {
  return connected(url, async () => false).catch(() => true);
}

function loginOn(url: string, password: string): string {
  const found = new URL(url);
  found.username = APP_ROLE;
  found.password = encodeURIComponent(password);
  return found.toString();
}

/** The same user, as another from the first moment: RESET ROLE leads back to it. */
function becoming(url: string, role: string): string {
  const found = new URL(url);
  const options = found.searchParams.get('options');
  found.searchParams.set('options', `${options === null ? '' : `${options} `}-c role=${role}`);
  return found.toString();
}

/** The embedded server listens on loopback only, and still asks for a password that is this machine's own. */
function embeddedDatabase(dir: string, port: number | undefined): Promise<EmbeddedDatabase> {
  const password = keptSecret(join(dir, 'postgres-password'));
  return startEmbeddedPostgres({ dir: join(dir, 'postgres'), password, ...(port === undefined ? {} : { port }) });
}

function appPassword(dir: string): string {
  return keptSecret(join(dir, 'postgres-app-password'));
}

function keptSecret(file: string): string {
  if (!existsSync(file)) {
    writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600 });
    chmodSync(file, 0o600);
  }
  return readFileSync(file, 'utf8').trim();
}

/** What somebody starting the house can put right himself; the driver's own words may hold the password. */
function inWords(cause: unknown): never {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (!/^(E[A-Z_]+|28\w{3}|3D000)$/.test(code)) throw cause;
  throw new HouseError(
    'no-database',
    `连不上数据库（${code}）：请核对 DATABASE_URL（和 MIGRATE_DATABASE_URL）里的地址、端口、用户、密码和库名，并确认数据库已经启动。`,
    { cause },
  );
}
