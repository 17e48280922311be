import { LIST_LINES } from '../limits.ts';
import { OPEN_STATES, type Ticket } from '../ticket/ticket.ts';
import { type Showing, ticketLine } from './list.ts';

/** What somebody reported: open ones first, then those that wait for his rating, then the rest. */
export function mineText(tickets: readonly Ticket[], showing: Showing): string {
  if (tickets.length === 0) return '您还没有反映过问题。有困难直接在群里说就行，我来转给部门。';
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
