import { EMERGENCY, NOT_NOW, PRESSING } from '../cues.ts';
import { normalize } from '../normalize.ts';
import { type Trained, type TrainOptions, train, USUAL } from './classifier.ts';
import { type Features, type Segment, shapeFeatures, textFeatures } from './features.ts';
import { pack, unpack } from './pack.ts';
import { readTexts, type Vocabulary } from './rows.ts';

/** One message with what people say it is. null: they did not say, and nothing is learnt of it. */
export interface Lesson {
  readonly text: string;
  readonly intent: string | null;
  /** A department's code. */
  readonly department: string | null;
  readonly urgent: boolean | null;
}

/** What listening is made of: three classifiers over one reading of a text. */
export interface Ears {
  readonly vocabulary: Vocabulary;
  readonly intent: Trained;
  readonly department: Trained;
  readonly urgency: Trained;
}

export const URGENT = 'urgent';
const CALM = 'calm';
const LONGEST_RUN = 2;
const EVERY_FEATURE = 1;
const ONE_HAND = { folds: 5, tried: 1, stretches: true };
const INTENT: TrainOptions = { ...USUAL, ...ONE_HAND };
const URGENCY: TrainOptions = { ...USUAL, ...ONE_HAND };

/** How a message is read: spellings alike, names behind @ and the digits of a number left out, its two ends marked. */
export function readingOf(segment: Segment): Features {
  const features = textFeatures(segment, LONGEST_RUN);
  return (text) => {
    const plain = plainOf(text);
    return [...features(`^${plain}$`), ...shapeFeatures(plain), ...signsOf(plain)];
  };
}

function plainOf(text: string): string {
  return normalize(text)
    .replace(/@\S{1,20}/g, '@')
    .replace(/\d+(?:\.\d+)?/g, (digits) => '0'.repeat(Math.min(4, digits.length)));
}

/** Words of danger are many and rare; told as one sign, a few examples teach them all. */
function signsOf(plain: string): string[] {
  return [
    ...(EMERGENCY.test(plain) ? ['!emergency'] : []),
    ...(PRESSING.test(plain) ? ['!pressing'] : []),
    ...(NOT_NOW.test(plain) ? ['!then'] : []),
  ];
}

/**
 * Deterministic: the same lessons give the same ears.
 * @param keep signs that may be learnt; by default all
 */
export function trainEars(lessons: readonly Lesson[], segment: Segment, keep: (feature: string) => boolean = () => true): Ears {
  const reading = readingOf(segment);
  const { vocabulary, rows } = readTexts(
    lessons.map((one) => reading(one.text).filter(keep)),
    EVERY_FEATURE,
  );
  const learn = (labelOf: (lesson: Lesson) => string | null, options: TrainOptions): Trained =>
    train(rows, lessons.map(labelOf), vocabulary.ids.size, options);
  return {
    vocabulary,
    intent: learn((one) => one.intent, INTENT),
    department: learn((one) => one.department, INTENT),
    urgency: learn((one) => (one.urgent === null ? null : one.urgent ? URGENT : CALM), URGENCY),
  };
}

/** As bytes, for a file or a database. */
export function packEars({ vocabulary, intent, department, urgency }: Ears): Uint8Array {
  return pack({ vocabulary, parts: [intent, department, urgency] });
}

/** @throws where the bytes are no ears of this version */
export function unpackEars(packed: Uint8Array): Ears {
  const { vocabulary, parts } = unpack(packed);
  const [intent, department, urgency] = parts;
  if (!intent || !department || !urgency) throw new SyntaxError('ears with a part missing');
  return { vocabulary, intent, department, urgency };
}
