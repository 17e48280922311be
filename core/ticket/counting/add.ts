import type { CounterChange } from '../../conversation/effects.ts';
import type { Clockwork } from '../../deadlines/clockwork.ts';
import { shanghaiDate } from '../../deadlines/shanghai.ts';
import type { DepartmentCode } from '../../ids.ts';
import type { TicketEvent } from '../events.ts';
import type { Ticket } from '../ticket.ts';
import type { Metric, TookOver } from './metrics.ts';

/** One event of a ticket that was there before it. */
export interface Moment {
  readonly before: Ticket;
  readonly ticket: Ticket;
  readonly event: TicketEvent;
  readonly work: Clockwork;
}

interface Booking {
  /** Default: the day it happened. */
  readonly at?: string;
  readonly by?: number;
  /** Default: whoever has the ticket after it; null: the whole house. */
  readonly department?: DepartmentCode | null;
}

export type Add = (metric: Metric | TookOver, booking?: Booking) => CounterChange;

export function booker({ ticket, event }: Pick<Moment, 'ticket' | 'event'>): (metric: string, booking?: Booking) => CounterChange {
  return (metric, { at = event.at, by = 1, department = ticket.department } = {}) => ({ day: shanghaiDate(at), department, metric, by });
}
