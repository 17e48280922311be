import { DUE_SOON, type Life, openLives } from '../../../bench/history/lives.ts';
import { PROBLEMS } from '../../../bench/problems.ts';

const MONDAY = new Date('2026-03-09T08:40:00+08:00');
const HOUR = 60;

/** Short ones, so that tens of thousands of them are there within seconds: reported, taken, closed. */
const finished = [0, 4].map(
  (problem, i): Life => ({
    name: `short ${i}`,
    course: 'quick',
    problem: PROBLEMS.at(problem) ?? '',
    begins: new Date(MONDAY.getTime() + i * 600_000),
    deeds: [
      { after: 5, who: 'official', text: '签收 #' },
      { after: HOUR, who: 'official', text: '办结 # 已为企业办妥，当面说明' },
    ],
  }),
);

/** Two that are over, of two people and two units; some that are open; one that is due soon. */
export const SHORT_LIVES: readonly Life[] = [...finished, ...openLives(1).slice(0, 4), DUE_SOON];
export const FINISHED = finished.length;
