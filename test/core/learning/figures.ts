import type { Comparison, Figures } from '../../../core/learning/compare.ts';

export const figures = (recall: number, wrong: number, department: number, intent: number): Figures => ({
  recall: { n: recall, of: 100 },
  falseProblems: { n: wrong, of: 100 },
  department: { n: department, of: 100 },
  intent: { n: intent, of: 200 },
});
export const compared = (before: Figures, after: Figures): Comparison => ({
  against: 2,
  office: { before: figures(0, 0, 0, 0), after: figures(0, 0, 0, 0) },
  corpus: { before, after },
});
