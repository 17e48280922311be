import type { Directory } from '../directory.ts';
import type { DepartmentCode } from '../ids.ts';
import type { TicketCommand } from '../ticket/command.ts';
import type { Ticket } from '../ticket/ticket.ts';

/** Gives a ticket to a unit by the desk's word: a first dispatch, or a change of unit where one already has it. */
export function placement(
  ticket: Ticket,
  department: DepartmentCode,
  cohandlers: readonly DepartmentCode[],
  reason: string,
  directory: Directory,
): TicketCommand {
  if (ticket.state !== 'accepted') return { verb: 'transfer', department, reason };
  const posting = ticket.enterprise === null ? undefined : directory.postings.find((one) => one.enterprise === ticket.enterprise);
  // Nobody has it in hand yet: the handler is whoever claims it.
  return { verb: 'dispatch', department, handler: null, commissioner: posting?.member ?? null, cohandlers, reason };
}
