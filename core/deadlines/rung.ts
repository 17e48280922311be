import { z } from 'zod';
import type { Step } from './steps.ts';

/** Whom a rung tells. */
export const Told = z.enum([
  'handler', // 经办人, where his department works
  'duty', // 值班人 of the department
  'deputy', // 副值班
  'head', // 部门负责人
  'commissioner', // 特派员
  'desk', // 值班席
  'office', // 推进办
  'supervision', // 督查考核办
  'leaders', // 区领导
  'reporter', // 反映人
]);
export type Told = z.infer<typeof Told>;

export const Card = z.enum(['yellow', 'red']); // 黄牌 红牌
export type Card = z.infer<typeof Card>;

/** What a rung does beyond telling: `urge` 催办, `order` 督办单, `lapse`: the 签收 lapses. */
export const RungAct = z.enum(['remind', 'urge', 'order', 'lapse']);
export type RungAct = z.infer<typeof RungAct>;

/** One rung of one ticket, ready to be climbed. */
export interface RungMark {
  /** `<step>.<round>.<rung>`: unique in the ticket's log. */
  readonly key: string;
  readonly step: Step;
  readonly round: number;
  readonly rung: string;
  /** The step's deadline. */
  readonly dueAt: string;
  /** When this rung is reached. */
  readonly moment: string;
  readonly card: Card | null;
  readonly act: RungAct;
  readonly tell: readonly Told[];
  readonly digest: boolean;
}
