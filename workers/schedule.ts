import { quietUntil } from '../core/delivery/hold.ts';
import { dueReports, ordersOf } from '../core/report/schedule.ts';
import type { Workshop } from './house.ts';
import { REPORT } from './report.ts';

export const SCHEDULE = 'schedule';

/** The queue's schedulers wake whoever orders; lost ones are told anew by the next call, and a sweep orders without them. */
export async function startSchedule(shop: Workshop): Promise<void> {
  wakeDaily(shop);
  await shop.queues.work(SCHEDULE, 1, async () => {
    await orderDueReports(shop);
  });
}

export function wakeDaily({ config, queues }: Pick<Workshop, 'config' | 'queues'>): void {
  for (const time of new Set(config.reports.schedules.map((schedule) => schedule.time))) queues.daily(SCHEDULE, time);
}

/** Orders what is due and was not ordered yet, whoever wakes it and however often: the table knows. @returns how many are new */
export async function orderDueReports({ store, config, clockwork, clock, queues, log }: Workshop): Promise<number> {
  const now = clock.now();
  // What the machine slept through is sent late, but wakes nobody up.
  if (quietUntil(now, clockwork.notices) !== null) return 0;
  const due = dueReports(config.reports.schedules, clockwork.calendar, now);
  if (due.length === 0) return 0;
  // A house that was not there in the morning has nothing to tell of the day before.
  const since = await store.inbox.listeningSince();
  const told = due.filter(({ at }) => since !== null && since.getTime() <= at.getTime());
  if (told.length === 0) return 0;
  const directory = await store.directory.current();
  const ordered = await store.reports.order(
    told.flatMap((one) => ordersOf(one, directory)),
    now,
  );
  if (ordered.length > 0) log.info({ reports: ordered.length }, 'scheduled reports were ordered');
  for (const key of ordered) queues.hint(REPORT, key);
  return ordered.length;
}
