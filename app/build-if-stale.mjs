import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Runs before what needs dist/: builds where a source is newer than what was built, so nobody runs yesterday's code.
 * Silent when there is nothing to do. Plain JavaScript, because it runs before anything is compiled.
 */
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const SOURCES = [
  'app',
  'bots',
  'core',
  'workers',
  'prisma',
  'web',
  'corpus/lessons',
  'package.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'vite.config.ts',
];
/** Last files of the two compilers: where both are there and new, all is. */
const BUILT = ['dist/app/start.js', 'dist/web/index.html'];

const built = Math.min(...BUILT.map((path) => newest(join(root, path))));
const fresh = built > 0 && built >= Math.max(...SOURCES.map((path) => newest(join(root, path))));
if (!fresh) rebuild();

function rebuild() {
  if (!existsSync(join(root, 'node_modules/.bin/vite'))) {
    // An install without development tools runs what was built elsewhere; during the install itself that may still be on its way.
    if (built > 0 || process.env.npm_lifecycle_event === 'prepare') return;
    console.error('dist/ is missing and the build tools are not installed: run `npm ci` (with development dependencies) first.');
    process.exitCode = 1;
    return;
  }
  // To stderr: stdout belongs to the command that follows, whose output may be piped.
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: ['ignore', 2, 2] });
  process.exitCode = status ?? 1;
}

/** Newest modification under a path, 0 where there is none; what a build itself writes is not a source. */
function newest(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  const entries = readdirSync(path).filter((name) => name !== 'generated' && name !== 'node_modules');
  return Math.max(0, ...entries.map((name) => newest(join(path, name))));
}
