import type { ElapsedLimits, OverdueRow, OverdueStep } from '../report/reads.ts';
import type { Ticket } from '../ticket/ticket.ts';

const MINUTE_MS = 60_000;

/**
 * The steps an open ticket still owes, each with the moment its clock began: 签收 and 联系 from the latest hand-over, 答复 and 办结
 * from the acceptance (passing a ticket on must not buy time), after 重办 or 重开 from the coming back. A suspended ticket owes
 * nothing until it is resumed; one without a department waits for the duty desk, which has no limit of its own yet.
 */
export function owed(ticket: Ticket): readonly { readonly step: OverdueStep; readonly since: string }[] {
  const handedOver = ticket.dispatchedAt ?? ticket.acceptedAt;
  const began = ticket.reworks > 0 ? handedOver : ticket.acceptedAt;
  const claim = { step: 'claim', since: handedOver } as const;
  const contact = { step: 'contact', since: handedOver } as const;
  const answer = { step: 'answer', since: began } as const;
  const close = { step: 'close', since: began } as const;
  switch (ticket.state) {
    case 'dispatched':
      return [claim, contact, answer, close];
    case 'claimed':
      return [contact, answer, close];
    case 'contacted':
      return [answer, close];
    case 'answered':
      return [close];
    default:
      return [];
  }
}

/** The owed step that is furthest past its limit; null: none is. Elapsed minutes, round the clock. */
export function overdueStep(ticket: Ticket, limits: ElapsedLimits, now: Date): OverdueRow | null {
  const late = owed(ticket)
    .map(({ step, since }): OverdueRow => {
      const elapsed = Math.floor((now.getTime() - new Date(since).getTime()) / MINUTE_MS);
      return { ticket, step, elapsed, limit: limitOf(ticket, step, limits) };
    })
    .filter((row) => row.elapsed > row.limit);
  return late.reduce<OverdueRow | null>((worst, row) => (worst === null || past(row) > past(worst) ? row : worst), null);
}

function limitOf(ticket: Ticket, step: OverdueStep, limits: ElapsedLimits): number {
  if (step === 'claim' || step === 'contact') return limits[step][ticket.urgency];
  return limits[step];
}

function past(row: OverdueRow): number {
  return row.elapsed - row.limit;
}
