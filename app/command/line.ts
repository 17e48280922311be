import { z } from 'zod';
import { HouseError } from '../../core/errors.ts';

/** One way to say a command: who says it to the group, and what. Anything else in the line (`intent`, `args`) is the answer, never input. */
export const SaidLine = z.object({ id: z.string().min(1), text: z.string(), role: z.string().default('entrepreneur') });
export type SaidLine = z.infer<typeof SaidLine>;

/** JSON Lines, each checked; the first that is amiss is named with its place. */
export function parseLines<T>(text: string, file: string, schema: z.ZodType<T>): readonly T[] {
  return text.split('\n').flatMap((line, at) => {
    if (line.trim() === '') return [];
    const parsed = schema.safeParse(json(line));
    if (parsed.success) return [parsed.data];
    throw new HouseError('bad-lines', `${file} 第 ${at + 1} 行不是要求的格式，请核对（每行一个 JSON）。`);
  });
}

function json(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
