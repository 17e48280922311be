import { RANKED_FROM } from '../limits.ts';
import { URGENCY_LABEL } from '../ticket/labels.ts';
import { type About, categoriesOf, showsUnits } from './about.ts';
import { BOARD_BASIS } from './board.ts';
import { deadlineWords } from './deadline.ts';
import {
  type AgeingFigure,
  boardPicture,
  type GridFigure,
  type OverdueFigure,
  overduePicture,
  type PictureFigures,
  rankingPicture,
  totalsPicture,
} from './figures.ts';
import { ticketName } from './list.ts';
import type { Days } from './period.ts';
import { RANKING_RULE, rank } from './ranking.ts';
import { furtherRates, type Scope, threeRates } from './rates.ts';
import type { Board, ContactRow, DeadlineList, DeadlineRow, FlowRow, GridRow, Lights, Totals } from './reads.ts';
import { momentText } from './shanghai.ts';
import { HOUSE_BASIS, UNIT_BASIS, type Unit } from './totals.ts';
import { departmentName, memberName } from './words.ts';

export const asOf = ({ now }: Pick<About, 'now'>): string => `截至 ${momentText(now.toISOString(), now)}`;

export interface BoardData {
  readonly board: Board;
  readonly totals: Totals;
  readonly flow: readonly FlowRow[];
  readonly grid: readonly GridRow[];
  readonly contacts: readonly ContactRow[];
}

/** 看板. `days`: what the rates and grids are of. */
export function boardFigures({ board, totals, flow, grid, contacts }: BoardData, days: Days, about: About): PictureFigures {
  const whole = showsUnits(about);
  return boardPicture({
    title: '看板',
    period: `三率：${days.label}`,
    asOf: asOf(about),
    rates: threeRates(totals, 'house'),
    ageing: whole ? ageingOf(board, about) : [lightsOf('全区在办', board)],
    flow,
    grid: whole ? gridFigure(grid, about) : null,
    contacts: whole ? contactFigure(contacts, flow, about) : null,
    note: `${BOARD_BASIS.slice(1, -1)}。${HOUSE_BASIS}`,
  });
}

export const ageingOf = (board: Board, { directory }: About): readonly AgeingFigure[] =>
  board.byDepartment.map(({ department, ...lights }) => lightsOf(departmentName(directory, department), lights));

const lightsOf = (name: string, { red, yellow, green, paused }: Lights): AgeingFigure => ({ name, red, yellow, green, paused });

/** Departments by what they were handed; of no department's rows nothing is made up. */
export function gridFigure(cells: readonly GridRow[], about: About): GridFigure {
  const columns = categoriesOf(about);
  const codes = [...new Set(cells.map((cell) => cell.department))];
  const counts = codes.map((code) =>
    columns.map(({ key }) =>
      cells.filter((cell) => cell.department === code && cell.category === key).reduce((sum, cell) => sum + cell.n, 0),
    ),
  );
  return {
    title: '单位接办×类别',
    unit: '件',
    order: 'size',
    rows: codes.map((code) => departmentName(about.directory, code)),
    columns: columns.map(({ name }) => name),
    counts,
  };
}

const CONTACT_DAYS = 10;

/** 特派员 by the day, as far as the flow's last days reach. */
export function contactFigure(rows: readonly ContactRow[], flow: readonly FlowRow[], { directory }: About): GridFigure {
  const days = flow.slice(-CONTACT_DAYS).map((one) => one.day);
  const members = [...new Set(directory.postings.map((one) => one.member))];
  return {
    title: '特派员联系企业',
    unit: '次',
    order: 'time',
    rows: members.map((id) => memberName(directory, id) ?? '（已离任）'),
    columns: days.map((day) => `${Number(day.slice(5, 7))}/${Number(day.slice(8, 10))}`),
    counts: members.map((id) =>
      days.map((day) => rows.filter((row) => row.member === id && row.day === day).reduce((sum, row) => sum + row.n, 0)),
    ),
  };
}

export interface TotalsData {
  readonly totals: Totals;
  readonly flow: readonly FlowRow[];
  readonly grid: readonly GridRow[];
}

/** 统计. */
export function totalsFigures(subject: string, { totals, flow, grid }: TotalsData, days: Days, scope: Scope, about: About): PictureFigures {
  const t = totals;
  const count = (name: string, n: number, unit = '件') => ({ name, count: n, unit });
  return totalsPicture({
    title: `${subject}统计`,
    period: days.label,
    asOf: asOf(about),
    rates: [...threeRates(totals, scope), ...furtherRates(totals)],
    counts: [
      count(scope === 'unit' ? '接办' : '收到', t.received),
      count('签收', t.claimed),
      count('答复', t.answered),
      count('办结', t.closed),
      count('转办', t.transferred, '次'),
      count('退单', t.returned, '次'),
      count('重办', t.reworked, '次'),
      count('撤单', t.withdrawn),
      count('黄牌', t.yellowCards, '张'),
      count('红牌', t.redCards, '张'),
      count('督办单', t.orders, '份'),
      count('批准延期', t.extensionsGranted, '次'),
    ],
    flow,
    grid: scope === 'house' && showsUnits(about) ? gridFigure(grid, about) : null,
    note: scope === 'unit' ? UNIT_BASIS : HOUSE_BASIS,
  });
}

/** 排名. Only behind doors: it is nothing but names. */
export function rankingFigures(units: readonly Unit[], days: Days, about: About): PictureFigures {
  const { ranked, unranked } = rank(units, about.directory);
  return rankingPicture({
    title: '排名',
    period: days.label,
    asOf: asOf(about),
    rule: RANKING_RULE,
    ranked: ranked.map(({ place, name, rates, claimed }) => ({ place, name, rates, detail: claimed })),
    unranked: unranked === '' ? `接办不足 ${RANKED_FROM} 件的不排名。` : unranked,
    note: UNIT_BASIS,
  });
}

/** 超时. In the work group numbers alone. */
export function overdueFigures(subject: string, overdue: DeadlineList, board: Board, about: About): PictureFigures {
  const head = { title: `${subject}超时`, period: '按办理时限', asOf: asOf(about) };
  const note = '按工作时间计，特急昼夜计；每件只列最早到期的一步；挂账和等企业补充的停止计时。';
  if (about.chat.role === 'work') {
    const counts = [
      { name: '超时', count: board.red, unit: '件' },
      { name: '临期', count: board.yellow, unit: '件' },
      { name: '今天到期', count: board.dueToday, unit: '件' },
      { name: '在办', count: board.open, unit: '件' },
    ];
    return {
      ...head,
      blocks: [
        { kind: 'counts', counts },
        { kind: 'ageing', units: [lightsOf('全区在办', board)] },
      ],
      note,
    };
  }
  const ageing = showsUnits(about) ? ageingOf(board, about) : [];
  return overduePicture({ ...head, ageing, total: overdue.total, rows: overdue.rows.map((row) => overdueFigure(row, about)), note });
}

export function overdueFigure(row: DeadlineRow, about: About): OverdueFigure {
  const { ticket } = row;
  const { step, limit, taken } = deadlineWords(row, about);
  return {
    ticket: ticketName(ticket, about),
    urgency: ticket.urgency === 'normal' ? null : URGENCY_LABEL[ticket.urgency],
    unit: departmentName(about.directory, ticket.department),
    step,
    limit: limit === '' ? '' : `限${limit}`,
    taken,
  };
}
