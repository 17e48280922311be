import type { Db } from '../../../prisma/store/client.ts';
import { type Difference, differencesOf } from './compare.ts';
import { type Climb, type Expected, expectedOf, type Sleep } from './expected.ts';
import { readLog } from './log.ts';
import { officeHours } from './minutes.ts';
import type { Rules } from './rules.ts';

export type { Climb, Difference, Sleep };

export interface Verdict {
  readonly tickets: number;
  /** Deadlines that were reckoned and compared. */
  readonly deadlines: number;
  readonly climbs: readonly (Climb & { readonly ticket: number })[];
  readonly differences: readonly Difference[];
}

const DAY = 86_400_000;
/** Limits reach forward, 黄牌 back; further than this nothing in the office's files does. */
const MARGIN_DAYS = 400;

/** Compares every deadline and every rung in the database with what people's acts and the office's files say they must be. */
export async function judge(
  db: Db,
  rules: Rules,
  run: { readonly begin: Date; readonly end: Date; readonly sleeps: readonly Sleep[] },
): Promise<Verdict> {
  const firstDay = Math.floor(run.begin.getTime() / DAY) - MARGIN_DAYS;
  const days = Math.ceil(run.end.getTime() / DAY) + MARGIN_DAYS - firstDay;
  const office = officeHours(rules.calendar, firstDay, days);
  const court = { rules, office, sleeps: run.sleeps, end: run.end.getTime() };
  const log = await readLog(db);
  const rows = await db.ticket.findMany({
    select: { number: true, state: true, clocks: true, dueAt: true, deadlineAt: true, warnAt: true },
  });
  const judged = rows.map((row) => {
    const events = log.get(row.number) ?? [];
    const expected: Expected = expectedOf(events, court);
    return { expected, ticket: row.number, differences: differencesOf(row.number, expected, events, row) };
  });
  return {
    tickets: rows.length,
    deadlines: judged.reduce((sum, { expected }) => sum + expected.settings.length, 0),
    climbs: judged.flatMap(({ expected, ticket }) => expected.climbs.map((climb) => ({ ...climb, ticket }))),
    differences: judged.flatMap(({ differences }) => differences),
  };
}
