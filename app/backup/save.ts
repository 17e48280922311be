import { chmodSync, copyFileSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type pg from 'pg';
import { HouseError } from '../../core/errors.ts';
import { connected } from '../../prisma/rights.ts';
import { startEmbeddedPostgres } from '../embedded-postgres.ts';
import { type Counts, giveToServer, POSTGRES, pack, proven, stampOf, versionOf, writeManifest } from './archive.ts';

/** Of the server's folder: what a copy must not hold (a running server's own) or need not (made anew at each start). */
const LEFT_OUT = /^(postmaster\.(pid|opts)|server\.log|backup_label.*|tablespace_map.*|pg_internal\.init.*|pgsql_tmp.*)$/;
const EMPTIED = new Set(['pg_wal', 'pg_replslot', 'pg_dynshmem', 'pg_notify', 'pg_serial', 'pg_snapshots', 'pg_stat_tmp', 'pg_subtrans']);
/** In the data folder beside it: copies and what a restore put aside. */
const NOT_OURS = /^(backup-|restore-|before-restore-)/;

export interface Saved {
  readonly file: string;
  readonly counts: Counts;
}

/**
 * The whole data folder in one file, of a house at work or at rest. The server's files are copied as its documentation has it for a
 * base backup: between pg_backup_start and pg_backup_stop, with the log of changes of that time, so that whatever was written
 * meanwhile is either whole in the copy or not in it. The copy is then started, counted and stopped, and only then packed.
 */
export async function save(dir: string, out: string | null, now: Date): Promise<Saved> {
  if (!existsSync(join(dir, POSTGRES, 'PG_VERSION')))
    throw new HouseError('nothing-to-back-up', `${dir} 里没有内置数据库，没有可备份的内容（数据目录由环境变量 DATA_DIR 指定）。`);
  const file = resolve(out ?? `mashangban-${stampOf(now)}.tar.gz`);
  if (existsSync(file)) throw new HouseError('backup-exists', `${file} 已经存在，请换一个文件名。`);
  // Beside the data: there the server's user can reach it, and there is room where the data had room.
  const copy = join(dir, `backup-${stampOf(now)}-${process.pid}`);
  mkdirSync(copy, { mode: 0o755 });
  try {
    await copyServer(dir, copy);
    for (const name of readdirSync(dir))
      if (name !== POSTGRES && !NOT_OURS.test(name)) copyTree(join(dir, name), join(copy, name), () => true);
    giveToServer(join(copy, POSTGRES));
    const counts = await proven(copy);
    rmSync(join(copy, POSTGRES, 'server.log'), { force: true });
    writeManifest(copy, { format: 1, madeAt: now.toISOString(), postgres: versionOf(copy), counts });
    await pack(copy, file);
    return { file, counts };
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** Where no house runs the server is started for as long as it takes. */
async function copyServer(dir: string, copy: string): Promise<void> {
  const password = readFileSync(join(dir, 'postgres-password'), 'utf8').trim();
  const server = await startEmbeddedPostgres({ dir: join(dir, POSTGRES), password });
  try {
    await connected(server.url, (client) => baseBackup(client, join(dir, POSTGRES), join(copy, POSTGRES)));
  } finally {
    await server.stop();
  }
}

async function baseBackup(client: pg.Client, from: string, to: string): Promise<void> {
  // Gone with the connection. Until then no change is put away that the copy still needs.
  await client.query('SELECT pg_create_physical_replication_slot($1, true, true)', [`backup_${process.pid}`]);
  await client.query(`SELECT pg_backup_start('mashangban', true)`);
  copyTree(from, to, (name) => !LEFT_OUT.test(name));
  const { rows } = await client.query<{ label: string; last: string }>(
    'SELECT labelfile AS label, pg_walfile_name(lsn) AS last FROM pg_backup_stop(false)',
  );
  const [{ label, last } = { label: '', last: '' }] = rows;
  const first = /\(file ([0-9A-F]{24})\)/.exec(label)?.[1];
  if (first === undefined) throw new Error('the server did not say where its log of changes begins');
  writeFileSync(join(to, 'backup_label'), label, { mode: 0o600 });
  for (const name of readdirSync(join(from, 'pg_wal'))) {
    const needed = /^[0-9A-F]{24}$/.test(name) ? name >= first && name <= last : name.endsWith('.history');
    if (needed) copyFile(join(from, 'pg_wal', name), join(to, 'pg_wal', name));
  }
}

function copyTree(from: string, to: string, wanted: (name: string) => boolean): void {
  const found = lstatSync(from, { throwIfNoEntry: false });
  // A table that was dropped meanwhile; sockets and the like are nobody's data.
  if (!found || !(found.isDirectory() || found.isFile())) return;
  if (found.isFile()) {
    copyFile(from, to);
    return;
  }
  mkdirSync(to);
  chmodSync(to, found.mode & 0o777);
  for (const name of readdirSync(from)) {
    if (!wanted(name)) continue;
    if (EMPTIED.has(name)) emptyTree(join(from, name), join(to, name));
    else copyTree(join(from, name), join(to, name), wanted);
  }
}

/** The folder without what is in it; of the log of changes also its own folders, which the server insists on. */
function emptyTree(from: string, to: string): void {
  mkdirSync(to, { mode: 0o700 });
  if (!to.endsWith('pg_wal')) return;
  for (const entry of readdirSync(from, { withFileTypes: true })) if (entry.isDirectory()) mkdirSync(join(to, entry.name), { mode: 0o700 });
}

function copyFile(from: string, to: string): void {
  try {
    copyFileSync(from, to);
    chmodSync(to, lstatSync(from).mode & 0o777);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}
