import type { TicketNumber } from '../ids.ts';
import type { Ticket } from '../ticket/ticket.ts';
import type { Situation } from './heard.ts';
import { isOffice } from './people.ts';

/** What a sentence without a number can only mean: the quoted ticket, else the one that waits, else the sender's only one. */
export function impliedTicket(command: string, situation: Situation): TicketNumber | null {
  const asked = askedOf(command, situation);
  if (asked !== null) return only(asked);
  const quoted = situation.quoted?.tickets ?? [];
  if (quoted.length === 1) return quoted[0] ?? null;
  // Quoting several, or something that is no ticket, means none: never another than what is quoted.
  if (quoted.length > 1 || situation.quoted !== null) return null;
  const { member, waiting, mine } = situation;
  if (isOffice(member) && waiting.length > 0) return only(waiting);
  const fits = mine.filter((ticket) => {
    if (command === 'rate') return ticket.state === 'closed';
    if (command === 'reopen') return ticket.state === 'closed' || ticket.state === 'archived';
    return !['closed', 'archived', 'withdrawn'].includes(ticket.state);
  });
  return only(command === 'rate' || command === 'reopen' ? fits.slice(0, 1) : fits);
}

/** 同意, 没有: answers to a question that was asked of a ticket, and of no other. null: the command is no such answer. */
function askedOf(command: string, { quoted, quotedTickets, extensions, mine }: Situation): readonly Ticket[] | null {
  switch (command) {
    case 'approve':
    case 'decline':
      return (quoted ? quotedTickets : extensions).filter((ticket) => ticket.extension?.state === 'asked');
    case 'callback':
      return (quoted ? quotedTickets : mine).filter((ticket) => ticket.callback === 'asked');
    default:
      return null;
  }
}

function only(tickets: readonly Ticket[]): TicketNumber | null {
  return tickets.length === 1 ? (tickets[0]?.number ?? null) : null;
}
