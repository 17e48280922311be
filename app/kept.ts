import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** What a file holds, or null where there is none yet or it was cut short: then it is made anew. */
export function kept<T>(file: string, read: (bytes: Uint8Array) => T): T | null {
  try {
    return read(readFileSync(file));
  } catch {
    return null;
  }
}

/** Whole or not at all: another process may be reading it. In a read-only folder nothing is kept, and the next start makes it again. */
export function keep(file: string, bytes: Uint8Array): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    const part = `${file}.${process.pid}`;
    writeFileSync(part, bytes);
    renameSync(part, file);
  } catch {
    // Read-only.
  }
}
