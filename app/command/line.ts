import { z } from 'zod';

/** One way to say a command: who says it to the group, and what. Anything else in the line (`intent`, `args`) is the answer, never input. */
export const SaidLine = z.object({ id: z.string().min(1), text: z.string(), role: z.string().default('entrepreneur') });
export type SaidLine = z.infer<typeof SaidLine>;
