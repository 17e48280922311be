import { z } from 'zod';

/** The answers of a scene file, which `replay` never reads. One line is one scene. */
export const Gold = z.object({
  id: z.string(),
  messages: z.array(z.object({ id: z.string(), sender: z.string(), text: z.string().default('') })),
  gold: z.object({
    tickets: z.array(
      z.object({
        key: z.string(),
        pre_existing: z.boolean(),
        dept: z.string(),
        alt: z.array(z.string()).default([]),
        urgent: z.boolean().optional(),
        end_state: z.string().optional(),
        /** Keys of tickets that may as well be one with this. */
        merge_ok_with: z.array(z.string()).default([]),
        message_ids: z.array(z.string()),
        attached_ids: z.array(z.string()).default([]),
        reopen_at: z.array(z.string()).default([]),
        must_not_reopen_at: z.array(z.string()).default([]),
      }),
    ),
    messages: z.record(z.string(), z.object({ as: z.string(), tickets: z.array(z.string()) })),
  }),
});
export type Gold = z.infer<typeof Gold>;

export function parseGold(text: string): Gold[] {
  return text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .flatMap((line) => (line.trim() === '' ? [] : [Gold.parse(JSON.parse(line))]));
}
