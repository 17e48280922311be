import { readFileSync, writeFileSync } from 'node:fs';
import type { z } from 'zod';
import { HouseError } from '../../core/errors.ts';

/** @throws HouseError in words, naming the file and the line */
export function readJsonl<T>(file: string, schema: z.ZodType<T>): T[] {
  return textOf(file)
    .replace(/^\uFEFF/, '')
    .split('\n')
    .flatMap((line, at) => {
      if (line.trim() === '') return [];
      const parsed = schema.safeParse(jsonOf(line));
      if (parsed.success) return [parsed.data];
      const where = parsed.error.issues[0]?.path.join('.') || '整行';
      throw new HouseError('bad-line', `${file}:${at + 1} 格式不对（${where}）。`);
    });
}

/** To the file, or to standard output where none is named. */
export function writeJsonl(file: string | undefined, lines: readonly unknown[]): void {
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  if (file === undefined) process.stdout.write(text);
  else writeFileSync(file, text);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new HouseError('no-file', `读不到文件 ${file}，请核对路径。`, { cause });
  }
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
