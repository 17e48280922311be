import { headline } from '../deadlines/due.ts';
import { netMinutes, workingMinutes } from '../deadlines/net-time.ts';
import { calendarOf, policyOf } from '../deadlines/policy.ts';
import { STEP_LABEL } from '../deadlines/steps.ts';
import { readsWords } from '../permission/visibility.ts';
import { longNumberLabel, numberLabel, OUTCOME_LABEL, URGENCY_LABEL } from '../ticket/labels.ts';
import type { Ticket } from '../ticket/ticket.ts';
import { type About, categoriesOf } from './about.ts';
import { deadlineWords } from './deadline.ts';
import type { Sheet, SheetCell, SheetColumn } from './figures.ts';
import { endOf } from './list.ts';
import type { DeadlineList } from './reads.ts';
import { departmentName, enterpriseName, memberName, ratingText, STATE_NAMES } from './words.ts';

/** Lines of a table on paper. */
const ON_PAPER = 40;

type Kind = SheetColumn['kind'];
type Read = (ticket: Ticket, about: About, open: boolean) => SheetCell;

const moment = (at: string | null): Date | null => (at === null ? null : new Date(at));
/** What only those may read whom the ticket concerns. */
const words = (value: string | null, open: boolean): string => (open ? (value ?? '') : '（不便显示）');
const hours = (minutes: number): number => Math.round((minutes / 60) * 100) / 100;

const calendarFor = (ticket: Ticket, { clockwork }: About) =>
  calendarOf(policyOf(clockwork.limits, ticket).rules, ticket.urgency, clockwork);

const COLUMNS: readonly (readonly [title: string, kind: Kind, read: Read])[] = [
  ['编号', 'number', (ticket) => ticket.number],
  ['长编号', 'text', (ticket, { prefix }) => longNumberLabel(prefix, ticket.number, ticket.receivedAt)],
  ['收到', 'moment', (ticket) => moment(ticket.receivedAt)],
  ['受理', 'moment', (ticket) => moment(ticket.acceptedAt)],
  ['企业或项目', 'text', (ticket, { directory }, open) => words(enterpriseName(directory, ticket.enterprise), open)],
  ['反映人', 'text', (ticket, _about, open) => words(ticket.reporter.name, open)],
  ['类别', 'text', (ticket, about) => categoriesOf(about).find((one) => one.key === ticket.category)?.name ?? '其他'],
  ['紧急程度', 'text', (ticket) => URGENCY_LABEL[ticket.urgency]],
  ['事由', 'text', (ticket, _about, open) => words(ticket.summary, open)],
  ['主办单位', 'text', (ticket, { directory }) => departmentName(directory, ticket.department)],
  ['协办单位', 'text', (ticket, { directory }) => ticket.cohandlers.map((code) => departmentName(directory, code)).join('、')],
  ['经办人', 'text', (ticket, { directory }) => memberName(directory, ticket.handler)],
  ['特派员', 'text', (ticket, { directory }) => memberName(directory, ticket.commissioner)],
  ['状态', 'text', (ticket) => STATE_NAMES[ticket.state]],
  ['最近到期的一步', 'text', (ticket) => stepOf(ticket)],
  ['到期', 'moment', (ticket) => moment(headline(ticket)?.dueAt ?? null)],
  ['是否超时', 'text', (ticket, { now }) => lateness(ticket, now)],
  ['派单', 'moment', (ticket) => moment(ticket.dispatchedAt)],
  ['签收', 'moment', (ticket) => moment(ticket.claimedAt)],
  ['首次联系', 'moment', (ticket) => moment(ticket.contactedAt)],
  ['核实', 'moment', (ticket) => moment(ticket.verifiedAt)],
  ['答复', 'moment', (ticket) => moment(ticket.answeredAt)],
  ['办结', 'moment', (ticket) => moment(ticket.closedAt)],
  ['结果', 'text', (ticket) => (ticket.outcome === null ? '' : OUTCOME_LABEL[ticket.outcome])],
  ['评价', 'text', (ticket, _about, open) => (ticket.rating === null ? '' : words(ratingText(ticket.rating), open))],
  [
    '历时（工作小时）',
    'number',
    (ticket, about) => hours(workingMinutes(ticket.receivedAt, endOf(ticket, about.now), calendarFor(ticket, about))),
  ],
  [
    '扣除暂停（工作小时）',
    'number',
    (ticket, about) => hours(netMinutes(ticket.receivedAt, endOf(ticket, about.now), ticket.pauses, calendarFor(ticket, about))),
  ],
  ['退单（次）', 'number', (ticket) => ticket.returns],
  ['重办重开（次）', 'number', (ticket) => ticket.reworks],
  ['催办（次）', 'number', (ticket) => ticket.urges],
  ['督办', 'text', (ticket) => (ticket.supervised ? '是' : '')],
  ['延期', 'text', (ticket) => (ticket.pauses.some((pause) => pause.kind === 'extension') ? '是' : '')],
];

/** A list of tickets, as much of each as its reader may read. */
export function ticketSheet(name: string, tickets: readonly Ticket[], about: About, notes: readonly string[]): Sheet {
  return {
    name,
    columns: COLUMNS.map(([title, kind]) => ({ title, kind })),
    rows: tickets.map((ticket) => {
      const open = readsWords(about, ticket, about.directory);
      return COLUMNS.map(([, , read]) => read(ticket, about, open));
    }),
    notes: [...notes, '历时自收到起算；特急昼夜连续计时，其余按工作时间。挂账、等企业补充和经批准的延期算作暂停。'],
  };
}

/** For a page of paper: what is late or due, in six columns. */
export function deadlineSheet(name: string, { total, rows }: DeadlineList, about: About): Sheet {
  const shown = rows.slice(0, ON_PAPER);
  return {
    name: `${name} ${total} 件`,
    columns: ['编号', '企业或项目', '事由', '单位', '哪一步', '情况'].map((title) => ({ title, kind: 'text' })),
    rows: shown.map((row) => {
      const { ticket } = row;
      const open = readsWords(about, ticket, about.directory);
      const { step, limit, taken } = deadlineWords(row, about);
      return [
        numberLabel(ticket.number),
        words(enterpriseName(about.directory, ticket.enterprise) ?? ticket.reporter.name, open),
        words(ticket.summary, open),
        departmentName(about.directory, ticket.department),
        limit === '' ? step : `${step}（限${limit}）`,
        taken,
      ];
    }),
    notes: shown.length < total ? [`只列 ${shown.length} 件。`] : [],
  };
}

function stepOf(ticket: Ticket): string {
  const next = headline(ticket);
  return next === null ? '' : STEP_LABEL[next.step];
}

function lateness(ticket: Ticket, now: Date): string {
  const next = headline(ticket);
  if (next === null) return '';
  if (Date.parse(next.dueAt) < now.getTime()) return '超时';
  return Date.parse(next.warnAt) <= now.getTime() ? '临期' : '';
}
