import { PROBLEMS } from '../problems.ts';

/** What is done on a ticket, so many minutes after it was reported; `#` stands for its number, `@` for its unit. */
export interface Deed {
  readonly after: number;
  readonly who: 'reporter' | 'official' | 'desk';
  readonly text: string;
}

export interface Life {
  readonly name: string;
  readonly course: Course;
  readonly problem: string;
  readonly begins: Date;
  readonly deeds: readonly Deed[];
  /** A picture came with the report. */
  readonly pictured: boolean;
  /** Who reported it has not been heard of for long. */
  readonly gone: boolean;
}

const HOUR = 60;
const DAY = 24 * HOUR;
const official = (after: number, text: string): Deed => ({ after, who: 'official', text });
const desk = (after: number, text: string): Deed => ({ after, who: 'desk', text });
const reporter = (after: number, text: string): Deed => ({ after, who: 'reporter', text });

/** Most go as they should, and are closed on the day they came. */
const QUICK = [
  official(9, '签收 #'),
  official(35, '已联系 #'),
  official(5 * HOUR, '答复 # 已与企业对接，材料当场补齐，手续今天办妥'),
  official(6 * HOUR, '办结 #'),
  reporter(7 * HOUR, '评价 # 满意'),
];
/** Taken when the desk had to be told, answered late, never rated. */
const SLOW = [
  official(2 * HOUR + 10, '签收 #'),
  official(DAY, '已联系 #'),
  official(DAY + HOUR, '核实 # 现场看过，情况属实'),
  official(4 * DAY, '答复 # 专家评审已经安排，结论本周书面告知企业'),
  official(5 * DAY, '办结 #'),
];
/** What there is of side roads: given back and sent again, urged, suspended, rated badly and done again. */
const BUMPY = [
  official(6, '退单 # 材料里写的不是我局的事项，请值班席再看一下'),
  desk(20, '派单 # @'),
  official(35, '签收 #'),
  official(HOUR, '已联系 #'),
  reporter(DAY, '@小汇 催办 # 请尽快给个说法'),
  official(DAY + HOUR, '挂账 # 等上级批复下来再办'),
  official(2 * DAY, '恢复 #'),
  official(2 * DAY + HOUR, '答复 # 批复已到，按程序办理'),
  official(3 * DAY, '办结 #'),
  reporter(3 * DAY + HOUR, '评价 # 不满意'),
  official(4 * DAY, '答复 # 已重新上门，问题解决'),
  official(4 * DAY + HOUR, '办结 #'),
  reporter(4 * DAY + 2 * HOUR, '评价 # 满意'),
];
const COURSES = { quick: QUICK, slow: SLOW, bumpy: BUMPY } as const;
export type Course = keyof typeof COURSES | 'open';

/** Of twenty tickets so many go this way. */
export const SHARES: Readonly<Record<Course, number>> = { quick: 18, slow: 1, bumpy: 1, open: 0 };

/** A week without holidays; whoever copies these lives moves them by whole weeks, so that working time stays true. */
export const MODEL_WEEK = '2026-03-09';
/** By then the last of them is archived. */
export const MODEL_DAYS = 25;

const moment = (date: string, time: string): Date => new Date(`${date}T${time}:00+08:00`);
const later = (from: Date, minutes: number): Date => new Date(from.getTime() + minutes * 60_000);

/** One life of each course for each of the first `problems` kinds of problem, from Monday to Thursday. */
export function finishedLives(problems: number): Life[] {
  const courses = ['quick', 'slow', 'bumpy'] as const;
  const monday = moment(MODEL_WEEK, '08:40');
  return PROBLEMS.slice(0, problems).flatMap((problem, p) =>
    courses.map((course, c) => ({
      name: `${course} ${p}`,
      course,
      problem,
      begins: later(monday, ((p + c) % 4) * DAY + p * 7 + c * 2),
      deeds: COURSES[course],
      pictured: p % 2 === 0,
      // One life of his alone: the same words again while the first ticket is open are no other matter.
      gone: p === problems - 1 && course === 'quick',
    })),
  );
}

/** When everything is measured: a Tuesday morning. */
export const NOW = moment('2026-11-24', '10:00');

/** How open tickets stand at that moment: since when, and what was done. */
const STANDING: Readonly<Record<string, { readonly since: number; readonly deeds: readonly Deed[] }>> = {
  untaken: { since: 4, deeds: [] },
  taken: { since: 50, deeds: [official(5, '签收 #')] },
  contacted: { since: DAY + 30, deeds: [official(10, '签收 #'), official(40, '已联系 #')] },
  answered: {
    since: DAY + HOUR,
    deeds: [official(10, '签收 #'), official(45, '已联系 #'), official(5 * HOUR, '答复 # 材料已收齐，正在走流程')],
  },
  suspended: { since: 5 * DAY, deeds: [official(10, '签收 #'), official(45, '已联系 #'), official(3 * HOUR, '挂账 # 等上级批复下来再办')] },
  late: { since: 12 * DAY + HOUR, deeds: [official(10, '签收 #'), official(45, '已联系 #')] },
};

/** For each way a ticket can stand, so many. None of them falls due in the minutes after. */
export function openLives(each: number): Life[] {
  return Object.entries(STANDING).flatMap(([name, { since, deeds }], s) =>
    Array.from({ length: each }, (_, i) => ({
      name: `${name} ${i}`,
      course: 'open' as const,
      problem: PROBLEMS.at((s * each + i) % PROBLEMS.length) ?? '',
      begins: later(NOW, -since - i / 4),
      deeds,
      pictured: i % 2 === 0,
      gone: false,
    })),
  );
}

/** A ticket nobody has taken: four minutes from now its official is reminded. Copied a hundredfold it makes a sweep busy. */
export const DUE_SOON: Life = {
  name: 'due soon',
  course: 'open',
  problem: PROBLEMS.at(0) ?? '',
  begins: later(NOW, -20),
  deeds: [],
  pictured: false,
  gone: false,
};
/** When it is due, and nothing else. */
export const DUE_AT = later(NOW, 5);

/** What happens, in the order it happens. */
export function agendaOf(lives: readonly Life[]): readonly { readonly at: Date; readonly life: Life; readonly deed: Deed | null }[] {
  return lives
    .flatMap((life) => [null, ...life.deeds].map((deed) => ({ at: later(life.begins, deed?.after ?? 0), life, deed })))
    .toSorted((a, b) => a.at.getTime() - b.at.getTime());
}
