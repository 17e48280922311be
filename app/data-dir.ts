import { mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Where data is kept. As root, Postgres runs as a user of its own, which cannot reach a folder below a root-only one such as
 * /root: then /var/lib/mashangban is used instead, and said.
 */
export function dataDir(given: string | undefined, root: string): { dir: string; moved: boolean } {
  const wanted = given ?? join(root, '.data');
  const moved = given === undefined && process.getuid?.() === 0 && !reachableByAll(root);
  const dir = moved ? '/var/lib/mashangban' : wanted;
  mkdirSync(dir, { recursive: true });
  return { dir, moved };
}

function reachableByAll(path: string): boolean {
  for (let dir = path; ; dir = dirname(dir)) {
    if ((statSync(dir).mode & 0o001) === 0) return false;
    if (dir === dirname(dir)) return true;
  }
}
