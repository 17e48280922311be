import type { Directory } from '../directory.ts';
import { RANKED_FROM } from '../limits.ts';
import { secondsText } from './duration.ts';
import type { Days } from './period.ts';
import { meanText, rateText } from './rate.ts';
import type { Totals } from './reads.ts';
import { departmentName } from './words.ts';

/** What the figures are and what they leave out; said under every report that prints a rate. */
const BASIS = '口径：按每一步发生的日期计，可能含此前收到的单；每张单的每一步只计首次；历时含非工作时间。';
/** A unit is measured by what stayed with it: who rightly passes on is not the worse for it, who takes it over is counted. */
const UNIT_BASIS =
  '口径：按每一步发生的日期计，可能含此前收到的单；接办不含签收前转出、退回的，每接办一次计一次签收，其余每步只计首次；重办、重开后的接办、签收、办结、评价不再计；历时含非工作时间。';

/** 统计 of one scope. `subject`: 全区 or a unit's name. */
export function totalsText(subject: string, days: Days, totals: Totals, received: '收到' | '接到派单'): string {
  const ofUnit = received === '接到派单';
  return [
    `${subject} ${days.label}`,
    `${ofUnit ? '接办' : received} ${totals.received} 件，撤回 ${totals.withdrawn} 件`,
    `签收 ${totals.claimed} 件，联系企业 ${totals.contacted} 件，答复 ${totals.answered} 件，办结 ${totals.closed} 件`,
    `转办 ${totals.transferred} 次，退单 ${totals.returned} 次，重办 ${totals.reworked} 次，重开 ${totals.reopened} 次`,
    `解决率 ${rateText(totals.solved, totals.closed)}（占办结）`,
    `满意率 ${rateText(totals.satisfied, totals.rated)}（占已评价；未评价的不算）`,
    `派单到签收 ${meanText(totals.claimSeconds, totals.claimed, secondsText)}`,
    `收到到首次联系 ${meanText(totals.contactSeconds, totals.contacted, secondsText)}`,
    `收到到办结 ${meanText(totals.closeSeconds, totals.closed, secondsText)}`,
    ofUnit ? UNIT_BASIS : BASIS,
  ].join('\n');
}

type Unit = Totals & { readonly department: Parameters<typeof departmentName>[1] };

/** Units of the period, busiest first: one line each, and what 接办 leaves out. */
export function unitLines(units: readonly Unit[], directory: Directory): readonly string[] {
  const active = units
    .filter((one) => one.received > 0 || one.closed > 0)
    .toSorted((a, b) => b.received - a.received || b.closed - a.closed);
  if (active.length === 0) return [];
  const lines = active.map(
    (one) =>
      `${departmentName(directory, one.department)}：接办 ${one.received}，签收 ${one.claimed}，办结 ${one.closed}，满意 ${one.satisfied}/${one.rated}`,
  );
  return [...lines, '（接办不含签收前转出、退回的；一张单先后由几个单位签收的，各计一次）'];
}

/**
 * 排名: by the share taken of what came and stayed, then by how fast. A unit that leaves its tickets lying cannot look fast on the
 * few it took. Equal figures share a place.
 */
export function rankingText(days: Days, units: readonly Unit[], directory: Directory): string {
  const ranked = units.filter((one) => one.received >= RANKED_FROM).toSorted((a, b) => share(b) - share(a) || mean(a) - mean(b));
  const few = units.filter((one) => one.received > 0 && one.received < RANKED_FROM);
  if (ranked.length === 0)
    return [`排名 ${days.label}`, `这段时间没有单位接办 ${RANKED_FROM} 件以上，不排名。`, ...fewText(few, directory)].join('\n');
  const lines = ranked.map((one) => {
    const place = ranked.findIndex((other) => share(other) === share(one) && mean(other) === mean(one)) + 1;
    const times = `签收率 ${rateText(taken(one), one.received)}，${meanText(one.claimSeconds, one.claimed, secondsText)}`;
    return `${place}. ${departmentName(directory, one.department)}：${times}\n　解决 ${rateText(one.solved, one.closed)}，满意 ${rateText(one.satisfied, one.rated)}`;
  });
  return [`排名 ${days.label}`, '先比签收率（占接办），再比派单到签收的平均历时。', ...lines, ...fewText(few, directory), UNIT_BASIS].join(
    '\n',
  );
}

// A ticket that came before the period may be taken in it: never more than all.
const taken = (one: Totals): number => Math.min(one.claimed, one.received);
const share = (one: Totals): number => taken(one) / one.received;
const mean = (one: Totals): number => (one.claimed === 0 ? Number.POSITIVE_INFINITY : one.claimSeconds / one.claimed);

function fewText(few: readonly Unit[], directory: Directory): readonly string[] {
  if (few.length === 0) return [];
  const names = few.map((one) => `${departmentName(directory, one.department)}（${one.received}件）`);
  return [`不足 ${RANKED_FROM} 件、不参加排名：${names.join('、')}`];
}

/** In the work group: how many are ranked, nobody's name. */
export function rankingTotals(days: Days, units: readonly Unit[]): string {
  const received = sum(units, 'received');
  const ranked = units.filter((one) => one.received >= RANKED_FROM).length;
  return [
    `${days.label}：${units.filter((one) => one.received > 0).length} 个单位接办 ${received} 件，签收 ${sum(units, 'claimed')} 件；够 ${RANKED_FROM} 件参加排名的 ${ranked} 个。`,
    '各单位的名次请私聊我发“排名”。',
  ].join('\n');
}

const sum = (units: readonly Unit[], key: 'received' | 'claimed'): number => units.reduce((all, one) => all + one[key], 0);
