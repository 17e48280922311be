import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { HouseError } from '../../core/errors.ts';
import { isAlive, pidFile } from '../postmaster.ts';
import { type Counts, isManifest, type Manifest, POSTGRES, proven, readManifest, stampOf, unpack, versionOf } from './archive.ts';

/** The major version of the server that comes with this house. */
const OUR_POSTGRES = '18';

export interface Loaded {
  readonly manifest: Manifest;
  readonly counts: Counts;
  /** Where what was there before lies now; null: there was nothing. */
  readonly aside: string | null;
}

/**
 * Puts a backup where a house will find it. It is unpacked beside, started and counted before anything that is there is touched; what
 * is there is put aside and never deleted, and only if that was asked for.
 */
export async function load(file: string, dir: string, options: { readonly force: boolean }, now: Date): Promise<Loaded> {
  if (!existsSync(file)) throw new HouseError('no-file', `读不到文件 ${file}，请核对路径。`);
  const there = existsSync(join(dir, POSTGRES));
  if (there && !options.force)
    throw new HouseError(
      'data-exists',
      `${dir} 里已经有数据，没有动它。换一个目录（--data-dir），或者加 --force：原有数据会移到旁边保留。`,
    );
  if (there) refuseWhileRunning(dir);
  mkdirSync(dir, { recursive: true });
  const fresh = join(dir, `restore-${stampOf(now)}-${process.pid}`);
  const remove = (): void => rmSync(fresh, { recursive: true, force: true });
  process.once('exit', remove);
  mkdirSync(fresh, { mode: 0o755 });
  try {
    await unpack(resolve(file), fresh);
    const manifest = readManifest(fresh);
    const version = versionOf(fresh);
    if (version !== OUR_POSTGRES)
      throw new HouseError('other-postgres', `备份里是 Postgres ${version} 的数据，这个版本带的是 ${OUR_POSTGRES}：请用备份时的版本恢复。`);
    const counts = await proven(fresh);
    if (JSON.stringify(counts) !== JSON.stringify(manifest.counts))
      throw new HouseError('backup-differs', '恢复出来的条数与备份时不一致，没有启用这份备份，原有数据没有动。');
    // Asked again: a house that lives may have started its server meanwhile.
    if (there) refuseWhileRunning(dir);
    const aside = putAside(dir, now);
    for (const name of readdirSync(fresh)) if (!isManifest(name)) renameSync(join(fresh, name), join(dir, name));
    return { manifest, counts, aside };
  } finally {
    remove();
    process.off('exit', remove);
  }
}

/** Within the folder: it may be a mount, which cannot be renamed. */
function putAside(dir: string, now: Date): string | null {
  const names = readdirSync(dir).filter((name) => !/^(backup-|restore-|before-restore-)/.test(name));
  if (names.length === 0) return null;
  const aside = join(dir, `before-restore-${stampOf(now)}`);
  mkdirSync(aside, { mode: 0o755 });
  for (const name of names) renameSync(join(dir, name), join(aside, name));
  return aside;
}

function refuseWhileRunning(dir: string): void {
  const server = pidFile(join(dir, POSTGRES));
  if (server && isAlive(server.pid)) throw new HouseError('still-running', `${dir} 的数据库正在运行，请先停掉马上办再恢复。`);
}
