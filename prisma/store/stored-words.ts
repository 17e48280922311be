import { z } from 'zod';
import type { InboxOutcome, MessageRole } from '../../core/conversation/effects.ts';

/** Words that columns hold, read back as the house's own. */
export const Outcome = z.enum(['ticketed', 'attached', 'answered', 'ignored', 'parked']) satisfies z.ZodType<InboxOutcome>;

export const Role = z.enum([
  'report',
  'supplement',
  'duplicate',
  'correction',
  'official_reply',
  'status',
  'thanks',
  'rating',
  'withdrawal',
  'reopen',
  'dialogue',
]) satisfies z.ZodType<MessageRole>;
