import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const RULES = ['package.json', 'tsconfig.json', 'biome.json', '.oxlintrc.json', '.dependency-cruiser.mjs', 'knip.json', '.gitignore'];

/** One harmless module in every room, so that a tool has something to be content with. */
const ROOMS = ['app/start', 'bots/main', 'core/room', 'workers/main', 'prisma/store/store', 'web/main', 'test/room', 'bench/main'];

export interface Sandbox {
  plant(path: string, text: string): void;
  /** Runs one of the project's npm scripts here. */
  run(script: string): { readonly status: number | null; readonly output: string };
  remove(): void;
}

/** A tiny project under the very rules of this one, where a bad file can be planted without anybody tripping over it. */
export function sandbox(): Sandbox {
  const dir = mkdtempSync(join(tmpdir(), 'planted-'));
  const plant = (path: string, text: string) => {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  };
  for (const file of RULES) cpSync(join(ROOT, file), join(dir, file));
  symlinkSync(join(ROOT, 'node_modules'), join(dir, 'node_modules'));
  for (const room of ROOMS) plant(`${room}.ts`, `export const room = '${room}';\n`);
  return {
    plant,
    run(script) {
      // Linked node_modules must look like this project's own, or the import rules would see paths outside it.
      const extra = script === 'check:imports' ? ['--', '--preserve-symlinks'] : [];
      // As in a pipe on a desk: under CI the tools paint their output and hide the paths in links.
      const { CI: _ci, FORCE_COLOR: _force, ...rest } = process.env;
      const env = { ...rest, NO_COLOR: '1' };
      const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', script, ...extra], { cwd: dir, encoding: 'utf8', env });
      return { status, output: stdout + stderr };
    },
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}
