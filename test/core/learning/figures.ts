import type { Comparison, Figures } from '../../../core/learning/compare.ts';

/** Of a thousand each; of intents two thousand. */
export const figures = (recall: number, wrong: number, department: number, intent: number): Figures => ({
  recall: { n: recall, of: 1000 },
  falseProblems: { n: wrong, of: 1000 },
  department: { n: department, of: 1000 },
  intent: { n: intent, of: 2000 },
});

const none = { n: 0, of: 0 };
export const zero: Figures = { recall: none, falseProblems: none, department: none, intent: none };

export const compared = (before: Figures, after: Figures): Comparison => ({
  against: 2,
  office: { before: zero, after: zero },
  exam: { before, after },
});
