import { z } from 'zod';
import { TicketNumber } from '../../core/ids.ts';
import type { Db } from './client.ts';

export interface DueTimer {
  readonly ticket: TicketNumber;
  readonly step: string;
  readonly dueAt: Date;
}

export interface TimerStore {
  /** Timers whose moment has come, oldest first. The (ticket, step) row is marked fired by whoever's effects are written. */
  due(at: Date, limit: number): Promise<readonly DueTimer[]>;
  /** Marks one as fired; false: somebody else did. Call before writing its effects, inside the same claim. */
  fire(timer: DueTimer, at: Date): Promise<boolean>;
  /** The step did not come to pass (the process died between): due again. */
  unfire(timer: DueTimer): Promise<void>;
  next(): Promise<Date | null>;
}

const Row = z.object({ ticket: TicketNumber, step: z.string(), dueAt: z.date() });

export function timerStore(db: Db): TimerStore {
  return {
    async due(at, limit) {
      const rows = await db.timer.findMany({ where: { dueAt: { lte: at }, firedAt: null }, orderBy: { dueAt: 'asc' }, take: limit });
      return z.array(Row).parse(rows);
    },
    async fire({ ticket, step, dueAt }, at) {
      const { count } = await db.timer.updateMany({ where: { ticket, step, dueAt, firedAt: null }, data: { firedAt: at } });
      return count === 1;
    },
    async unfire({ ticket, step, dueAt }) {
      await db.timer.updateMany({ where: { ticket, step, dueAt }, data: { firedAt: null } });
    },
    async next() {
      const row = await db.timer.findFirst({ where: { firedAt: null }, orderBy: { dueAt: 'asc' } });
      return row?.dueAt ?? null;
    },
  };
}
