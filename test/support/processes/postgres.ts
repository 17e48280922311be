import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { startEmbeddedPostgres } from '../../../app/embedded-postgres.ts';
import { freePort } from '../global-setup.ts';
import { until } from '../until.ts';

/** A Postgres of the test's own, to be killed and started again on the same port. Running. */
export async function ownPostgres() {
  const dir = mkdtempSync(join(tmpdir(), 'mashangban-own-'));
  chmodSync(dir, 0o755); // as root, Postgres runs as a user of its own and must be able to reach its folder
  const options = { dir: join(dir, 'postgres'), password: 'test', port: await freePort() };
  let server = await startEmbeddedPostgres(options);
  onTestFinished(async () => {
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  });
  const pidFile = join(options.dir, 'postmaster.pid');
  return {
    url: server.url,
    /** As when its machine dies: nothing is finished, every connection is cut. */
    async kill(): Promise<void> {
      const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
      process.kill(pid, 'SIGQUIT');
      await until(() => !isAlive(pid), 'Postgres to be dead', 20_000);
    },
    async start(): Promise<void> {
      server = await startEmbeddedPostgres(options);
    },
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
