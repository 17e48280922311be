import { LIST_LINES } from '../limits.ts';
import { OPEN_STATES, type Ticket } from '../ticket/ticket.ts';
import { type Showing, ticketLine } from './list.ts';

const NOTHING = '您还没有反映过问题。有困难直接在群里说就行，我来转给部门。';

/** What somebody reported: open ones first, then those that wait for his rating, then the rest. */
export function mineText(tickets: readonly Ticket[], showing: Showing): string {
  if (tickets.length === 0) return NOTHING;
  const open = tickets.filter((one) => OPEN_STATES.has(one.state));
  const unrated = tickets.filter((one) => one.state === 'closed' && one.rating === null);
  const rest = tickets.filter((one) => !open.includes(one) && !unrated.includes(one));
  const shown = [...open, ...unrated, ...rest].slice(0, LIST_LINES);
  const left = tickets.length - shown.length;
  return [
    `您反映的：在办 ${open.length} 件，待评价 ${unrated.length} 件，其他 ${rest.length} 件。`,
    ...shown.map((one) => ticketLine(one, showing)),
    ...(left > 0 ? [`还有 ${left} 件没有列出。`] : []),
  ].join('\n');
}

/** The same in a group, where everybody reads along: numbers only, and where to see more. */
export function mineTotals(reported: readonly Ticket[], handled: readonly Ticket[]): string {
  if (reported.length === 0 && handled.length === 0) return NOTHING;
  const open = reported.filter((one) => OPEN_STATES.has(one.state));
  const own = reported.length === 0 ? '' : `您反映过 ${reported.length} 件，在办 ${open.length} 件${numbers(open)}。`;
  const his = handled.length === 0 ? '' : `您经办的在办单 ${handled.length} 件${numbers(handled)}。`;
  return `${own}${his}详情请私聊我。`;
}

function numbers(tickets: readonly Ticket[]): string {
  if (tickets.length === 0) return '';
  const shown = tickets.slice(0, LIST_LINES).map((one) => `#${one.number}`);
  return `：${shown.join('、')}${tickets.length > shown.length ? '等' : ''}`;
}

/** What an official has in hand, beside what he reported. */
export function handledText(handled: readonly Ticket[], showing: Showing): readonly string[] {
  if (handled.length === 0) return [];
  const left = handled.length - LIST_LINES;
  return [
    `您经办的：在办 ${handled.length} 件。`,
    ...handled.slice(0, LIST_LINES).map((one) => ticketLine(one, showing)),
    ...(left > 0 ? [`还有 ${left} 件没有列出。`] : []),
  ];
}
