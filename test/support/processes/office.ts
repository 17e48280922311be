import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

const CONFIG = join(import.meta.dirname, '../../../config');

/** A copy of the office's directory with one file changed; gone with the test. @returns its folder, for CONFIG_DIR */
export function officeWith(file: string, change: (text: string) => string): string {
  const dir = mkdtempSync(join(tmpdir(), 'mashangban-config-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  cpSync(CONFIG, dir, { recursive: true });
  const path = join(dir, file);
  const before = readFileSync(path, 'utf8');
  const after = change(before);
  if (after === before) throw new Error(`nothing changed in ${file}`);
  writeFileSync(path, after);
  return dir;
}

/** The work group is this Telegram group. */
export function withTelegramGroup(groups: string, id: number): string {
  return groups.replace(
    '{ key: work, role: work, title: 环翠创业汇 }',
    `{ key: work, role: work, title: 环翠创业汇, bind: { telegram: "${id}" } }`,
  );
}
