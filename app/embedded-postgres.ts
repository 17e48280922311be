import { execFile } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { HouseError } from '../core/errors.ts';
import { findBinaries, type PostgresBinaries } from './postgres-binaries.ts';
import { freePort, isAlive, isPostgres, pidFile, type Running } from './postmaster.ts';

export interface EmbeddedDatabase {
  readonly url: string;
  /** True: a server that outlived a killed process was found and is used. */
  readonly attached: boolean;
  /** Where it has died: starts it again on the port it had, or finds that somebody else has. @returns false: it lives. @throws Error: it did not start (yet) */
  revive(): Promise<boolean>;
  stop(): Promise<void>;
}

const USER = 'mashangban';
const DATABASE = 'mashangban';
const WAIT_SECONDS = 60;
const LOOKS = 10;
const LOOK_MS = 100;

interface Server {
  readonly dir: string;
  readonly password: string;
  readonly binaries: PostgresBinaries;
}

/**
 * Starts the Postgres that comes with the npm packages, or attaches to one that a killed process left running on the same
 * folder (killing Node does not stop it). It is a session of its own, so that Ctrl-C reaches us alone and it is stopped last.
 */
export async function startEmbeddedPostgres(options: { dir: string; password: string; port?: number }): Promise<EmbeddedDatabase> {
  const server: Server = { ...options, binaries: findBinaries() };
  const left = pidFile(server.dir);
  const running = await findRunning(server);
  if (running) {
    await ensureDatabase(server, running.port);
    return embedded(server, running, true);
  }
  // Of one that was killed, whose house still asks for it there.
  const port = options.port ?? (await freePort(left?.port));
  try {
    if (!existsSync(join(server.dir, 'PG_VERSION'))) await initialise(server);
    // The log of this run alone: it is where the reason stands if it does not start.
    rmSync(logFile(server), { force: true });
    await start(server, port);
  } catch (cause) {
    const why = [logOf(server), cause instanceof Error ? cause.message : String(cause)].find((text) => text !== '');
    throw new HouseError('embedded-postgres', `内置数据库没有启动：${why}（数据目录 ${server.dir}）`, { cause });
  }
  const started = { port, pid: pidFile(server.dir)?.pid ?? 0 };
  await ensureDatabase(server, port);
  return embedded(server, started, false);
}

function embedded(server: Server, { pid: found, port }: Running, attached: boolean): EmbeddedDatabase {
  let pid = found;
  let starting = false;
  const folder = statSync(server.dir).ino;
  // Whatever way this process ends, short of SIGKILL, leaves no orphan. SIGINT is Postgres' fast shutdown: everything is written.
  const endWithUs = (): void => {
    const there = pidFile(server.dir)?.pid;
    if (there !== undefined && (there === pid || starting) && isAlive(there)) process.kill(there, 'SIGINT');
  };
  if (!attached) process.once('exit', endWithUs);
  return {
    url: urlOn(server, port),
    attached,
    async revive() {
      if (isAlive(pid) && isPostgres(pid)) return false;
      // A backup was put in its place: what this house remembers is not in it.
      if (statSync(server.dir).ino !== folder) throw new Error('the data folder is another one now; the house must be started anew');
      const other = await findRunning(server);
      if (other !== null && other.port !== port) throw new Error(`another process has started it on port ${other.port}`);
      if (other === null) {
        process.off('exit', endWithUs).once('exit', endWithUs);
        starting = true;
        await start(server, port).finally(() => {
          starting = false;
        });
      }
      pid = other?.pid ?? pidFile(server.dir)?.pid ?? pid;
      return true;
    },
    async stop() {
      process.off('exit', endWithUs);
      // Found running: perhaps a house at work, whose database a passing command must not take away.
      if (attached && (await usedByOthers(urlOn(server, port)))) return;
      // Somebody else who attached to it may have stopped it already, or be about to.
      if (pidFile(server.dir)?.pid === pid) await control(server, ['stop', '--mode=fast']).catch(unlessGone(server, pid));
    },
  };
}

/** Whether somebody is connected besides us. What we ourselves have just closed is gone within moments. */
async function usedByOthers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    for (let look = 0; look < LOOKS; look += 1) {
      const { rows } = await client.query<{ others: number }>(
        "SELECT count(*)::int AS others FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
      );
      if (rows[0]?.others === 0) return false;
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** Or another stands in its place, which somebody else has started and will stop. */
function unlessGone({ dir }: Server, pid: number): (error: unknown) => void {
  return (error) => {
    if (pidFile(dir)?.pid === pid) throw error;
  };
}

/** The locale flags matter: without them Chinese text is measured in bytes. */
async function initialise({ dir, password, binaries }: Server): Promise<void> {
  mkdirSync(dir, { recursive: true });
  const secret = `${dir}.password`;
  writeFileSync(secret, `${password}\n`, { mode: 0o600 });
  if (binaries.user) for (const path of [dir, secret]) chownSync(path, binaries.user.uid, binaries.user.gid);
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--locale=C.UTF-8', '--lc-messages=C'];
  const access = [`--username=${USER}`, '--auth=scram-sha-256', `--pwfile=${secret}`];
  try {
    await run(binaries, binaries.initdb, [`--pgdata=${dir}`, ...locale, ...access, '--no-instructions']);
  } finally {
    rmSync(secret, { force: true });
  }
}

async function start(server: Server, port: number): Promise<void> {
  const flags = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200`;
  await control(server, ['start', `--log=${logFile(server)}`, `--options=${flags}`]);
}

async function control({ dir, binaries }: Server, words: readonly string[]): Promise<void> {
  await run(binaries, binaries.pgCtl, [...words, `--pgdata=${dir}`, '--wait', `--timeout=${WAIT_SECONDS}`]);
}

function run({ user }: PostgresBinaries, file: string, words: readonly string[]): Promise<void> {
  const options = { ...user, cwd: '/', env: { ...process.env, LC_ALL: 'C' } };
  return new Promise((resolve, reject) => {
    execFile(file, words, options, (error, _said, complaint) => (error ? reject(new Error(complaint || error.message)) : resolve()));
  });
}

function logFile({ dir }: Server): string {
  return join(dir, 'server.log');
}

function logOf(server: Server): string {
  return existsSync(logFile(server)) ? readFileSync(logFile(server), 'utf8').trim().slice(-800) : '';
}

function urlOn({ password }: Server, port: number): string {
  return `postgres://${USER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${DATABASE}`;
}

async function ensureDatabase(server: Server, port: number): Promise<void> {
  const client = admin(server, port);
  await client.connect();
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE "${DATABASE}"`);
  } finally {
    await client.end();
  }
}

/** Waits for a server that is on its way up or down; a pid file that no server stands behind is taken away. */
async function findRunning(server: Server): Promise<Running | null> {
  for (const deadline = Date.now() + WAIT_SECONDS * 1000; Date.now() < deadline; await pause(100)) {
    const found = pidFile(server.dir);
    if (!found || !isAlive(found.pid)) return null;
    const refusal = await knock(server, found.port);
    if (refusal === null) return found;
    if (refusal === NOBODY_LISTENS && !isPostgres(found.pid)) {
      // After a power cut the number may be another program's by now; Postgres would refuse to start for its sake.
      rmSync(join(server.dir, 'postmaster.pid'), { force: true });
      return null;
    }
  }
  return null;
}

const NOBODY_LISTENS = 'ECONNREFUSED';
const NOT_YET = '57P03';

/** null: it is there. Anything but a server on its way is a real refusal. */
async function knock(server: Server, port: number): Promise<string | null> {
  const client = admin(server, port);
  try {
    await client.connect();
    await client.end();
    return null;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === NOBODY_LISTENS || code === NOT_YET) return code;
    throw error;
  }
}

function admin({ password }: Server, port: number): pg.Client {
  const connection = { host: '127.0.0.1', port, user: USER, password, database: 'postgres' };
  return new pg.Client({ ...connection, connectionTimeoutMillis: 3000 });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
