import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../prisma/migrate.ts';
import { type Db, openDatabase } from '../prisma/store/client.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';

export interface Throwaway {
  /** Runs on a migrated, empty database that is dropped afterwards. */
  withDatabase<T>(run: (db: Db) => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

/** An embedded Postgres in a temporary folder: nothing an office has is touched. */
export async function openThrowaway(root: string): Promise<Throwaway> {
  const dir = mkdtempSync(join(tmpdir(), 'mashangban-'));
  chmodSync(dir, 0o755);
  const remove = (): void => rmSync(dir, { recursive: true, force: true });
  process.once('exit', remove);
  // Without a word of ours a signal ends the process before its exit handlers, and the server would be left behind.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));
  const server = await startEmbeddedPostgres({ dir: join(dir, 'postgres'), password: 'throwaway' });
  await migrate(server.url, join(root, 'prisma/migrations'));
  const template = new URL(server.url).pathname.slice(1);
  const adminUrl = new URL(server.url);
  adminUrl.pathname = '/postgres';
  const admin = openDatabase(adminUrl.toString(), 1);
  let count = 0;
  return {
    async withDatabase(run) {
      count += 1;
      const name = `scene_${count}`;
      await admin.$executeRawUnsafe(`CREATE DATABASE ${name} TEMPLATE ${template}`);
      const url = new URL(server.url);
      url.pathname = `/${name}`;
      const db = openDatabase(url.toString(), 5);
      try {
        return await run(db);
      } finally {
        await db.$disconnect();
        await admin.$executeRawUnsafe(`DROP DATABASE ${name} WITH (FORCE)`);
      }
    },
    async stop() {
      await admin.$disconnect();
      await server.stop();
      remove();
    },
  };
}
