import type { Clock } from './clock.ts';
import type { LogEvent } from './log.ts';
import { Matter, type Setting } from './matter.ts';
import type { WorkTime } from './minutes.ts';
import type { Rules, RungRule } from './rules.ts';

/** A rung as it should have been climbed. */
export interface Climb {
  readonly key: string;
  readonly step: string;
  readonly round: number;
  readonly rule: Omit<RungRule, 'at'>;
  readonly due: number;
  readonly moment: number;
  /** When it should have been done: at its moment, or when the machine woke. */
  readonly at: number;
}

/** What the house's clock does besides telling. */
export interface Deed {
  readonly type: 'urged' | 'supervised' | 'lapsed' | 'archived';
  readonly at: number;
}

export interface Expected {
  readonly settings: readonly Setting[];
  readonly climbs: readonly Climb[];
  readonly deeds: readonly Deed[];
  /** Until when each granted 延期 reaches. */
  readonly extensions: readonly number[];
  readonly state: string;
  /** Clocks that were not met, those that stand still among them. */
  readonly running: readonly Clock[];
  /** When the row says something is due next; null: nothing more. */
  readonly dueAt: number | null;
  /** The nearest deadline of a step that somebody must take; null: none runs. */
  readonly deadlineAt: number | null;
  readonly warnAt: number | null;
}

/** A stretch in which nobody looked: the machine slept. */
export interface Sleep {
  readonly from: number;
  readonly to: number;
}

export interface Court {
  readonly rules: Rules;
  readonly office: WorkTime;
  readonly sleeps: readonly Sleep[];
  /** The last look. */
  readonly end: number;
}

const DAY = 86_400_000;

/** From what people did with a ticket, everything that the house must have done by the clock. */
export function expectedOf(log: readonly LogEvent[], court: Court): Expected {
  const run = new Run(court);
  for (const act of actsOf(log)) run.act(act);
  return run.end();
}

class Run {
  readonly #court: Court;
  readonly #matter: Matter;
  readonly #settings: Setting[] = [];
  readonly #climbs: Climb[] = [];
  readonly #deeds: Deed[] = [];
  #now = 0;

  constructor(court: Court) {
    this.#court = court;
    this.#matter = new Matter(court.rules, court.office);
  }

  act(events: readonly LogEvent[]): void {
    const at = events[0]?.at ?? this.#now;
    // Whoever looks at a moment does so before what is said at that moment.
    this.#look(at);
    this.#now = at;
    this.#settings.push(...this.#matter.happens(events, at));
    this.#look(at);
  }

  end(): Expected {
    this.#look(this.#court.end);
    const matter = this.#matter;
    const { state, isOpen, openPause, pauses, clocks } = matter.stands;
    const asked = openPause === null ? matter.stands.running.filter(({ step }) => step !== 'return') : [];
    const earliest = (moments: readonly number[]) => (isOpen && moments.length > 0 ? Math.min(...moments) : null);
    return {
      settings: this.#settings,
      climbs: this.#climbs,
      deeds: this.#deeds,
      extensions: pauses.flatMap(({ kind, to }) => (kind === 'extension' && to !== null ? [to] : [])),
      state,
      running: [...clocks.values()].filter(({ met }) => !met),
      dueAt: this.#archiveAt() ?? (isOpen ? (matter.next(null)?.moment ?? null) : null),
      deadlineAt: earliest(asked.map(({ due }) => due)),
      warnAt: earliest(asked.map(({ warn }) => warn)),
    };
  }

  /** Everything that is due up to a moment, one after the other. */
  #look(until: number): void {
    const archive = this.#archiveAt();
    if (archive !== null && this.#awake(archive) <= until) {
      this.#matter.stands.state = 'archived';
      this.#deeds.push({ type: 'archived', at: this.#awake(archive) });
    }
    while (this.#matter.stands.isOpen) {
      const coming = this.#matter.next(null);
      const at = coming === null ? Number.POSITIVE_INFINITY : Math.max(this.#now, this.#awake(coming.moment));
      const mark = at <= until ? this.#matter.next(at) : null;
      if (mark === null) return;
      this.#now = at;
      const { clock, rule, moment } = mark;
      const key = `${clock.step}.${clock.round}.${rule.rung}`;
      this.#climbs.push({ key, step: clock.step, round: clock.round, rule, due: clock.due, moment, at });
      clock.climbed.push(rule.rung);
      this.#follow(rule.act, clock.step, at);
    }
  }

  #follow(act: string, step: string, at: number): void {
    if (act === 'urge') this.#deeds.push({ type: 'urged', at });
    // A 督办单 for each step that is so late, whoever supervises it already.
    if (act === 'order') this.#deeds.push({ type: 'supervised', at });
    if (act === 'lapse' && step === 'contact' && this.#matter.stands.state === 'claimed') {
      this.#deeds.push({ type: 'lapsed', at });
      this.#settings.push(...this.#matter.lapses(at));
    }
  }

  #archiveAt(): number | null {
    const { state, closedAt } = this.#matter.stands;
    return state === 'closed' && closedAt !== null ? closedAt + this.#court.rules.archiveAfterDays * DAY : null;
  }

  #awake(moment: number): number {
    return this.#court.sleeps.find(({ from, to }) => from < moment && moment < to)?.to ?? moment;
  }
}

/** What came of one message, or of one look, belongs together. */
function actsOf(log: readonly LogEvent[]): LogEvent[][] {
  const acts: LogEvent[][] = [];
  for (const event of log) {
    if (event.byClock) continue;
    const last = acts.at(-1)?.[0];
    if (last?.at === event.at && last.cause === event.cause) acts.at(-1)?.push(event);
    else acts.push([event]);
  }
  return acts;
}
