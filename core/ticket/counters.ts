import type { CounterChange } from '../conversation/effects.ts';
import type { Clockwork } from '../deadlines/clockwork.ts';
import { booker, type Moment } from './counting/add.ts';
import { commissioners, handOvers } from './counting/hand-overs.ts';
import { receivedAbout } from './counting/metrics.ts';
import { steps } from './counting/steps.ts';
import { afterClose, turns } from './counting/turns.ts';
import type { TicketEvent } from './events.ts';
import type { Ticket } from './ticket.ts';

/**
 * What an event adds to the counters of a day. Steps that make rates and times (签收 联系 核实 答复 办结 评价) count once in a
 * ticket's life, so that no rate can exceed one and every sum of seconds has exactly its own count beside it; 转办 退单 重办 重开
 * 延期 红黄牌 督办 count each time; what units are measured by counts at each hand-over. Times are working seconds.
 */
export function countersOf(before: Ticket | null, ticket: Ticket, event: TicketEvent, work: Clockwork): readonly CounterChange[] {
  if (before === null) {
    const add = booker({ ticket, event });
    return [add('received', { department: null }), add(receivedAbout(ticket.category), { department: null })];
  }
  const moment: Moment = { before, ticket, event, work };
  return [...steps(moment), ...handOvers(moment), ...commissioners(moment), ...turns(moment), ...afterClose(moment)];
}
