import { shanghaiDate } from './shanghai.ts';

/** A year whose deadlines are reckoned without its public holidays. */
export interface HolidayGap {
  readonly year: number;
  /** For whoever edits the configuration: which year, what it means, what to do. */
  readonly sentence: string;
}

/** This year and the next: what is promised today may be due in either. `years` are those of which all is known. */
export function holidayGaps(years: ReadonlySet<number>, now: Date): readonly HolidayGap[] {
  const thisYear = Number(shanghaiDate(now).slice(0, 4));
  const gaps = [
    {
      year: thisYear,
      sentence:
        `提醒：今年（${thisYear} 年）没有放假和调休的数据，只能按周末休息推算，节假日会算成工作日，调休上班日会算成休息日，时限会算错。` +
        `请尽快${remedy(thisYear)}。`,
    },
    {
      year: thisYear + 1,
      sentence:
        `提醒：明年（${thisYear + 1} 年）还没有放假和调休的数据，到期日落在明年的时限只能按周末休息推算，可能不准。` +
        `国务院办公厅一般在上一年 10 月至 12 月公布，公布后请${remedy(thisYear + 1)}。`,
    },
  ];
  return gaps.filter(({ year }) => !years.has(year));
}

function remedy(year: number): string {
  return `升级到带有这一年数据的版本，或在 calendar.yaml 的 days 录入，录全后在 completeYears 写上 ${year}`;
}
