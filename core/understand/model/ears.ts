import { z } from 'zod';
import { EMERGENCY, NOT_NOW, PRESSING } from '../cues.ts';
import { normalize } from '../normalize.ts';
import { blendedChances, packSecond, type Second, SecondShape, shapeOf, trainSecond, unpackSecond } from './blend.ts';
import { type Trained, type TrainOptions, train, trainAndTry, USUAL } from './classifier.ts';
import { type Features, type Segment, shapeFeatures, textFeatures } from './features.ts';
import { bucketsOf, longRuns } from './net.ts';
import type { Head } from './net-train.ts';
import { joined, pack, unpack } from './pack.ts';
import { type Row, readTexts, type Vocabulary } from './rows.ts';

/** One message with what people say it is. null: they did not say, and nothing is learnt of it. */
export interface Lesson {
  readonly text: string;
  readonly intent: string | null;
  /** A department's code. */
  readonly department: string | null;
  readonly urgent: boolean | null;
}

/** What listening is made of: three classifiers over one reading of a text, and a net beside the first. */
export interface Ears {
  readonly vocabulary: Vocabulary;
  readonly intent: Trained;
  /** null: there were too few lessons for one. */
  readonly second: Second | null;
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

/** Whatever of a text may be learnt: what is read, and what the net reads besides. */
export function everySignOf(segment: Segment): Features {
  const reading = readingOf(segment);
  return (text) => [...reading(text), ...longRuns(marked(text))];
}

const marked = (text: string): string => `^${plainOf(text)}$`;

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
  const features = lessons.map((one) => reading(one.text).filter(keep));
  const { vocabulary, rows } = readTexts(features, EVERY_FEATURE);
  const size = vocabulary.ids.size;
  const intents = lessons.map((one) => one.intent);
  const departments = lessons.map((one) => one.department);
  const urgencies = lessons.map((one) => (one.urgent === null ? null : one.urgent ? URGENT : CALM));
  const heard = trainAndTry(rows, intents, size, INTENT);
  const department = train(rows, departments, size, INTENT);
  const urgency = train(rows, urgencies, size, URGENCY);
  const signs = () => lessons.map((one, at) => [...(features[at] ?? []), ...longRuns(marked(one.text)).filter(keep)]);
  const heads = [headOf(intents, heard.trained), headOf(departments, department), headOf(urgencies, urgency)] as const;
  return { vocabulary, intent: heard.trained, second: trainSecond(signs, [...heads], heard), department, urgency };
}

function headOf(names: readonly (string | null)[], { labels }: Trained): Head {
  const numbers = new Map(labels.map((label, at) => [label, at]));
  return { labels: labels.length, answers: Int32Array.from(names, (name) => (name === null ? -1 : (numbers.get(name) ?? -1))) };
}

/** A text as its features, and as its row among the ears' vocabulary. */
export interface Read {
  readonly features: readonly string[];
  readonly row: Row;
}

/** How likely a text is what, by the labels of `ears.intent`. @param read what `readingOf` and the vocabulary make of it */
export function intentChances(text: string, { features, row }: Read, { intent, second }: Ears): Float64Array {
  return blendedChances(row, intent, second, (bits) => bucketsOf(features, bits, marked(text)));
}

const Packing = z.object({ ears: z.literal(2), classifiers: z.int().nonnegative(), second: SecondShape.nullable() });
const HEAD_END = 0x0a;

/** As bytes, for a file or a database: a line of JSON, the classifiers, the net. */
export function packEars({ vocabulary, intent, second, department, urgency }: Ears): Uint8Array {
  const classifiers = pack({ vocabulary, parts: [intent, department, urgency] });
  const head: z.infer<typeof Packing> = { ears: 2, classifiers: classifiers.length, second: second && shapeOf(second) };
  return joined([
    new TextEncoder().encode(JSON.stringify(head)),
    Uint8Array.of(HEAD_END),
    classifiers,
    ...(second === null ? [] : packSecond(second)),
  ]);
}

/** @throws where the bytes are no ears of this version */
export function unpackEars(packed: Uint8Array): Ears {
  const end = packed.indexOf(HEAD_END);
  const head = Packing.parse(JSON.parse(new TextDecoder().decode(packed.subarray(0, Math.max(0, end)))));
  const from = end + 1 + head.classifiers;
  const { vocabulary, parts } = unpack(packed.subarray(end + 1, from));
  const [intent, department, urgency] = parts;
  if (!intent || !department || !urgency) throw new SyntaxError('ears with a part missing');
  const rest = packed.subarray(from);
  if (head.second === null && rest.length > 0) throw new SyntaxError('ears with a part too many');
  return { vocabulary, intent, second: head.second && unpackSecond(head.second, rest), department, urgency };
}
