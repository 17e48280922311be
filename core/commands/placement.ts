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

/** 这个不归我们国土局，转规划局: one's own unit beside another is where it comes from, not where it goes. */
export function othersThan(own: DepartmentCode | null, named: readonly DepartmentCode[]): readonly DepartmentCode[] {
  return named.length > 1 ? named.filter((one) => one !== own) : named;
}
