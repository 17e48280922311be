import { z } from 'zod';
import { TicketNumber } from '../ids.ts';
import { Understanding } from '../understand/port.ts';

/** What one reader made of a message, as it is kept for review: no words of anybody in it. */
const Reading = Understanding.pick({ intent: true, confidence: true, candidates: true, urgency: true, sensitive: true });
export type Reading = z.infer<typeof Reading>;

/** A model read a ticket's message otherwise than the local ears: kept, once per ticket and model, for review. */
export const Opinion = z.object({
  ticket: TicketNumber,
  model: z.string(),
  /** Why it was asked. For `enterprise` and `facts` nobody is asked any more; rows that were kept may hold them. */
  needs: z.array(z.enum(['intent', 'department', 'enterprise', 'place', 'facts', 'summary'])),
  local: Reading,
  said: Reading,
  differs: z.array(z.enum(['intent', 'department', 'urgency', 'sensitive'])),
  /** What of its word was taken. */
  did: z.array(z.enum(['summary', 'urgency', 'dispatch'])),
});
export type Opinion = z.infer<typeof Opinion>;

/** Who was right about the department, once a person's act showed it; `moot`: the ticket ended without. */
export const Verdict = z.enum(['local', 'model', 'neither', 'moot']);
export type Verdict = z.infer<typeof Verdict>;

/** Only what is kept. */
export function readingOf({ intent, confidence, candidates, urgency, sensitive }: Understanding): Reading {
  return { intent, confidence, candidates, urgency, sensitive };
}
