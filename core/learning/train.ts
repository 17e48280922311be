import {
  type Ears,
  everySignOf,
  intentChances,
  type Lesson,
  packEars,
  readingOf,
  trainEars,
  unpackEars,
} from '../understand/model/ears.ts';
import type { Segment } from '../understand/model/features.ts';
import { rowOf } from '../understand/model/rows.ts';
import { normalize } from '../understand/normalize.ts';
import { type Comparison, figuresOf, type Truth } from './compare.ts';
import { counts, isHeldOut, type OfficeLesson } from './lessons.ts';

/** Everything training is made of, as plain data: it is done in a thread of its own. */
export interface TrainingOrder {
  /** What ships. */
  readonly lessons: readonly Lesson[];
  readonly exam: readonly Truth[];
  readonly office: readonly OfficeLesson[];
  /** The version that listens now, packed, and which it is. */
  readonly current: Uint8Array;
  readonly against: number;
}

export interface TrainingResult {
  readonly bytes: Uint8Array;
  readonly comparison: Comparison;
}

/** A sign that the corpus does not know is kept only where so many people used it: a name, a plate, a place of one of them is not. */
const VOICES = 2;

/** Deterministic: the same order gives the same version. */
export function trainVersion({ lessons: corpus, exam, office, current, against }: TrainingOrder, segment: Segment): TrainingResult {
  const before = unpackEars(current);
  const heldOut = office.filter(isHeldOut);
  const secret = new Set([...exam, ...heldOut].map(({ text }) => normalize(text)));
  // A message copied by somebody else must not come into training by the back door.
  const open = office.filter((one) => counts(one) && !isHeldOut(one) && !secret.has(normalize(one.text)));
  const lessons = [...corpus, ...open.map((one) => lessonOf(one, before, segment))];
  const bytes = packEars(trainEars(lessons, segment, knownTo(corpus, open, segment)));
  // Measured as it will be used, with what packing rounds off.
  const after = unpackEars(bytes);
  const compared = (truths: readonly Truth[]) => ({
    before: figuresOf(before, truths, segment),
    after: figuresOf(after, truths, segment),
  });
  return { bytes, comparison: { against, office: compared(heldOut.map(truthOf)), exam: compared(exam) } };
}

/** What else a message that is no problem may be. Questions, additions and replies have homes of their own. */
const ASIDE: ReadonlySet<string> = new Set(['chitchat', 'notice', 'ad']);

function truthOf({ text, intent, department }: OfficeLesson): Truth {
  return { text, intent, departments: department === null ? [] : [department] };
}

function lessonOf({ text, intent, department, urgent }: OfficeLesson, ears: Ears, segment: Segment): Lesson {
  return { text, intent: intent === 'other' ? asideOf(text, ears, segment) : intent, department, urgent };
}

/** The desk said what it is not; which of the rest it is, the house's own reading may say. */
function asideOf(text: string, ears: Ears, segment: Segment): string {
  const features = readingOf(segment)(text);
  const chances = intentChances(text, { features, row: rowOf(features, ears.vocabulary) }, ears);
  let found = 'chitchat';
  let most = -1;
  for (const [at, label] of ears.intent.labels.entries()) {
    if (!ASIDE.has(label) || (chances[at] ?? 0) <= most) continue;
    found = label;
    most = chances[at] ?? 0;
  }
  return found;
}

/** Personal data must not travel in a version: signs only one person of the office used are not learnt. */
function knownTo(corpus: readonly Lesson[], office: readonly OfficeLesson[], segment: Segment): (feature: string) => boolean {
  const reading = everySignOf(segment);
  const shipped = new Set<string>();
  for (const { text } of corpus) for (const feature of reading(text)) shipped.add(feature);
  const voices = new Map<string, Set<string>>();
  for (const { text, voice } of office) {
    for (const feature of reading(text)) {
      if (shipped.has(feature)) continue;
      const known = voices.get(feature) ?? new Set<string>();
      voices.set(feature, known.add(voice));
    }
  }
  return (feature) => shipped.has(feature) || (voices.get(feature)?.size ?? 0) >= VOICES;
}
