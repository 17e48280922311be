import { RANKED_FROM } from '../limits.ts';
import { quantile, sizeOf } from '../ticket/counting/buckets.ts';
import type { Timed } from '../ticket/counting/metrics.ts';
import type { Totals } from '../ticket/counting/sums.ts';
import { workingText } from './duration.ts';
import type { RateFigure } from './figures.ts';

/** Whose figures: the whole house counts tickets, a unit what was handed to it. */
export type Scope = 'house' | 'unit';

/** 三率: 响应率, 解决率, 满意率. */
export function threeRates(totals: Totals, scope: Scope): readonly RateFigure[] {
  return [
    scope === 'house'
      ? rate('响应率', totals.responded, totals.received - totals.gone, except(totals.gone, '联系前撤单、合并的'))
      : rate('响应率', totals.contactedOf, totals.toContact, '转来时已联系过的、联系前转走的不算'),
    rate('解决率', totals.solved, totals.closed, '部分解决、未解决的不算解决'),
    rate('满意率', totals.satisfied, totals.rated, except(totals.closed - totals.rated, '未评价的')),
  ];
}

/** The other measures managers ask for. */
export function furtherRates(totals: Totals): readonly RateFigure[] {
  const t = totals;
  const once = t.closed - t.redone - t.reopenedOnce;
  return [
    rate('按时签收率', t.claimOnTime, t.claimOnTime + t.claimLate, '还没签收的不算'),
    rate('按时联系率', t.contactOnTime, t.contactOnTime + t.contactLate, '还没联系的不算'),
    rate('按时答复率', t.answerOnTime, t.answerOnTime + t.answerLate, '还没答复的不算'),
    rate('按时办结率', t.closeOnTime, t.closeOnTime + t.closeLate, '在办的不算'),
    rate('一次办结率', once, t.closed, '至今没有重办、重开的'),
    rate('直接答复率', t.answeredDirect, t.answered, '没有经过转办、退单的'),
    rate('退单率', t.sentBack, t.dispatched, '占派来和转来的'),
    rate('延期率', t.closedExtended, t.closed, '占办结'),
    rate('重办率', t.redone, t.closed, '占办结，重开后的不再计'),
    rate('回访率', t.rated, t.closed, '办结后企业作了评价的'),
  ];
}

/** 核实 is asked of units; it is told in sheets only. */
export function verifyRate(totals: Totals): RateFigure {
  return rate('按时核实率', totals.verifyOnTime, totals.verifyOnTime + totals.verifyLate, '还没核实的不算');
}

/** Share taken of what came and stayed. */
export function takenRate(totals: Totals): RateFigure {
  return rate('签收率', totals.taken, totals.dispatched - totals.passed, '签收前转出、退回、撤单的不算');
}

const rate = (name: string, part: number, whole: number, left: string): RateFigure => ({ name, part, whole, left });
const except = (n: number, what: string): string => (n > 0 ? `${what} ${n} 件不算` : '');

/** How long a step took: the middle, and within what nine of ten were done. Working seconds; null: nothing to tell of. */
export interface TimeFigure {
  readonly name: string;
  readonly count: number;
  readonly median: number | null;
  readonly p90: number | null;
  readonly mean: number | null;
}

export function timesOf(totals: Totals): readonly TimeFigure[] {
  return [
    time('签收', totals, 'claim', totals.claimSeconds),
    time('首次联系', totals, 'contact', totals.contactSeconds),
    time('办结', totals, 'close', totals.closeSeconds),
    time('办结（扣除暂停）', totals, 'closeNet', totals.closeNetSeconds),
  ];
}

function time(name: string, { times }: Totals, of: Timed, seconds: number): TimeFigure {
  const histogram = times[of];
  const count = sizeOf(histogram);
  const mean = count === 0 ? null : seconds / count;
  return { name, count, median: quantile(histogram, 0.5), p90: quantile(histogram, 0.9), mean };
}

/** `签收用时 约12分钟，九成在约1小时5分以内（10件）`; of few the slowest says nothing of nine in ten. */
export function timeLine({ name, count, median, p90 }: TimeFigure): string {
  if (median === null || p90 === null) return `${name}用时 暂无（0件）`;
  const most = count < RANKED_FROM ? '' : `，九成在${about(p90)}以内`;
  return `${name}用时 ${about(median)}${most}（${count}件）`;
}

/** Out of buckets, so never exact: 约10分钟. */
export function about(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  return minutes < 1 ? workingText(0) : `约${workingText(minutes)}`;
}
