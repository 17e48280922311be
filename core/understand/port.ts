import { z } from 'zod';
import { DepartmentCode, EnterpriseKey } from '../ids.ts';
import { Urgency } from '../ticket/ticket.ts';

/** First match wins, in the order of the field's labelling rules. */
export const Intent = z.enum(['official_reply', 'notice', 'ad', 'followup', 'problem', 'question', 'chitchat', 'command']);
export type Intent = z.infer<typeof Intent>;

export const Candidate = z.object({ department: DepartmentCode, score: z.number().min(0).max(1) });
export type Candidate = z.infer<typeof Candidate>;

/** What one message says by itself. Scores are probabilities in 0…1; candidates are ranked, best first. */
export const Understanding = z.object({
  intent: Intent,
  /** How sure of the intent. */
  confidence: z.number().min(0).max(1),
  /** What it is if it is not that. */
  otherwise: Intent.optional(),
  candidates: z.array(Candidate),
  urgency: Urgency,
  /** The words that show the urgency; empty for `normal`. */
  urgencyWords: z.array(z.string()),
  /** Touchy matter (loan, dispute, personal data): the group gets number and category only. */
  sensitive: z.boolean(),
  /** Named in the text; the sender's own is the caller's business. */
  enterprise: EnterpriseKey.nullable(),
  /** Where, in the words of the text; null: it names no place. */
  place: z.string().nullable(),
  /** One line, at most 40 characters, for lists. */
  summary: z.string(),
});
export type Understanding = z.infer<typeof Understanding>;

/** One message as the interpreter sees it. */
export interface Utterance {
  readonly text: string;
  /** Whether an official, a commissioner or the duty desk speaks: their words are seldom a problem of their own. */
  readonly speaker: 'public' | 'official' | 'unknown';
  /** Pictures and files that came with it. */
  readonly media: number;
}

/** The seam of understanding: pure, local, immediate. The receipt waits for nothing else. */
export interface Interpreter {
  readonly name: string;
  understand(utterance: Utterance): Understanding;
}

/** The same seam for a model behind a network: never on the receipt's path; null when it cannot say in time. */
export interface RemoteInterpreter {
  readonly name: string;
  understand(utterance: Utterance, signal: AbortSignal): Promise<Understanding | null>;
}
