import type { Urgency } from '../ticket/ticket.ts';
import { EMERGENCY, NOT_NOW, PRESSING } from './cues.ts';
import type { Intent } from './port.ts';

/** How urgent, and the words that show it. 急 is a word of courtesy here and counts for nothing. */
export function readUrgency(folded: string, intent: Intent): { readonly urgency: Urgency; readonly words: readonly string[] } {
  const normal = { urgency: 'normal', words: [] } as const;
  if (intent === 'notice' || intent === 'ad' || intent === 'official_reply' || NOT_NOW.test(folded)) return normal;
  const emergency = EMERGENCY.exec(folded);
  if (emergency !== null) return { urgency: 'critical', words: [emergency[0]] };
  if (intent === 'question' || intent === 'chitchat') return normal;
  const pressing = PRESSING.exec(folded);
  return pressing === null ? normal : { urgency: 'urgent', words: [pressing[0]] };
}
