import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export const OFFICE = fileURLToPath(new URL('../../config', import.meta.url));

/** A copy of the shipped config/ that a test may spoil; gone when the test is. */
export function copyOfOffice(): string {
  const dir = mkdtempSync(join(tmpdir(), 'office-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  cpSync(OFFICE, dir, { recursive: true });
  return dir;
}

/** Replaces the one occurrence of `find`; a test whose spot is gone from the shipped files must fail, not pass idly. */
export function spoil(dir: string, file: string, find: string, replacement: string): void {
  const path = join(dir, `${file}.yaml`);
  const text = readFileSync(path, 'utf8');
  if (text.split(find).length !== 2) throw new Error(`${file}.yaml holds ${text.split(find).length - 1} × ${find}`);
  writeFileSync(
    path,
    text.replace(find, () => replacement),
  );
}

/** The 1-based line on which `mark` stands, as an editor counts. */
export function lineOf(dir: string, file: string, mark: string): number {
  const lines = readFileSync(join(dir, `${file}.yaml`), 'utf8').split('\n');
  const at = lines.findLastIndex((line) => line.includes(mark));
  if (at < 0) throw new Error(`${file}.yaml has no line with ${mark}`);
  return at + 1;
}
