import type { Directory } from '../directory.ts';
import type { DepartmentCode } from '../ids.ts';
import { assign } from '../routing/route.ts';
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
  const { handler, commissioner } = assign(department, ticket.enterprise, directory);
  return { verb: 'dispatch', department, handler, commissioner, cohandlers, reason };
}
