import { type About, categoriesOf } from './about.ts';
import { BOARD_BASIS } from './board.ts';
import type { Sheet, SheetCell, SheetColumn } from './figures.ts';
import type { Days } from './period.ts';
import { gridFigure } from './pictures.ts';
import { RANKING_RULE, rank } from './ranking.ts';
import { rateText } from './rate.ts';
import { furtherRates, type Scope, takenRate, threeRates, timesOf, verifyRate } from './rates.ts';
import type { Board, FlowRow, GridRow, Totals } from './reads.ts';
import { activeUnits, HOUSE_BASIS, UNIT_BASIS, type Unit } from './totals.ts';
import { departmentName } from './words.ts';

const text = (title: string, width?: number): SheetColumn => ({ title, kind: 'text', ...(width === undefined ? {} : { width }) });
const number = (title: string): SheetColumn => ({ title, kind: 'number' });
const percent = (title: string): SheetColumn => ({ title, kind: 'percent' });

const share = (part: number, whole: number): number | null => (whole <= 0 ? null : part / whole);
/** Working hours with two decimals. */
const hours = (seconds: number | null): number | null => (seconds === null ? null : Math.round(seconds / 36) / 100);

/** Counts, rates and times of one scope: three sheets. */
export function totalsSheets(subject: string, days: Days, totals: Totals, scope: Scope): readonly Sheet[] {
  const notes = [`${subject}，${days.label}。`, scope === 'unit' ? UNIT_BASIS : HOUSE_BASIS];
  return [
    { name: '数量', columns: [text('项目'), number('数')], rows: countRows(totals, scope), notes },
    ratesSheet(totals, scope, notes),
    {
      name: '用时',
      columns: [
        text('环节'),
        number('件数'),
        number('中位数（工作小时，约）'),
        number('九成以内（工作小时，约）'),
        number('平均（工作小时）'),
      ],
      rows: timesOf(totals).map(({ name, count, median, p90, mean }) => [name, count, hours(median), hours(p90), hours(mean)]),
      notes,
    },
  ];
}

function ratesSheet(totals: Totals, scope: Scope, notes: readonly string[]): Sheet {
  const own = scope === 'unit' ? [takenRate(totals)] : [];
  const rates = [...threeRates(totals, scope), ...own, ...furtherRates(totals), verifyRate(totals)];
  return {
    name: '比率',
    columns: [text('指标'), number('分子'), number('分母'), percent('比率'), text('说明', 40)],
    rows: rates.map(({ name, part, whole, left }) => [name, part, whole, share(part, whole), left]),
    notes,
  };
}

/** In the order people read them. */
const COUNTS: readonly (readonly [string, keyof Omit<Totals, 'times'>])[] = [
  ['撤单', 'withdrawn'],
  ['签收', 'claimed'],
  ['联系企业', 'contacted'],
  ['核实', 'verified'],
  ['答复', 'answered'],
  ['办结', 'closed'],
  ['其中解决', 'solved'],
  ['已评价', 'rated'],
  ['其中满意', 'satisfied'],
  ['转办（次）', 'transferred'],
  ['退单（次）', 'returned'],
  ['签收失效（次）', 'lapsed'],
  ['重办（次）', 'reworked'],
  ['重开（次）', 'reopened'],
  ['延期申请（次）', 'extensionsAsked'],
  ['延期批准（次）', 'extensionsGranted'],
  ['黄牌（张）', 'yellowCards'],
  ['红牌（张）', 'redCards'],
  ['督办单（份）', 'orders'],
  ['领导督办（次）', 'supervised'],
];

function countRows(totals: Totals, scope: Scope): SheetCell[][] {
  return [[scope === 'unit' ? '接办' : '收到', totals.received], ...COUNTS.map(([name, metric]) => [name, totals[metric]])];
}

/** One row a unit: counts, then each rate as a share and as what it is made of. */
export function unitsSheet(units: readonly Unit[], days: Days, { directory }: About): Sheet {
  const active = activeUnits(units);
  const ratesOf = (unit: Unit) => [takenRate(unit), ...threeRates(unit, 'unit'), ...furtherRates(unit), verifyRate(unit)];
  const names = active[0] === undefined ? [] : ratesOf(active[0]).map((rate) => rate.name);
  return {
    name: '按单位',
    columns: [
      text('单位'),
      number('接办'),
      ...COUNTS.map(([name]) => number(name)),
      number('签收中位数（工作小时，约）'),
      number('办结中位数（工作小时，约）'),
      ...names.flatMap((name) => [percent(name), text(`${name} 分子/分母`)]),
    ],
    rows: active.map((unit) => {
      const [claim, , close] = timesOf(unit);
      return [
        departmentName(directory, unit.department),
        unit.received,
        ...COUNTS.map(([, metric]) => unit[metric]),
        hours(claim?.median ?? null),
        hours(close?.median ?? null),
        ...ratesOf(unit).flatMap(({ part, whole }) => [share(part, whole), `${part}/${whole}`]),
      ];
    }),
    notes: [`${days.label}。`, UNIT_BASIS],
  };
}

export function rankingSheet(units: readonly Unit[], days: Days, { directory }: About): Sheet {
  const { ranked, unranked } = rank(units, directory);
  const names = ranked[0]?.rates.map((rate) => rate.name) ?? [];
  return {
    name: '排名',
    columns: [
      number('名次'),
      text('单位'),
      number('接办'),
      ...names.flatMap((name) => [percent(name), text(`${name} 分子/分母`)]),
      text('派单到签收'),
    ],
    rows: ranked.map(({ place, name, unit, rates, claimed }) => [
      place,
      name,
      unit.received,
      ...rates.flatMap(({ part, whole }) => [share(part, whole), `${part}/${whole}`]),
      claimed,
    ]),
    notes: [`${days.label}。${RANKING_RULE}`, ...(unranked === '' ? [] : [unranked]), UNIT_BASIS],
  };
}

export function flowSheet(flow: readonly FlowRow[], scope: Scope): Sheet {
  const came = scope === 'unit' ? '接办' : '收到';
  return {
    name: '每日',
    columns: [text('日期'), number(came), number('办结')],
    rows: [
      ...flow.map(({ day, received, closed }) => [day, received, closed]),
      ['合计', flow.reduce((sum, one) => sum + one.received, 0), flow.reduce((sum, one) => sum + one.closed, 0)],
    ],
    notes: [],
  };
}

/** How open tickets stand, by unit. */
export function lightsSheet(units: Board['byDepartment'], { directory }: About): Sheet {
  return {
    name: '在办',
    columns: [text('单位'), ...['在办', '超时', '临期', '期内', '暂停'].map(number)],
    rows: units.map((one) => [departmentName(directory, one.department), one.open, one.red, one.yellow, one.green, one.paused]),
    notes: [BOARD_BASIS],
  };
}

export function gridSheet(cells: readonly GridRow[], about: About): Sheet {
  const { rows, counts } = gridFigure(cells, about);
  return {
    name: '单位与类别',
    columns: [text('单位'), ...categoriesOf(about).map(({ name }) => number(name)), number('合计')],
    rows: rows.map((name, y) => [name, ...(counts[y] ?? []), (counts[y] ?? []).reduce((sum, n) => sum + n, 0)]),
    notes: ['接办的件数：不含签收前转出、退回、撤单的；一张单先后由几个单位接办的，各计一次。'],
  };
}

/** For a page of paper: what managers ask first, one line a unit. */
export function unitsOnPaper(units: readonly Unit[], { directory }: About): Sheet {
  const short = (unit: Unit) => {
    const further = furtherRates(unit);
    const [, solved, satisfied] = threeRates(unit, 'unit');
    return [
      takenRate(unit),
      further.find((one) => one.name === '按时签收率'),
      further.find((one) => one.name === '按时办结率'),
      solved,
      satisfied,
    ];
  };
  return {
    name: '各单位办理情况',
    columns: [
      text('单位'),
      number('接办'),
      number('办结'),
      ...['签收率', '按时签收率', '按时办结率', '解决率', '满意率'].map((one) => text(one)),
    ],
    rows: activeUnits(units).map((unit) => [
      departmentName(directory, unit.department),
      unit.received,
      unit.closed,
      ...short(unit).map((rate) => (rate === undefined ? '' : rateText(rate.part, rate.whole))),
    ]),
    notes: [UNIT_BASIS],
  };
}
