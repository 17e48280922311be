import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';

const ROOT = join(import.meta.dirname, '../../..');
/** Any number of ours. */
const BUILD_LOCK = 20260;
let built: Promise<void> | null = null;

/** dist/ as the npm scripts run it, built where it is stale. Test files run side by side: one builds, the others wait. */
export function ensureBuilt(): Promise<void> {
  built ??= build();
  return built;
}

async function build(): Promise<void> {
  const lock = new pg.Client({ connectionString: inject('adminDatabaseUrl') });
  await lock.connect();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [BUILD_LOCK]);
    const { status, stderr } = spawnSync(process.execPath, ['app/build-if-stale.mjs'], { cwd: ROOT, encoding: 'utf8' });
    if (status !== 0) throw new Error(`the build failed:\n${stderr}`);
  } finally {
    await lock.end();
  }
}
