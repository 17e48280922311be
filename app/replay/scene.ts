import { z } from 'zod';
import { HouseError } from '../../core/errors.ts';

/** 41 and "HC2026-0041" are the same ticket. */
const TicketNo = z.union([
  z.int().positive(),
  z
    .string()
    .regex(/^(?:#|[A-Za-z]{1,6}\d{4}-)?0*[1-9]\d{0,8}$/)
    .transform((text) => Number(/\d+$/.exec(text)?.[0])),
]);

/** One recorded group scene. Whatever else a line holds (a `gold` answer, notes) is never read. */
export const Scene = z.object({
  id: z.string().min(1),
  pre_tickets: z
    .array(
      z.object({
        key: z.string(),
        no: TicketNo,
        status: z.enum(['open', 'closed']),
        dept: z.string(),
        reporter: z.string(),
        enterprise: z.string().nullish(),
        summary: z.string(),
      }),
    )
    .default([]),
  people: z.array(
    z.object({
      id: z.string().min(1),
      role: z.enum(['entrepreneur', 'employee', 'official', 'leader']),
      name: z.string(),
      enterprise: z.string().nullish(),
      dept: z.string().nullish(),
      org: z.string().nullish(),
    }),
  ),
  messages: z.array(
    z.object({
      id: z.string().min(1),
      sender: z.string(),
      /** Seconds since the scene began. */
      offset: z.number().nonnegative(),
      type: z.enum(['text', 'image', 'video', 'voice', 'redpacket', 'chat_record', 'recall', 'file']),
      text: z.string().default(''),
      quotes: z.string().nullish(),
      recalls: z.string().nullish(),
    }),
  ),
});
export type Scene = z.infer<typeof Scene>;
export type SceneMessage = Scene['messages'][number];

/** @throws HouseError naming the line that is not a scene */
export function parseScenes(text: string, file: string): Scene[] {
  // Exports from a Windows program begin with a byte order mark.
  return text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .flatMap((line, i) => {
      if (line.trim() === '') return [];
      const parsed = Scene.safeParse(parseJson(line));
      if (parsed.success) return [parsed.data];
      const issue = parsed.error.issues[0];
      throw new HouseError('bad-scene', `${file}:${i + 1} 不是合格的场景（${issue?.path.join('.') || '整行'}），格式见 docs/replay.md。`);
    });
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

/** The message's key on the recorded wire. */
export function keyOf(message: SceneMessage): string {
  return message.type === 'recall' ? `r:${message.id}` : `m:${message.id}`;
}
