import type { ReadResults } from '../commands/command.ts';
import { nextMidnight, shanghaiDate } from '../deadlines/shanghai.ts';
import { HouseError } from '../errors.ts';
import type { DepartmentCode } from '../ids.ts';
import { seesAll } from '../permission/scope.ts';
import { type About, showsUnits } from './about.ts';
import { contactsRead, gridRead, subjectOf } from './asked.ts';
import { BOARD_BASIS, BOARD_DAYS } from './board.ts';
import { deadlineLine } from './deadline.ts';
import type { FigureBlock, Sheet } from './figures.ts';
import { ticketLine } from './list.ts';
import { given, type Made, type Maker } from './made.ts';
import { lastDays } from './period.ts';
import { ageingOf, asOf, boardFigures } from './pictures.ts';
import { rateLine } from './rate.ts';
import { threeRates } from './rates.ts';
import type { Board, DeadlineList, Read } from './reads.ts';
import type { ReportRequest } from './request.ts';
import { flowSheet, lightsSheet } from './sheets.ts';
import { deadlineSheet, ticketSheet } from './ticket-sheet.ts';
import { departmentName } from './words.ts';

export type Scheduled = Extract<ReportRequest, { kind: 'scheduled' }>;

/** Tickets of one list of a report; on the phone the first few. */
export const LISTED = 500;
export const SHOWN = 5;

/** Whose figures he reads: all (null), or his unit's. Somebody of no unit, or who has left since it was ordered, reads nobody's. */
export function departmentFor({ member }: About): DepartmentCode | null {
  if (seesAll(member)) return null;
  if (member === null || !member.active || member.department === null) {
    throw new HouseError('report-reader', '这份报告的读者没有所属单位，或者已不在名录里。', { cause: member?.key ?? 'nobody' });
  }
  return member.department;
}

/** The morning's digest: what came in and went out, what is late, what is due today, 督办单. */
export const dailyMaker: Maker<Scheduled> = {
  reads(_request, about) {
    const department = departmentFor(about);
    const days = lastDays(BOARD_DAYS, about.now);
    const { from, to } = days;
    const until = nextMidnight(about.now).toISOString();
    const all: Read[] = [
      { read: 'board', department },
      { read: 'totals', from, to, department },
      { read: 'flow', from, to, department },
      { read: 'overdue', department, limit: LISTED },
      { read: 'dueBy', department, until, limit: LISTED },
      { read: 'supervised', department, limit: LISTED },
    ];
    return showsUnits(about) ? [...all, gridRead(days, about), contactsRead(days, about)] : all;
  },
  make(request, data, about) {
    const { formats, title } = request;
    return {
      text: text(request, data, about),
      name: `${title}_${shanghaiDate(about.now)}`,
      // A unit's board would be one bar: its figures are in the words.
      picture: formats.includes('png') && showsUnits(about) ? picture(data, about) : null,
      sheets: formats.includes('xlsx') ? sheets(data, about) : [],
      document: formats.includes('docx') ? paper(request, data, about) : null,
    };
  },
};

function text(request: Scheduled, data: ReadResults, about: About): string {
  const supervised = given(data, 'supervised');
  const shown = supervised.tickets.slice(0, SHOWN).map((ticket) => ticketLine(ticket, about));
  return [
    `【${request.title}】${subjectOf(departmentFor(about), about)} ${asOf(about)}`,
    ...facts(request, data, about),
    ...deadlines('今天到期', given(data, 'dueBy'), about),
    ...deadlines('已超时', given(data, 'overdue'), about),
    ...section('督办', supervised.total, shown),
    ...rates(data, about),
    BOARD_BASIS,
  ].join('\n');
}

/** In, out, and how the open ones stand. */
function facts({ days }: Scheduled, data: ReadResults, about: About): readonly string[] {
  const board = given(data, 'board');
  const came = given(data, 'flow').filter(({ day }) => day >= days.from && day <= days.to);
  const sum = (key: 'received' | 'closed') => came.reduce((all, one) => all + one[key], 0);
  const received = departmentFor(about) === null ? '收到' : '接办';
  return [
    `${days.label}${received} ${sum('received')} 件，办结 ${sum('closed')} 件。`,
    `在办 ${board.open} 件：超时 ${board.red}，临期 ${board.yellow}，期内 ${board.green}，暂停 ${board.paused}；督办中 ${board.supervised} 件。`,
    ...(showsUnits(about) ? unitsLate(board, about) : []),
  ];
}

function unitsLate({ byDepartment }: Board, { directory }: About): readonly string[] {
  const late = byDepartment.filter((one) => one.red + one.yellow > 0);
  if (late.length === 0) return [];
  const said = late.map((one) => `${departmentName(directory, one.department)}超时 ${one.red}、临期 ${one.yellow}`);
  return [`按单位：${said.join('；')}。`];
}

function rates(data: ReadResults, about: About): readonly string[] {
  const scope = departmentFor(about) === null ? 'house' : 'unit';
  return threeRates(given(data, 'totals'), scope).map((rate) => `近${BOARD_DAYS}天${rateLine(rate)}`);
}

function deadlines(name: string, { total, rows }: DeadlineList, about: About): readonly string[] {
  const shown = rows.slice(0, SHOWN).map((row) => deadlineLine(row, about));
  return section(name, total, shown);
}

function section(name: string, total: number, lines: readonly string[]): readonly string[] {
  if (total === 0) return [`${name}：没有。`];
  return [`${name} ${total} 件：`, ...lines, ...(total > lines.length ? [`还有 ${total - lines.length} 件没有列出。`] : [])];
}

function picture(data: ReadResults, about: About): Made['picture'] {
  const read = { board: given(data, 'board'), totals: given(data, 'totals'), flow: given(data, 'flow') };
  const grids = { grid: data.grid ?? [], contacts: data.contacts ?? [] };
  return boardFigures({ ...read, ...grids }, lastDays(BOARD_DAYS, about.now), about);
}

function sheets(data: ReadResults, about: About): readonly Sheet[] {
  const [overdue, due, supervised] = [given(data, 'overdue'), given(data, 'dueBy'), given(data, 'supervised')];
  const list = (name: string, total: number, tickets: Parameters<typeof ticketSheet>[1]) =>
    ticketSheet(name, tickets, about, [`${asOf(about)}，共 ${total} 件${tickets.length < total ? `，只列前 ${tickets.length} 件` : ''}。`]);
  const ticketsOf = ({ rows }: DeadlineList) => rows.map((row) => row.ticket);
  return [
    lightsSheet(given(data, 'board').byDepartment, about),
    list('今天到期', due.total, ticketsOf(due)),
    list('超时', overdue.total, ticketsOf(overdue)),
    list('督办', supervised.total, supervised.tickets),
    flowSheet(given(data, 'flow'), departmentFor(about) === null ? 'house' : 'unit'),
  ];
}

function paper(request: Scheduled, data: ReadResults, about: About): NonNullable<Made['document']> {
  return {
    title: `${subjectOf(departmentFor(about), about)}企业诉求办理${request.title}`,
    subtitle: asOf(about),
    paragraphs: [...facts(request, data, about), `${rates(data, about).join('；')}。`, BOARD_BASIS],
    blocks: openAndFlow(data, about),
    sheets: [deadlineSheet('今天到期', given(data, 'dueBy'), about), deadlineSheet('超时', given(data, 'overdue'), about)],
  };
}

/** Open tickets as bars, and what came and went. */
export function openAndFlow(data: ReadResults, about: About): readonly FigureBlock[] {
  const ageing: readonly FigureBlock[] = showsUnits(about) ? [{ kind: 'ageing', units: ageingOf(given(data, 'board'), about) }] : [];
  return [...ageing, { kind: 'flow', days: given(data, 'flow') }];
}
