import { bareLine, toHandling } from './audience.ts';
import { notice } from './define.ts';
import { actorName, excerpt, heading, lines } from './words.ts';

/** The sender edited or recalled a message of the ticket; a recalled text is on record and is not repeated. */
export const amended = notice('amended', (input, { newText }) => {
  const { event, ticket, directory } = input;
  const head = heading(newText === null ? '撤回消息' : '修改消息', ticket, directory);
  const who = actorName(event, directory);
  const what = newText === null ? `${who}撤回了本工单的一条消息，工单仍在办理中。` : `${who}改为：${excerpt(ticket, newText)}`;
  const over = ticket.state === 'closed' || ticket.state === 'archived' || ticket.state === 'withdrawn';
  return over ? [] : toHandling(input, { name: 'amended', full: lines(head, what), bare: bareLine(head, ticket, directory) });
});
