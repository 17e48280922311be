import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import pg from 'pg';
import { MIGRATION_LOCK } from './migrate.ts';

/** Tables to which the house only ever adds. Whoever works as the limited role can neither change nor delete what stands in them. */
export const APPEND_ONLY: readonly string[] = ['ticket_event', 'audit'];
/** The only rows the house deletes: sign-ins that have ended, files that were never sent, and heartbeats of processes long gone. */
const MAY_DELETE: readonly string[] = ['webchat_session', 'webchat_file', 'heartbeat'];
/** Kept by the owner, read by all: how a process without the owner's rights knows whether the database is its own version's. */
const MAY_READ: readonly string[] = ['_prisma_migrations'];

/** Rights may wait for another's migration; a connection that died without a word must not make a start wait for ever. */
const SILENT_MS = 60_000;

/** Gives a connection of its own for as long as `use` runs. */
export async function connected<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, keepAlive: true, connectionTimeoutMillis: SILENT_MS, query_timeout: SILENT_MS });
  // A server that goes away while nothing is asked must not end the process.
  client.on('error', () => {});
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end().catch(() => {});
  }
}

/** Whose connection is it: the owner's of our tables, or one that was given rights? */
export async function ownsTables(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ owner: boolean }>(
    `SELECT pg_has_role(current_user, relowner, 'USAGE') AS owner FROM pg_class WHERE oid = to_regclass('ticket_event')`,
  );
  return rows[0]?.owner === true;
}

/** Whether this connection could change what is append-only, as far as Postgres itself is concerned. */
export async function couldRewrite(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ could: boolean }>(
    `SELECT bool_or(has_table_privilege(t, p)) AS could FROM unnest($1::text[]) AS t, unnest('{UPDATE,DELETE,TRUNCATE,TRIGGER}'::text[]) AS p`,
    [APPEND_ONLY],
  );
  return rows[0]?.could === true;
}

/**
 * Makes the role where it is not there yet. Roles belong to the whole server, and houses on several of its databases may start at
 * once: whoever comes second finds it made. @param password null: nobody logs in as it; it is only become
 */
export async function ensureRole(client: pg.Client, role: string, password: string | null): Promise<void> {
  const there = async () => (await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role])).rowCount === 1;
  if (await there()) return;
  const login = password === null ? 'NOLOGIN' : `LOGIN PASSWORD ${client.escapeLiteral(verifierOf(password))}`;
  try {
    await client.query(`CREATE ROLE ${client.escapeIdentifier(role)} NOSUPERUSER NOCREATEDB NOCREATEROLE ${login}`);
  } catch (error) {
    if (!(await there())) throw error;
  }
}

/** For a role that is ours alone. */
export async function setPassword(client: pg.Client, role: string, password: string): Promise<void> {
  await client.query(`ALTER ROLE ${client.escapeIdentifier(role)} LOGIN PASSWORD ${client.escapeLiteral(verifierOf(password))}`);
}

/** Whether this user may work as the role, and makes it so where it can. */
export async function canBecome(client: pg.Client, role: string): Promise<boolean> {
  const name = client.escapeIdentifier(role);
  const become = () => client.query(`SET ROLE ${name}; RESET ROLE`).then(Boolean, () => false);
  if (await become()) return true;
  await client.query(`GRANT ${name} TO CURRENT_USER`).catch(() => {});
  return become();
}

/**
 * Brings the role's rights to what the lists above say, on every table there is by now: called after the migrations, so that a new
 * table needs no grants of its own. Touches nothing where nothing differs. As the owner.
 * @param queues schema of the queues, where they live in this database
 */
export async function grantRights(client: pg.Client, role: string, queues: string): Promise<void> {
  await client.query('BEGIN');
  try {
    // The migrations' own: two processes that grant the same at once would trip over each other's catalogue rows.
    await client.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    const { rows } = await client.query<{ statement: string }>(DIFFERENCES, [role, queues, APPEND_ONLY, MAY_DELETE, MAY_READ]);
    for (const { statement } of rows) await client.query(statement);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  }
}

/** Statements that make the rights of role $1 what they should be. */
const DIFFERENCES = `
  WITH relation AS (
    SELECT c.oid, c.relname, c.relkind, n.nspname = $2 AS queue, format('%I.%I', n.nspname, c.relname) AS name
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname IN (current_schema(), $2) AND c.relkind IN ('r', 'p', 'v', 'm', 'S')),
  wish AS (
    SELECT 'TABLE ' || name AS object, p AS privilege, has_table_privilege($1, oid, p) AS has,
      CASE WHEN queue THEN p IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
        WHEN p = 'SELECT' THEN true
        WHEN p = 'INSERT' THEN relname <> ALL($5)
        WHEN p = 'UPDATE' THEN relname <> ALL($5) AND relname <> ALL($3)
        WHEN p = 'DELETE' THEN relname = ANY($4)
        ELSE false END AS should
    FROM relation, unnest('{SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER}'::text[]) AS p WHERE relkind <> 'S'
    UNION ALL
    SELECT 'SEQUENCE ' || name, p, has_sequence_privilege($1, oid, p), queue OR p <> 'UPDATE'
    FROM relation, unnest('{USAGE,SELECT,UPDATE}'::text[]) AS p WHERE relkind = 'S'
    UNION ALL
    -- The queues make a sequence for each new queue.
    SELECT format('SCHEMA %I', nspname), p, has_schema_privilege($1, oid, p), p = 'USAGE' OR nspname = $2
    FROM pg_namespace, unnest('{USAGE,CREATE}'::text[]) AS p WHERE nspname IN (current_schema(), $2)
    UNION ALL
    SELECT format('DATABASE %I', datname), p, has_database_privilege($1, oid, p), true
    FROM pg_database, unnest('{CONNECT,TEMPORARY}'::text[]) AS p WHERE datname = current_database())
  SELECT format(CASE WHEN should THEN 'GRANT %s ON %s TO %I' ELSE 'REVOKE %s ON %s FROM %I' END, privilege, object, $1) AS statement
  FROM wish WHERE has IS DISTINCT FROM should`;

/** What Postgres keeps instead of a password (RFC 5803): made here, so that the password itself stands in no statement and no log. */
function verifierOf(password: string): string {
  const [salt, rounds] = [randomBytes(16), 4096];
  const salted = pbkdf2Sync(password, salt, rounds, 32, 'sha256');
  const keyed = (word: string) => createHmac('sha256', salted).update(word).digest();
  const stored = createHash('sha256').update(keyed('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${rounds}:${salt.toString('base64')}$${stored}:${keyed('Server Key').toString('base64')}`;
}
