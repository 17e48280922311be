import type { Effects } from '../core/conversation/effects.ts';
import type { Written } from '../prisma/store/index.ts';

/**
 * One line a message, which ties its number to everything that came of it: whoever looks for a notice in the log finds the message by
 * `outbox`, and the other way round. Numbers and codes only.
 */
export function handledLine({ inbox, tickets, outbox }: Effects, written: Extract<Written, { kind: 'written' }>): object {
  return {
    inbox: inbox?.id,
    outcome: inbox?.outcome,
    ...(tickets.length === 0 ? {} : { tickets: tickets.map(({ ticket }) => ticket.number) }),
    ...(written.outbox.length === 0 ? {} : { outbox: written.outbox.map(({ id }) => id) }),
    ...(outbox.length === written.outbox.length ? {} : { held: outbox.length - written.outbox.length }),
  };
}
