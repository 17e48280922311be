import type { TicketCommand } from './command.ts';
import type { Ticket } from './ticket.ts';

/** Others than the reporter's enterprise have told of the same: their matter does not end with his. Two unknown ones are two. */
export function othersTold(ticket: Ticket): boolean {
  return ticket.also.some((one) => one.enterprise === null || one.enterprise !== ticket.enterprise);
}

/** What stands on the ticket instead of a 撤单 by its reporter. */
export function givesUp(words: string): TicketCommand {
  return { verb: 'supplement', text: `反映人表示自己不用办了：${words}（还有别的企业反映同一件事，工单继续办理）`, media: 0 };
}

/** What he is told. */
export const GOES_ON = '已记下。还有别的企业反映同一件事，单子继续办理。';
