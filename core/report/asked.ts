import type { ReadResults } from '../commands/command.ts';
import type { DepartmentCode, MemberId } from '../ids.ts';
import { LIST_LINES } from '../limits.ts';
import { type About, categoriesOf, showsUnits } from './about.ts';
import { BOARD_DAYS } from './board.ts';
import type { Sheet } from './figures.ts';
import { given, type Made, type Maker } from './made.ts';
import { type Days, lastDays } from './period.ts';
import { asOf, boardFigures, overdueFigures, rankingFigures, totalsFigures } from './pictures.ts';
import type { Read } from './reads.ts';
import type { ReportRequest } from './request.ts';
import { flowSheet, gridSheet, rankingSheet, totalsSheets, unitsSheet } from './sheets.ts';
import { departmentName } from './words.ts';

type Request<K extends ReportRequest['kind']> = Extract<ReportRequest, { kind: K }>;

export const gridRead = ({ from, to }: Days, about: About): Read => ({
  read: 'grid',
  from,
  to,
  categories: categoriesOf(about).map(({ key }) => key),
});

export const contactsRead = ({ from, to }: Days, { directory }: About): Read => {
  const members: MemberId[] = [...new Set(directory.postings.map((one) => one.member))];
  return { read: 'contacts', from, to, members };
};

const captioned = (about: About, text: string, name: string): Omit<Made, 'picture' | 'sheets'> => ({
  text: `${text}，${asOf(about)}`,
  name,
  document: null,
});

export const subjectOf = (department: DepartmentCode | null, { directory }: About): string =>
  department === null ? '全区' : departmentName(directory, department);

export const boardMaker: Maker<Request<'board'>> = {
  reads(_request, about) {
    const days = lastDays(BOARD_DAYS, about.now);
    const { from, to } = days;
    const all: Read[] = [
      { read: 'board', department: null },
      { read: 'totals', from, to, department: null },
      { read: 'flow', from, to, department: null },
    ];
    return showsUnits(about) ? [...all, gridRead(days, about), contactsRead(days, about)] : all;
  },
  make(_request, data, about) {
    const read = { board: given(data, 'board'), totals: given(data, 'totals'), flow: given(data, 'flow') };
    const picture = boardFigures({ ...read, grid: data.grid ?? [], contacts: data.contacts ?? [] }, lastDays(BOARD_DAYS, about.now), about);
    return { ...captioned(about, '看板', '看板'), picture, sheets: [] };
  },
};

export const statsMaker: Maker<Request<'stats'>> = {
  reads({ days, department }, about) {
    const { from, to } = days;
    const all: Read[] = [
      { read: 'totals', from, to, department },
      { read: 'flow', from, to, department },
    ];
    return department === null && showsUnits(about) ? [...all, { read: 'totalsByDepartment', from, to }, gridRead(days, about)] : all;
  },
  make({ days, department }, data, about) {
    const scope = department === null ? 'house' : 'unit';
    const subject = subjectOf(department, about);
    const [totals, flow, grid] = [given(data, 'totals'), given(data, 'flow'), data.grid ?? []];
    return {
      ...captioned(about, `${subject}统计 ${days.label}`, `${subject}统计_${days.from}_${days.to}`),
      picture: totalsFigures(subject, { totals, flow, grid }, days, scope, about),
      sheets: showsUnits(about) ? statsSheets(days, department, data, about) : [],
    };
  },
};

/** What was read of a period, as sheets: units and categories only where they were. */
export function statsSheets(days: Days, department: DepartmentCode | null, data: ReadResults, about: About): readonly Sheet[] {
  const scope = department === null ? 'house' : 'unit';
  return [
    ...totalsSheets(subjectOf(department, about), days, given(data, 'totals'), scope),
    ...(data.totalsByDepartment === undefined ? [] : [unitsSheet(data.totalsByDepartment, days, about)]),
    flowSheet(given(data, 'flow'), scope),
    ...(data.grid === undefined ? [] : [gridSheet(data.grid, about)]),
  ];
}

export const rankingMaker: Maker<Request<'ranking'>> = {
  reads: ({ days: { from, to } }) => [{ read: 'totalsByDepartment', from, to }],
  make({ days }, data, about) {
    const units = given(data, 'totalsByDepartment');
    return {
      ...captioned(about, `排名 ${days.label}`, `排名_${days.from}_${days.to}`),
      // Without names there is nothing to draw.
      picture: showsUnits(about) ? rankingFigures(units, days, about) : null,
      sheets: showsUnits(about) ? [rankingSheet(units, days, about), unitsSheet(units, days, about)] : [],
    };
  },
};

export const overdueMaker: Maker<Request<'overdue'>> = {
  reads: ({ department }) => [
    { read: 'overdue', department, limit: LIST_LINES },
    { read: 'board', department },
  ],
  make({ department }, data, about) {
    const subject = subjectOf(department, about);
    const picture = overdueFigures(subject, given(data, 'overdue'), given(data, 'board'), about);
    return { ...captioned(about, `${subject}超时`, `${subject}超时`), picture, sheets: [] };
  },
};
