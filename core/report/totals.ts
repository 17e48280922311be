import type { Directory } from '../directory.ts';
import type { Days } from './period.ts';
import { rateLine } from './rate.ts';
import { furtherRates, type Scope, threeRates, timeLine, timesOf } from './rates.ts';
import type { Totals } from './reads.ts';
import { departmentName } from './words.ts';

/** What the figures are and what they leave out; said under every report that prints a rate. */
const EACH =
  '各步按发生的日期计，可能含此前收到的单；评价、重办、重开记在办结那天，此后的各步不再计；按时以办理时限为准，挂账、等企业补充、经批准的延期不计时；用时为工作时间的中位数，约数，特急昼夜计';
export const HOUSE_BASIS = `口径：${EACH}；每件每步只计首次；响应率按受理那天的件数算。`;
/** A unit is measured by what stayed with it: who rightly passes on is not the worse for it, who takes it over is counted. */
export const UNIT_BASIS = `口径：${EACH}；接办不含签收前转出、退回、撤单的，每接办一次计一次签收，签收失效后再签的不另计；签收率、响应率、退单率按派来那天的件数算。`;

/** 统计 of one scope. `subject`: 全区 or a unit's name. */
export function totalsText(subject: string, days: Days, totals: Totals, scope: Scope): string {
  const rates = [...threeRates(totals, scope), ...furtherRates(totals)];
  return [
    `${subject} ${days.label}`,
    ...countLines(totals, scope),
    ...rates.map(rateLine),
    ...timesOf(totals).map(timeLine),
    scope === 'unit' ? UNIT_BASIS : HOUSE_BASIS,
  ].join('\n');
}

export function countLines(totals: Totals, scope: Scope): readonly string[] {
  const t = totals;
  return [
    `${scope === 'unit' ? '接办' : '收到'} ${t.received} 件，撤单 ${t.withdrawn} 件`,
    `签收 ${t.claimed} 件，联系企业 ${t.contacted} 件，核实 ${t.verified} 件，答复 ${t.answered} 件，办结 ${t.closed} 件`,
    `转办 ${t.transferred} 次，退单 ${t.returned} 次，签收失效 ${t.lapsed} 次，重办 ${t.reworked} 次，重开 ${t.reopened} 次`,
    `延期申请 ${t.extensionsAsked} 次、批准 ${t.extensionsGranted} 次；黄牌 ${t.yellowCards} 张，红牌 ${t.redCards} 张，督办单 ${t.orders} 份`,
  ];
}

/** 撤单 call-backs; for those who see all, and never by unit: it is the unit that may have pressed. '': there were none. */
export function callbackLine({ callbacksAsked: asked, callbacksAnswered: answered, callbacksPressed: pressed }: Totals): string {
  return asked + answered === 0 ? '' : `撤单回访：问 ${asked} 件，答 ${answered} 件，有人要求撤的 ${pressed} 件`;
}

export type Unit = Totals & { readonly department: Parameters<typeof departmentName>[1] };

/** Units with anything in the period, busiest first. */
export function activeUnits(units: readonly Unit[]): readonly Unit[] {
  return units
    .filter((one) => one.received > 0 || one.closed > 0 || one.claimed > 0)
    .toSorted((a, b) => b.received - a.received || b.closed - a.closed);
}

/** One line each, and what 接办 leaves out. */
export function unitLines(units: readonly Unit[], directory: Directory): readonly string[] {
  const active = activeUnits(units);
  if (active.length === 0) return [];
  const lines = active.map(
    (one) =>
      `${departmentName(directory, one.department)}：接办 ${one.received}，签收 ${one.claimed}，办结 ${one.closed}，满意 ${one.satisfied}/${one.rated}`,
  );
  return [...lines, '（接办不含签收前转出、退回、撤单的；一张单先后由几个单位签收的，各计一次）'];
}
