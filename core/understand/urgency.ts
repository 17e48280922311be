import type { Urgency } from '../ticket/ticket.ts';
import { EMERGENCY, NOT_NOW, PRESSING } from './cues.ts';
import { chanceOf, chancesOf } from './model/classifier.ts';
import { type Ears, type Read, URGENT } from './model/ears.ts';
import { telling } from './model/telling.ts';
import type { Intent } from './port.ts';

/** From here on a message is urgent though no known word of danger is in it. */
const SURE = 0.28;
/** A word of danger needs this much of the rest of the sentence behind it. */
const BACKED = 0.15;
const NORMAL = { urgency: 'normal', words: [] } as const;

export interface UrgencyRead {
  readonly urgency: Urgency;
  readonly words: readonly string[];
}

/**
 * How urgent, and the words that show it. 急 is a word of courtesy here and counts for nothing. Life and limb are told by words
 * alone, for no missed example may cost a call to 119; loss is told by the whole sentence.
 */
export function readUrgency(folded: string, read: Read, ears: Ears, intent: Intent): UrgencyRead {
  if (intent === 'notice' || intent === 'ad' || intent === 'official_reply' || intent === 'chitchat') return NORMAL;
  const then = NOT_NOW.test(folded);
  const emergency = EMERGENCY.exec(folded);
  if (emergency !== null && !then && intent !== 'question') return { urgency: 'critical', words: [emergency[0]] };
  const pressing = PRESSING.exec(folded);
  const chance = chanceOf(URGENT, ears.urgency, chancesOf(read.row, ears.urgency));
  if (chance < (pressing !== null && !then ? BACKED : SURE)) return NORMAL;
  return { urgency: 'urgent', words: pressing === null ? telling(read.features, ears.vocabulary, ears.urgency, URGENT) : [pressing[0]] };
}
