import type { Decision } from '../command.ts';
import type { EventBody } from '../events.ts';
import { spokenNumber } from '../labels.ts';
import type { Ticket } from '../ticket.ts';
import { type CommandOf, yields } from './common.ts';
import { refuse } from './refusal.ts';

/** A rung of the ladder, and what it does. One that was climbed in this round, or whose clock has stopped, is not climbed again. */
export function climbRung(ticket: Ticket, command: CommandOf<'escalate'>): Decision {
  const { rung } = command;
  const clock = ticket.clocks.find((one) => one.step === rung.step && one.round === rung.round);
  if (clock === undefined || clock.metAt !== null || clock.done.includes(rung.rung)) {
    return refuse('rung-climbed', `${spokenNumber(ticket.number)}的这一级提醒已经发过或不再需要。`);
  }
  return yields({ type: 'escalated', ...rung, tell: [...rung.tell] }, ...whatFollows(ticket, rung));
}

function whatFollows(ticket: Ticket, { act, step }: CommandOf<'escalate'>['rung']): readonly EventBody[] {
  switch (act) {
    case 'remind':
      return [];
    case 'urge':
      return [{ type: 'urged', note: '超过办理时限，系统催办' }];
    case 'order':
      // Also of what a manager supervises already: his word does not stand for the rule's.
      return [{ type: 'supervised', note: '超过办理时限，转督查考核办督办', rule: 'overdue' }];
    case 'lapse':
      return ticket.state === 'claimed' && step === 'contact' ? [{ type: 'lapsed', reason: '签收后没有进展，签收失效' }] : [];
    default:
      return act satisfies never;
  }
}

/** Set by the engine from policy and calendar; `decide` knows neither. */
export function setClocks({ policy, mode, clocks, reason }: CommandOf<'clock'>): Decision {
  return clocks.length === 0 ? yields() : yields({ type: 'clocked', policy, mode, clocks: [...clocks], reason });
}
