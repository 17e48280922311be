import { MemberId } from '../../core/ids.ts';
import { OPEN_STATES, type Ticket } from '../../core/ticket/ticket.ts';
import type { Db } from './client.ts';
import { ticketOf } from './rows.ts';

export interface LeaveStore {
  /** Leaves that have begun and whose open work nobody has moved yet, the earliest first. */
  toHandOver(at: Date, limit: number): Promise<readonly BegunLeave[]>;
  /** Open tickets in somebody's hands. */
  workOf(member: MemberId): Promise<readonly Ticket[]>;
  /** His work is moved: the leave is done with. */
  handedOver(leave: number, at: Date): Promise<void>;
}

export interface BegunLeave {
  readonly id: number;
  readonly member: MemberId;
  readonly until: Date;
}

export function leaveStore(db: Db): LeaveStore {
  return {
    async toHandOver(at, limit) {
      const rows = await db.leave.findMany({ where: { handedOverAt: null, from: { lte: at } }, orderBy: { from: 'asc' }, take: limit });
      return rows.map((row) => ({ id: row.id, member: MemberId.parse(row.memberId), until: row.until }));
    },
    async workOf(member) {
      const rows = await db.ticket.findMany({ where: { handler: member, state: { in: [...OPEN_STATES] } }, orderBy: { number: 'asc' } });
      return rows.map(ticketOf);
    },
    async handedOver(leave, at) {
      await db.$transaction([
        db.leave.update({ where: { id: leave }, data: { handedOverAt: at } }),
        db.directoryRevision.update({ where: { id: 1 }, data: { revision: { increment: 1 } } }),
      ]);
    },
  };
}
