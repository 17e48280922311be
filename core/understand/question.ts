import { z } from 'zod';
import { Intent } from './port.ts';

/** One message of an exam with its answer; `alt`: other departments a reasonable dispatcher could choose. */
export const Question = z.object({
  id: z.string(),
  text: z.string(),
  intent: Intent,
  dept: z.string().nullable(),
  alt: z.array(z.string()).default([]),
  urgent: z.boolean(),
});
export type Question = z.infer<typeof Question>;
