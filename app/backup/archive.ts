import { execFile } from 'node:child_process';
import { chmodSync, chownSync, lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { HouseError } from '../../core/errors.ts';
import { connected } from '../../prisma/rights.ts';
import { startEmbeddedPostgres } from '../embedded-postgres.ts';
import { findBinaries } from '../postgres-binaries.ts';

/** Names inside a data folder. */
export const POSTGRES = 'postgres';
const PASSWORD = 'postgres-password';
const MANIFEST = 'manifest.json';

/** What was counted is never deleted by the house, so that equal numbers mean the same record. */
const Counts = z.strictObject({ tickets: z.int(), events: z.int(), inbox: z.int(), outbox: z.int() });
export type Counts = z.infer<typeof Counts>;

const Manifest = z.looseObject({ format: z.literal(1), madeAt: z.iso.datetime(), postgres: z.string(), counts: Counts });
export type Manifest = z.infer<typeof Manifest>;

/** Starts the server on a copy, which brings it to a consistent state, counts, and stops it: a backup that was never tried is none. */
export async function proven(dir: string): Promise<Counts> {
  const password = readFileSync(join(dir, PASSWORD), 'utf8').trim();
  const server = await startEmbeddedPostgres({ dir: join(dir, POSTGRES), password });
  try {
    return await connected(server.url, async (client) => {
      const { rows } = await client.query(`
        SELECT (SELECT count(*) FROM ticket)::int AS tickets, (SELECT count(*) FROM ticket_event)::int AS events,
          (SELECT count(*) FROM inbox)::int AS inbox, (SELECT count(*) FROM outbox)::int AS outbox`);
      return Counts.parse(rows[0]);
    });
  } finally {
    await server.stop();
  }
}

export function versionOf(dir: string): string {
  return readFileSync(join(dir, POSTGRES, 'PG_VERSION'), 'utf8').trim();
}

export function writeManifest(dir: string, manifest: Manifest): void {
  writeFileSync(join(dir, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
}

export function readManifest(dir: string): Manifest {
  try {
    return Manifest.parse(JSON.parse(readFileSync(join(dir, MANIFEST), 'utf8')));
  } catch (cause) {
    throw new HouseError('no-backup', '这个文件不是马上办的备份，或者不完整。', { cause });
  }
}

export const isManifest = (name: string): boolean => name === MANIFEST;

/** It holds passwords and everything that was ever said: nobody else may read it. */
export async function pack(dir: string, file: string): Promise<void> {
  await tar(['-czf', file, '-C', dir, '.']);
  chmodSync(file, 0o600);
}

export async function unpack(file: string, dir: string): Promise<void> {
  await tar(['-xzpf', file, '-C', dir]);
  giveToServer(join(dir, POSTGRES));
}

function tar(words: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile('tar', words, { env: { ...process.env, LC_ALL: 'C' } }, (cause, _said, complaint) => {
      if (cause === null) resolve();
      else {
        const why = cause.code === 'ENOENT' ? '这台机器上没有 tar 命令' : complaint || cause.message;
        reject(new HouseError('tar', `归档文件没有读写成功：${why}`, { cause }));
      }
    });
  });
}

/** As root the server runs as a user of its own, whose number differs between machines. */
export function giveToServer(path: string): void {
  const { user } = findBinaries();
  if (user) give(path, user);
}

function give(path: string, user: { readonly uid: number; readonly gid: number }): void {
  const found = lstatSync(path);
  if (found.isSymbolicLink()) return;
  chownSync(path, user.uid, user.gid);
  if (found.isDirectory()) for (const name of readdirSync(path)) give(join(path, name), user);
}

export function countsInWords({ tickets, events, inbox, outbox }: Counts): string {
  return `工单 ${tickets} 件、办理记录 ${events} 条、收到的消息 ${inbox} 条、发出的消息 ${outbox} 条`;
}

/** `20261126-213000`, in Shanghai. */
export function stampOf(now: Date): string {
  return now.toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' }).replaceAll(/[-:]/g, '').replace(' ', '-');
}
