import type { WorkCalendar } from '../../core/deadlines/calendar.ts';
import type { MemberId } from '../../core/ids.ts';
import type { Ticket } from '../../core/ticket/ticket.ts';
import type { Entry } from './agenda.ts';
import type { Cast, Unit } from './cast.ts';
import type { Course, Move } from './courses.ts';
import type { Chance } from './random.ts';

/** What people of a run can know and do. */
export interface World {
  readonly cast: Cast;
  readonly calendar: WorkCalendar;
  now(): Date;
  plan(at: Date, speak: Entry['speak']): void;
  ticket(number: number): Promise<Ticket | null>;
  keyOf(member: MemberId | null): string | null;
  /** Himself, or whoever stands in for him now. */
  present(who: string): string;
  /** Whether the bot has shown this button in this chat. */
  offers(chat: string, button: string): boolean;
}

/** A matter as the people see it who have to do with it. */
export interface Case {
  readonly number: number;
  /** The how-manieth of the run. */
  readonly nth: number;
  readonly reporter: string;
  /** Whose it really is, as whoever wrote the story knows. */
  readonly meant: string | null;
  readonly critical: boolean;
  readonly chance: Chance;
  unit: Unit | null;
  course: Course;
  /** What is still to be done of it. */
  left: Move[];
  /** Moves planned for an earlier turn of events are not made any more. */
  lane: number;
  /** How many units have had it. */
  units: number;
  ratings: number;
}

const MINUTE = 60_000;
const EVENING = { from: 7, to: 22 };

/** So many working minutes from now; of what is burning, at any hour; now and then somebody does it in the evening. */
export function soon(world: World, minutes: number, { critical, chance }: Pick<Case, 'critical' | 'chance'>): Date {
  const now = world.now();
  const jitter = chance.between(1, 58) * 1000 + chance.between(0, 999);
  if (critical) return new Date(now.getTime() + Math.max(1, minutes * 0.25) * MINUTE + jitter);
  const late = new Date(now.getTime() + minutes * MINUTE + jitter);
  if (chance.happens(0.05) && isWaking(late)) return late;
  return new Date(world.calendar.addWorking(now, { minutes: Math.round(minutes) }).getTime() + jitter);
}

function isWaking(at: Date): boolean {
  const hour = new Date(at.getTime() + 8 * 60 * MINUTE).getUTCHours();
  return hour >= EVENING.from && hour < EVENING.to;
}
