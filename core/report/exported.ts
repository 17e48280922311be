import type { ReadResults } from '../commands/command.ts';
import { HouseError } from '../errors.ts';
import { seesAll } from '../permission/scope.ts';
import type { Ticket } from '../ticket/ticket.ts';
import type { About } from './about.ts';
import { rankingMaker, statsMaker, statsSheets, subjectOf } from './asked.ts';
import { given, type Made, type Maker } from './made.ts';
import type { Days } from './period.ts';
import { asOf } from './pictures.ts';
import type { Read } from './reads.ts';
import type { ExportWhat, ReportRequest } from './request.ts';
import { ticketSheet } from './ticket-sheet.ts';

type Request = Extract<ReportRequest, { kind: 'export' }>;

/** Tickets of one sheet; what is left out is said. */
const MOST_ROWS = 20_000;
/** Tickets of one person. */
const MOST_OWN = 2000;

const TITLES: Readonly<Record<ExportWhat, string>> = {
  overdue: '超时',
  open: '在办',
  mine: '我的工单',
  stats: '统计',
  ranking: '排名',
  ledger: '台账',
};

/** A list as .xlsx, for whoever may see it: nobody's right is older than the moment it is made. */
export const exportMaker: Maker<Request> = {
  reads(request, about) {
    return mayRead(request, about) ? readsOf(request, about) : [];
  },
  make(request, data, about) {
    if (!mayRead(request, about)) return { ...NOTHING, text: '抱歉，您现在看不了这份表，没有导出。' };
    const { what, department } = request;
    if (what === 'stats' || what === 'ranking') return sheetsOf(request, data, about);
    const { total, tickets, left } = listed(request, data, about);
    const title = what === 'mine' ? TITLES.mine : `${subjectOf(department, about)}${TITLES[what]}`;
    const period = what === 'ledger' && request.days !== null ? ` ${request.days.label}` : '';
    if (total === 0) return { ...NOTHING, text: `${title}${period}：没有单子，不用导出。` };
    const cut = tickets.length < total ? `只列前 ${tickets.length} 件，请缩小范围再导出其余的。` : '';
    return {
      text: `${title}${period}：共 ${total} 件（${asOf(about)}）。${cut}`,
      name: what === 'ledger' && request.days !== null ? `${title}_${request.days.from}_${request.days.to}` : title,
      picture: null,
      sheets: [ticketSheet(TITLES[what], tickets, about, [`${title}${period}，${asOf(about)}，共 ${total} 件。${left}${cut}`])],
      document: null,
    };
  },
};

const NOTHING: Made = { text: '', name: '', picture: null, sheets: [], document: null };

/** His own list is anybody's; a unit's is its people's; all of it is for those who see all. */
function mayRead({ what, department }: Request, { member }: About): boolean {
  if (what === 'mine' || seesAll(member)) return true;
  return what !== 'ranking' && department !== null && member?.department === department;
}

function readsOf(request: Request, about: About): readonly Read[] {
  const { what, department, sender } = request;
  const within = () => periodOf(request);
  switch (what) {
    case 'overdue':
      return [{ read: 'overdue', department, limit: MOST_ROWS }];
    case 'open':
      return [{ read: 'openOf', department, limit: MOST_ROWS }];
    case 'ledger':
      return [{ read: 'ledger', from: within().from, to: within().to, department, limit: MOST_ROWS }];
    case 'stats':
      return statsMaker.reads({ kind: 'stats', days: within(), department }, about);
    case 'ranking':
      return rankingMaker.reads({ kind: 'ranking', days: within() }, about);
    case 'mine': {
      const { member } = about;
      const own: Read = { read: 'mine', member: member?.id ?? null, ...sender, limit: MOST_OWN };
      return member?.department ? [own, { read: 'openOf', department: member.department, limit: MOST_ROWS }] : [own];
    }
    default:
      return what satisfies never;
  }
}

interface Listed {
  readonly total: number;
  readonly tickets: readonly Ticket[];
  /** What the list is, where its title does not say it. */
  readonly left: string;
}

function listed({ what }: Request, data: ReadResults, { member }: About): Listed {
  if (what === 'overdue') {
    const { total, rows } = given(data, 'overdue');
    return { total, tickets: rows.map((row) => row.ticket), left: '' };
  }
  if (what === 'open') return { ...given(data, 'openOf'), left: '含协办。' };
  if (what === 'ledger') return { ...given(data, 'ledger'), left: '按受理日期；分单位的含协办，只认现在的主办和协办单位。' };
  const reported = given(data, 'mine');
  const handled = (data.openOf?.tickets ?? []).filter((one) => one.handler !== null && one.handler === member?.id);
  const others = handled.filter((one) => !reported.some((own) => own.number === one.number));
  return { total: reported.length + others.length, tickets: [...reported, ...others], left: '我反映的，和我经办的在办单。' };
}

/** The sheets of 统计 or 排名 without their picture; a unit's people get their unit's. */
function sheetsOf(request: Request, data: ReadResults, about: About): Made {
  const days = periodOf(request);
  const { department } = request;
  if (request.what === 'ranking') return { ...rankingMaker.make({ kind: 'ranking', days }, data, about), picture: null };
  const made = statsMaker.make({ kind: 'stats', days, department }, data, about);
  return { ...made, picture: null, sheets: statsSheets(days, department, data, about) };
}

function periodOf({ days, what }: Request): Days {
  if (days === null) throw new HouseError('report-period', '没有写明是哪段时间，请再发一次。', { cause: what });
  return days;
}
