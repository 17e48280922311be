import type { Config } from '../../core/config.ts';
import type { WorkCalendar } from '../../core/deadlines/calendar.ts';
import { HouseError } from '../../core/errors.ts';
import type { Db } from '../../prisma/store/client.ts';
import { fireDueTimers } from '../../workers/clock.ts';
import type { Workshop } from '../../workers/house.ts';
import { handOverLeaves } from '../../workers/leave.ts';
import type { Queues } from '../../workers/queues.ts';
import { createUnderstander, UNDERSTAND } from '../../workers/understand.ts';
import { type Driver, noHints, openStage, type Stage } from '../replay/stage.ts';
import { castOf, leavesOf } from './cast.ts';
import { Life, type Night } from './life.ts';
import { daysOf, monthOf } from './month.ts';
import { chanceOf } from './random.ts';

export interface Story {
  /** First day, `YYYY-MM-DD`. */
  readonly start: string;
  readonly days: number;
  /** How many of the work group's people take part. */
  readonly members: number;
  readonly seed: number;
}

export interface Played {
  readonly stage: Stage;
  readonly shop: Workshop;
  readonly begin: Date;
  readonly end: Date;
  /** When the machine slept. */
  readonly nights: readonly Night[];
  /** Messages and buttons that people sent. */
  readonly said: number;
}

const HOUR = 3_600_000;

/** Plays the group's life through the real engine, in a database of its own. */
export async function play(db: Db, config: Config, story: Story): Promise<Played> {
  const chance = chanceOf(story.seed);
  const cast = castOf(config, story.members, chance);
  const begin = midnight(story.start);
  const end = new Date(begin.getTime() + story.days * 24 * HOUR);
  const drive = driving(db);
  const stage = await openStage(db, config, begin, drive.driver);
  const { calendar } = stage.clockwork;
  const days = daysOf(story.start, story.days);
  const workdays = days.filter((day) => calendar.isWorkday(day));
  const leaves = leavesOf(cast.units, workdays, chance);
  const nights = nightsOf(days, calendar);
  const life = new Life({ db, stage, cast, chance }, begin);
  life.fixed(monthOf(days, cast, leaves, calendar, chance));
  // Whoever is away is stood in for from the first moment of the day.
  for (const { from } of leaves) life.looks(midnight(from));
  const said = await life.until(end, nights);
  return { stage, shop: drive.shop(), begin, end, nights, said };
}

/**
 * As the stage's own, and leaves are handed over when they begin. It looks only where there is something to be seen: in a month
 * the house would look some millions of times at nothing.
 */
function driving(db: Db): { readonly driver: Driver; shop(): Workshop } {
  let shop: Workshop | null = null;
  let heard = false;
  const queues: Queues = {
    ...noHints,
    hint(queue) {
      heard ||= queue === UNDERSTAND;
    },
  };
  const driver: Driver = async (shopOf) => {
    const made = shopOf(queues);
    const understander = createUnderstander(made);
    shop = made;
    return {
      queues,
      async fire(now) {
        const due = await db.ticket.findFirst({ where: { dueAt: { lte: now } }, select: { number: true } });
        if (due !== null) while ((await fireDueTimers(made)) > 0);
        await handOverLeaves(made);
      },
      async understand() {
        if (!heard) return;
        heard = false;
        await understander.sweep();
      },
    };
  };
  return {
    driver,
    shop() {
      if (shop === null) throw new HouseError('not-begun', '模拟还没有开始。');
      return shop;
    },
  };
}

/** Once, on a working day with another behind it, the machine sleeps from half past ten for a day. */
function nightsOf(days: readonly string[], calendar: WorkCalendar): Night[] {
  const fit = days.filter((day, i) => [day, days[i + 1]].every((one) => i >= 1 && one !== undefined && calendar.isWorkday(one)));
  const day = fit[Math.floor(fit.length / 3)];
  if (day === undefined) return [];
  const from = new Date(midnight(day).getTime() + 10.5 * HOUR);
  return [{ from, to: new Date(from.getTime() + 24 * HOUR) }];
}

export function midnight(day: string): Date {
  return new Date(`${day}T00:00:00+08:00`);
}
