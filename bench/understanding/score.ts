import type { Understanding } from '../../core/understand/port.ts';
import type { Question } from '../../core/understand/question.ts';

export interface Answer {
  readonly question: Question;
  readonly understood: Understanding;
}

/** n of N, with the interval that holds the true share in 19 of 20 cases (Wilson). */
export interface Share {
  readonly right: number;
  readonly of: number;
}

export function interval({ right, of }: Share): readonly [number, number] {
  if (of === 0) return [0, 1];
  const z = 1.96;
  const share = right / of;
  const middle = (share + (z * z) / (2 * of)) / (1 + (z * z) / of);
  const half = (z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of))) / (1 + (z * z) / of);
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

export interface Marks {
  readonly recall: Share;
  readonly buttedIn: Share;
  readonly intent: Share;
  readonly top1: Share;
  readonly top3: Share;
  readonly urgency: { readonly hit: number; readonly false: number; readonly missed: number };
  readonly confusion: ReadonlyMap<string, number>;
}

const HARMLESS: ReadonlySet<string> = new Set(['chitchat', 'notice', 'ad']);

export function marksOf(answers: readonly Answer[]): Marks {
  const share = (among: readonly Answer[], right: (answer: Answer) => boolean): Share => ({
    right: among.filter(right).length,
    of: among.length,
  });
  const problems = answers.filter(({ question }) => question.intent === 'problem');
  const harmless = answers.filter(({ question }) => HARMLESS.has(question.intent));
  const fits = ({ question, understood }: Answer, among: number): boolean =>
    understood.candidates.slice(0, among).some(({ department }) => department === question.dept || question.alt.includes(department));
  const urgent = ({ understood }: Answer): boolean => understood.urgency !== 'normal';
  const confusion = new Map<string, number>();
  for (const { question, understood } of answers) {
    const key = `${question.intent} ${understood.intent}`;
    confusion.set(key, (confusion.get(key) ?? 0) + 1);
  }
  return {
    recall: share(problems, ({ understood }) => understood.intent === 'problem'),
    buttedIn: share(harmless, ({ understood }) => understood.intent === 'problem'),
    intent: share(answers, ({ question, understood }) => question.intent === understood.intent),
    top1: share(problems, (answer) => fits(answer, 1)),
    top3: share(problems, (answer) => fits(answer, 3)),
    urgency: {
      hit: answers.filter((one) => one.question.urgent && urgent(one)).length,
      false: answers.filter((one) => !one.question.urgent && urgent(one)).length,
      missed: answers.filter((one) => one.question.urgent && !urgent(one)).length,
    },
    confusion,
  };
}

export function f1({ urgency }: Marks): number {
  return (2 * urgency.hit) / Math.max(1, 2 * urgency.hit + urgency.false + urgency.missed);
}
