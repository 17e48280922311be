import type { ReadResults } from '../commands/command.ts';
import { type About, showsUnits } from './about.ts';
import { gridRead, statsSheets, subjectOf } from './asked.ts';
import { deadlineLine } from './deadline.ts';
import { departmentFor, LISTED, openAndFlow, type Scheduled, SHOWN } from './digest.ts';
import type { FigureBlock, Sheet } from './figures.ts';
import { given, type Made, type Maker } from './made.ts';
import { asOf, gridFigure, totalsFigures } from './pictures.ts';
import { rateLine } from './rate.ts';
import { furtherRates, type Scope, threeRates, timeLine, timesOf } from './rates.ts';
import type { Read, Totals } from './reads.ts';
import { rankingSheet, unitsOnPaper } from './sheets.ts';
import { deadlineSheet, ticketSheet } from './ticket-sheet.ts';
import { callbackLine, countLines, HOUSE_BASIS, UNIT_BASIS, unitLines } from './totals.ts';

/** 周报, 月报: the figures of a period that is over, as words, a picture, sheets and a document. */
export const periodicMaker: Maker<Scheduled> = {
  reads({ days }, about) {
    const department = departmentFor(about);
    const { from, to } = days;
    const all: Read[] = [
      { read: 'totals', from, to, department },
      { read: 'flow', from, to, department },
      { read: 'board', department },
      { read: 'overdue', department, limit: LISTED },
    ];
    return showsUnits(about) ? [...all, { read: 'totalsByDepartment', from, to }, gridRead(days, about)] : all;
  },
  make(request, data, about) {
    const { formats, title, days } = request;
    const scope: Scope = departmentFor(about) === null ? 'house' : 'unit';
    const subject = subjectOf(departmentFor(about), about);
    const [totals, flow] = [given(data, 'totals'), given(data, 'flow')];
    const picture = totalsFigures(subject, { totals, flow, grid: data.grid ?? [] }, days, scope, about);
    return {
      text: periodicText(request, data, about),
      name: `${title}_${days.from}_${days.to}`,
      picture: formats.includes('png') ? picture : null,
      sheets: formats.includes('xlsx') ? workbook(request, data, about) : [],
      document: formats.includes('docx') ? paper(request, data, about) : null,
    };
  },
};

function periodicText({ title, days }: Scheduled, data: ReadResults, about: About): string {
  const department = departmentFor(about);
  const scope = department === null ? 'house' : 'unit';
  const totals = given(data, 'totals');
  const { total, rows } = given(data, 'overdue');
  const units = data.totalsByDepartment ?? [];
  return [
    `【${title}】${subjectOf(department, about)} ${days.label}`,
    ...countLines(totals, scope),
    ...[...threeRates(totals, scope), ...furtherRates(totals)].map(rateLine),
    ...timesOf(totals).map(timeLine),
    ...(showsUnits(about) && callbackLine(totals) !== '' ? [callbackLine(totals)] : []),
    `${asOf(about)}，在办 ${given(data, 'board').open} 件，超时 ${total} 件${total > 0 ? '：' : '。'}`,
    ...rows.slice(0, SHOWN).map((row) => deadlineLine(row, about)),
    ...(units.length === 0 ? [] : ['按单位（件）：', ...unitLines(units, about.directory)]),
    scope === 'unit' ? UNIT_BASIS : HOUSE_BASIS,
  ].join('\n');
}

function workbook({ days }: Scheduled, data: ReadResults, about: About): readonly Sheet[] {
  const { total, rows } = given(data, 'overdue');
  const late = ticketSheet(
    '超时',
    rows.map((row) => row.ticket),
    about,
    [`${asOf(about)}，共 ${total} 件。`],
  );
  const ranking = data.totalsByDepartment === undefined ? [] : [rankingSheet(data.totalsByDepartment, days, about)];
  return [...statsSheets(days, departmentFor(about), data, about), ...ranking, late];
}

function paper({ title, days }: Scheduled, data: ReadResults, about: About): NonNullable<Made['document']> {
  const department = departmentFor(about);
  const scope = department === null ? 'house' : 'unit';
  const totals = given(data, 'totals');
  const units = data.totalsByDepartment;
  return {
    title: `${subjectOf(department, about)}企业诉求办理${title}`,
    subtitle: `${days.label}　${asOf(about)}`,
    paragraphs: paragraphs(totals, scope, data, about),
    blocks: blocks(data, about),
    sheets: [...(units === undefined ? [] : [unitsOnPaper(units, about)]), deadlineSheet('超时', given(data, 'overdue'), about)],
  };
}

function paragraphs(totals: Totals, scope: Scope, data: ReadResults, about: About): readonly string[] {
  const board = given(data, 'board');
  const further = furtherRates(totals);
  const callbacks = showsUnits(about) ? callbackLine(totals) : '';
  return [
    `一、总体情况。${countLines(totals, scope).join('；')}。`,
    `二、三率。${threeRates(totals, scope).map(rateLine).join('；')}。`,
    `三、按时与质量。${further.map(rateLine).join('；')}。`,
    `四、用时。${timesOf(totals).map(timeLine).join('；')}。`,
    `五、在办情况。${asOf(about)}，在办 ${board.open} 件，其中超时 ${board.red} 件，临期 ${board.yellow} 件，期内 ${board.green} 件，挂账和等企业补充的 ${board.paused} 件；督办中 ${board.supervised} 件。`,
    ...(callbacks === '' ? [] : [`六、撤单回访。${callbacks}。`]),
    scope === 'unit' ? UNIT_BASIS : HOUSE_BASIS,
  ];
}

function blocks(data: ReadResults, about: About): readonly FigureBlock[] {
  const grid: readonly FigureBlock[] = data.grid === undefined ? [] : [{ kind: 'grid', grid: gridFigure(data.grid, about) }];
  return [...openAndFlow(data, about), ...grid];
}
