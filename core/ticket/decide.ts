import { unreachable } from '../errors.ts';
import type { Decision, TicketCommand } from './command.ts';
import { climbRung, setClocks } from './decide/clocks.ts';
import { archive, callBack, close, rate, reopen, withdraw } from './decide/closing.ts';
import { askExtension, declineExtension, grantExtension } from './decide/extension.ts';
import { answer, claim, claimRefused, contact, handOver, reply, resume, suspend, verify, wait } from './decide/handling.ts';
import { addCohandlers, dispatch, giveBack, open, transfer, triage } from './decide/intake.ts';
import { absorb, amend, join, merge, part, refine, split, supervise, supplement, urge } from './decide/record.ts';
import { noSuchTicket, numberTaken, wrongState } from './decide/refusal.ts';
import { takes } from './decide/table.ts';
import type { Ticket } from './ticket.ts';

/**
 * What a command makes of a ticket: events, or one kind refusal. Pure and total: any state, any verb, never a throw.
 * Rights are checked before; here only the ticket's life speaks (docs/ticket-states.md).
 */
export function decide(ticket: Ticket | null, command: TicketCommand, now: Date): Decision {
  if (command.verb === 'open') return ticket === null ? open(command, now) : numberTaken(ticket);
  if (ticket === null) return noSuchTicket();
  if (takes(ticket.state, command.verb)) return act(ticket, command, now);
  return command.verb === 'claim' ? claimRefused(ticket, command) : wrongState(ticket, command.verb);
}

function act(ticket: Ticket, command: Exclude<TicketCommand, { verb: 'open' }>, now: Date): Decision {
  switch (command.verb) {
    case 'dispatch':
      return dispatch(ticket, command);
    case 'triage':
      return triage(ticket, command);
    case 'claim':
      return claim(ticket, command);
    case 'contact':
      return contact(ticket, command);
    case 'verify':
      return verify(ticket, command);
    case 'reply':
      return reply(ticket, command);
    case 'answer':
      return answer(ticket, command);
    case 'transfer':
      return transfer(ticket, command);
    case 'return':
      return giveBack(ticket, command, now);
    case 'addCohandlers':
      return addCohandlers(ticket, command);
    case 'suspend':
      return suspend(ticket, command);
    case 'wait':
      return wait(ticket, command);
    case 'resume':
      return resume(ticket, command);
    case 'askExtension':
      return askExtension(ticket, command, now);
    case 'grantExtension':
      return grantExtension(ticket, command);
    case 'declineExtension':
      return declineExtension(ticket, command);
    case 'handOver':
      return handOver(ticket, command);
    case 'close':
      return close(ticket, command);
    case 'rate':
      return rate(ticket, command);
    case 'reopen':
      return reopen(ticket, command);
    case 'withdraw':
      return withdraw(ticket, command);
    case 'callBack':
      return callBack(ticket, command);
    case 'archive':
      return archive();
    case 'supplement':
      return supplement(ticket, command);
    case 'amend':
      return amend(ticket, command);
    case 'urge':
      return urge(ticket, command);
    case 'supervise':
      return supervise(ticket, command);
    case 'escalate':
      return climbRung(ticket, command);
    case 'clock':
      return setClocks(command);
    case 'merge':
      return merge(ticket, command);
    case 'absorb':
      return absorb(ticket, command);
    case 'split':
      return split(ticket, command);
    case 'join':
      return join(command);
    case 'part':
      return part(ticket, command);
    case 'refine':
      return refine(ticket, command);
    default:
      return unreachable(command);
  }
}
