import { z } from 'zod';
import { best, chancesOf } from '../understand/model/classifier.ts';
import { type Ears, intentChances, readingOf } from '../understand/model/ears.ts';
import type { Segment } from '../understand/model/features.ts';
import { rowOf } from '../understand/model/rows.ts';

/** n of N. */
export const Figure = z.object({ n: z.int().nonnegative(), of: z.int().nonnegative() });
export type Figure = z.infer<typeof Figure>;

export const Figures = z.object({
  /** Intents read right. */
  intent: Figure,
  /** The first of the proposed departments is the right one. */
  department: Figure,
  /** Problems that were heard. */
  recall: Figure,
  /** What is no problem and was taken for one: fewer is better. */
  falseProblems: Figure,
});
export type Figures = z.infer<typeof Figures>;
export type FigureName = keyof Figures;

const Pair = z.object({ before: Figures, after: Figures });

/** How a version stands against the one that listened when it was made, on messages neither was trained on. */
export const Comparison = z.object({
  /** The other version; 0: the shipped one. */
  against: z.int().nonnegative(),
  office: Pair,
  exam: Pair,
});
export type Comparison = z.infer<typeof Comparison>;

/** A message with what it is. `other`: anything but a problem. */
export interface Truth {
  readonly text: string;
  readonly intent: string | null;
  /** Any of them would do; none: it is nobody's, or nobody said. */
  readonly departments: readonly string[];
}

const PROBLEM = 'problem';
const FIGURES: readonly FigureName[] = ['recall', 'falseProblems', 'department', 'intent'];

export function figuresOf(ears: Ears, truths: readonly Truth[], segment: Segment): Figures {
  const reading = readingOf(segment);
  const counts = { intent: zero(), department: zero(), recall: zero(), falseProblems: zero() };
  for (const truth of truths) {
    const features = reading(truth.text);
    const row = rowOf(features, ears.vocabulary);
    const intent = best(ears.intent, intentChances(truth.text, { features, row }, ears)).label;
    if (truth.intent !== null) {
      count(counts.intent, truth.intent === 'other' ? intent !== PROBLEM : intent === truth.intent);
      count(truth.intent === PROBLEM ? counts.recall : counts.falseProblems, intent === PROBLEM);
    }
    if (truth.departments.length > 0) {
      count(counts.department, truth.departments.includes(best(ears.department, chancesOf(row, ears.department)).label));
    }
  }
  return counts;
}

const zero = () => ({ n: 0, of: 0 });

function count(into: { n: number; of: number }, hit: boolean): void {
  into.of += 1;
  if (hit) into.n += 1;
}

/** Both slices as one: what is gained on the office's own words must not be paid for with the rest. */
export function wholeOf({ office, exam }: Pick<Comparison, 'office' | 'exam'>): z.infer<typeof Pair> {
  return { before: sum(office.before, exam.before), after: sum(office.after, exam.after) };
}

function sum(left: Figures, right: Figures): Figures {
  const add = (name: FigureName): Figure => ({ n: left[name].n + right[name].n, of: left[name].of + right[name].of });
  return { intent: add('intent'), department: add('department'), recall: add('recall'), falseProblems: add('falseProblems') };
}

/** Problems missed, others taken for problems, problems sent to the wrong door: each costs the same. */
export function mistakesOf({ recall, falseProblems, department }: Figures): number {
  return recall.of - recall.n + falseProblems.n + department.of - department.n;
}

/** `mistakes`: more of them than before. */
export type Worse = FigureName | 'mistakes';

/** A figure may give this much for what the others gain. Retrained, some answers always fall the other way: less would forbid all learning. */
const MOST_GIVEN = 0.01;

/** In what the new one is worse: it makes more mistakes, or one figure pays for the others. Empty: it may listen. */
export function worseIn(comparison: Pick<Comparison, 'office' | 'exam'>): readonly Worse[] {
  const { before, after } = wholeOf(comparison);
  const lost = (name: FigureName): number => (name === 'falseProblems' ? after[name].n - before[name].n : before[name].n - after[name].n);
  const figures = FIGURES.filter((name) => lost(name) > Math.floor(after[name].of * MOST_GIVEN));
  return mistakesOf(after) > mistakesOf(before) ? ['mistakes', ...figures] : figures;
}
