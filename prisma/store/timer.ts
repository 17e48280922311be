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
  /** For a step that no longer applies: it is not asked again. A step that does apply cancels its timer as it is written. */
  fire(timer: DueTimer, at: Date): Promise<void>;
}

const Row = z.object({ ticket: TicketNumber, step: z.string(), dueAt: z.date() });

export function timerStore(db: Db): TimerStore {
  return {
    async due(at, limit) {
      const rows = await db.timer.findMany({ where: { dueAt: { lte: at }, firedAt: null }, orderBy: { dueAt: 'asc' }, take: limit });
      return z.array(Row).parse(rows);
    },
    async fire({ ticket, step, dueAt }, at) {
      await db.timer.updateMany({ where: { ticket, step, dueAt, firedAt: null }, data: { firedAt: at } });
    },
  };
}
