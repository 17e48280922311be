import { normalize } from '../normalize.ts';
import { type Example, type Trained, type TrainOptions, train, USUAL } from './classifier.ts';
import { type Features, type Segment, textFeatures } from './features.ts';
import { pack, unpack } from './pack.ts';

/** One message with what people say it is. null: they did not say, and nothing is learnt of it. */
export interface Lesson {
  readonly text: string;
  readonly intent: string | null;
  /** A department's code. */
  readonly department: string | null;
  readonly urgent: boolean | null;
}

/** What listening is made of: three classifiers over the same reading of a text. */
export interface Ears {
  readonly intent: Trained;
  readonly department: Trained;
  readonly urgency: Trained;
}

export const URGENT = 'urgent';
const CALM = 'calm';
const LONGEST_RUN = 2;
const URGENCY: TrainOptions = { ...USUAL, balance: 0.7 };

/** How a message is read: spellings alike, names behind @ and the digits of a number left out, its two ends marked. */
export function readingOf(segment: Segment): Features {
  const features = textFeatures(segment, LONGEST_RUN);
  return (text) => features(`^${plainOf(text)}$`);
}

function plainOf(text: string): string {
  return normalize(text)
    .replace(/@\S{1,20}/g, '@')
    .replace(/\d+(?:\.\d+)?/g, (digits) => '0'.repeat(Math.min(4, digits.length)));
}

/**
 * Deterministic: the same lessons give the same ears.
 * @param keep signs that may be learnt; by default all
 */
export function trainEars(lessons: readonly Lesson[], segment: Segment, keep: (feature: string) => boolean = () => true): Ears {
  const whole = readingOf(segment);
  const reading: Features = (text) => whole(text).filter(keep);
  const examples = (labelOf: (lesson: Lesson) => string | null): Example[] =>
    lessons.flatMap((lesson) => {
      const label = labelOf(lesson);
      return label === null ? [] : [{ text: lesson.text, label }];
    });
  return {
    intent: train(
      examples((one) => one.intent),
      reading,
    ),
    department: train(
      examples((one) => one.department),
      reading,
    ),
    urgency: train(
      examples((one) => (one.urgent === null ? null : one.urgent ? URGENT : CALM)),
      reading,
      URGENCY,
    ),
  };
}

const PARTS = 3;

/** As bytes, for a file or a database: three lengths, then the three classifiers. */
export function packEars({ intent, department, urgency }: Ears): Uint8Array {
  const parts = [intent, department, urgency].map(pack);
  const whole = new Uint8Array(PARTS * 4 + parts.reduce((sum, part) => sum + part.length, 0));
  const lengths = new DataView(whole.buffer);
  let from = PARTS * 4;
  for (const [at, part] of parts.entries()) {
    lengths.setUint32(at * 4, part.length);
    whole.set(part, from);
    from += part.length;
  }
  return whole;
}

/** @throws where the bytes are no ears of this version */
export function unpackEars(whole: Uint8Array): Ears {
  const lengths = new DataView(whole.buffer, whole.byteOffset, whole.byteLength);
  let from = PARTS * 4;
  const next = (at: number): Trained => {
    const to = from + lengths.getUint32(at * 4);
    const part = unpack(whole.subarray(from, to));
    from = to;
    return part;
  };
  return { intent: next(0), department: next(1), urgency: next(2) };
}
