import type { LimitsFile, LimitsPolicy } from '../config/limits.ts';
import { HouseError } from '../errors.ts';
import type { Ticket, Urgency } from '../ticket/ticket.ts';
import type { AmountText } from './amount.ts';
import { roundTheClock, type WorkCalendar } from './calendar.ts';
import type { Clockwork } from './clockwork.ts';
import type { PromisedStep } from './steps.ts';

export interface Policy {
  readonly key: string;
  readonly rules: LimitsPolicy;
}

/** The policy of a ticket: the one its clocks were set by, as long as the office still has it, else the one in force. */
export function policyOf(limits: LimitsFile, ticket: Pick<Ticket, 'policy'>): Policy {
  const own = ticket.policy === null ? undefined : limits.policies[ticket.policy];
  return own === undefined || ticket.policy === null ? policyInForce(limits) : { key: ticket.policy, rules: own };
}

export function policyInForce(limits: LimitsFile): Policy {
  const rules = limits.policies[limits.policy];
  // `config:check` refuses such a file; a policy invented here would be a promise nobody made.
  if (rules === undefined) throw new HouseError('no-policy', `没有名为 ${limits.policy} 的时限方案，请核对 config/limits.yaml。`);
  return { key: limits.policy, rules };
}

/** The limit of a step: an exception of the department or of the matter first, else by urgency. The last that fits counts. */
export function limitOf(rules: LimitsPolicy, step: PromisedStep, ticket: Pick<Ticket, 'urgency' | 'department' | 'text'>): AmountText {
  const fits = rules.exceptions.filter(
    ({ department, words, limits }) =>
      department === ticket.department &&
      limits[step] !== undefined &&
      (words === undefined || words.some((word) => ticket.text.includes(word))),
  );
  return (fits.at(-1)?.limits[step] ?? rules.limits[step])[ticket.urgency];
}

/** 特急 knows no nights. */
export function calendarOf(rules: LimitsPolicy, urgency: Urgency, work: Pick<Clockwork, 'calendar'>): WorkCalendar {
  return rules.roundTheClock.includes(urgency) ? roundTheClock : work.calendar;
}
