import { DUE_SOON, type Life, openLives } from '../../../bench/history/lives.ts';
import { PROBLEMS } from '../../../bench/problems.ts';

const MONDAY = new Date('2026-03-09T08:40:00+08:00');
const HOUR = 60;

const TAKEN: Life['deeds'] = [
  { after: 15, who: 'official', text: '签收 #' },
  { after: HOUR, who: 'official', text: '办结 # 已为企业办妥，当面说明' },
];
const SENT_BACK: Life['deeds'] = [
  { after: 5, who: 'official', text: '退单 # 材料里写的不是我局的事项，请值班席再看一下' },
  { after: 8, who: 'desk', text: '派单 # @' },
];

/** Short ones, so that tens of thousands of them are there within seconds: reported, taken, closed; one of them by way of the duty desk. */
const finished = [0, 4].map(
  (problem, i): Life => ({
    name: `short ${i}`,
    course: 'quick',
    pictured: true,
    gone: i === 1,
    problem: PROBLEMS.at(problem) ?? '',
    begins: new Date(MONDAY.getTime() + i * 600_000),
    deeds: i === 0 ? TAKEN : [...SENT_BACK, ...TAKEN],
  }),
);

/** Two that are over, of two people and two units; some that are open; one that is due soon. */
export const SHORT_LIVES: readonly Life[] = [...finished, ...openLives(1).slice(0, 4), DUE_SOON];
export const FINISHED = finished.length;
