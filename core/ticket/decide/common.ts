import { openPause } from '../../deadlines/ticket-clock.ts';
import type { MemberId } from '../../ids.ts';
import type { Decision, TicketCommand, Verb } from '../command.ts';
import type { EventBody } from '../events.ts';
import type { Ticket } from '../ticket.ts';

export type CommandOf<V extends Verb> = Extract<TicketCommand, { readonly verb: V }>;

export function yields(...events: readonly EventBody[]): Decision {
  return { ok: true, events };
}

/** Where the rules do not demand a reason, an empty one is recorded as what it is. */
export function reasonOr(reason: string, otherwise = '未说明原因'): string {
  return reason.trim() || otherwise;
}

/** Whoever works on a ticket that nobody has taken has taken it: 签收 is recorded first, in his name. */
export function claimFirst(ticket: Ticket, handler: MemberId | null): readonly EventBody[] {
  return ticket.state === 'dispatched' ? [{ type: 'claimed', handler: handler ?? ticket.handler }] : [];
}

/** Work on a ticket that stands still (挂账, waiting for the enterprise) ends that, and the record shows it. */
export function resumeFirst(ticket: Ticket, note: string): readonly EventBody[] {
  return openPause(ticket.pauses) !== null || ticket.state === 'suspended' ? [{ type: 'resumed', note }] : [];
}
