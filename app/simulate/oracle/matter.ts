import { after, afterPause, type Clock, type Mark, nextMark, STEPS, timeOf, warningOf } from './clock.ts';
import { Facts, type LogEvent } from './log.ts';
import type { WorkTime } from './minutes.ts';
import type { Rules } from './rules.ts';
import { type Pause, Standing } from './standing.ts';

/** A clock that was begun, or moved to another end. */
export interface Setting {
  readonly at: number;
  readonly mode: 'start' | 'move';
  readonly clock: Clock;
}

/** What an extension is given for. */
const EXTENDED = ['verify', 'answer', 'close'];

/** A ticket as people's acts alone make it, and the clocks that follow from them by the rules of the office. */
export class Matter {
  readonly stands = new Standing();
  readonly #rules: Rules;
  readonly #office: WorkTime;
  readonly #rounds = new Map<string, number>();

  constructor(rules: Rules, office: WorkTime) {
    this.#rules = rules;
    this.#office = office;
  }

  /** What one act of somebody comes to: its events, and the clocks that begin or move by it. */
  happens(events: readonly LogEvent[], at: number): Setting[] {
    const { openPause, urgency } = this.stands;
    const later = (from: number, days: number) => this.#time().plusDays(from, days);
    for (const event of events) this.stands.takes(event.type, Facts.parse(event.body), at, later);
    const started = this.#begun(new Set(events.map((event) => event.type)), at, urgency);
    const moved = openPause === null || openPause.to === null ? [] : this.#goesOn(openPause, at, started);
    return [...moved, ...started].map((setting) => this.#set(setting));
  }

  /** 签收 has lapsed: it waits to be taken again, and the enterprise to be spoken to. */
  lapses(at: number): Setting[] {
    this.stands.state = 'dispatched';
    return ['claim', 'contact'].map((step) => this.#set(this.#start(step, at, this.#limit(step), at)));
  }

  /** The next rung over all clocks; of those at one moment the earlier step's. While it is paused only the review is climbed. */
  next(now: number | null): Mark | null {
    const paused = this.stands.openPause !== null;
    const running = [...this.stands.clocks.values()].filter((clock) => !clock.met && (clock.step === 'review') === paused);
    const marks = running.flatMap((clock) => nextMark(this.#time(), this.#rules, clock, now) ?? []);
    const rank = ({ clock }: Mark) => STEPS.indexOf(clock.step);
    return marks.toSorted((a, b) => a.moment - b.moment || rank(a) - rank(b))[0] ?? null;
  }

  #begun(types: ReadonlySet<string>, at: number, urgencyBefore: string): Setting[] {
    const { review } = this.#rules.policy;
    if (types.has('rework') || types.has('reopened')) return this.#comesBack(types.has('rework'), at);
    if (types.has('triaged') || (types.has('returned') && this.stands.state === 'accepted'))
      return [this.#start('dispatch', at, this.#limit('dispatch'), at), ...this.#promised(at)];
    if (types.has('dispatched') || types.has('transferred') || types.has('returned')) return this.#handedOver(at);
    if (types.has('suspended')) return [this.#start('review', at, review.suspended, at)];
    if (types.has('waiting')) return [this.#start('review', at, review.waiting, at)];
    if (types.has('extension-granted')) return this.#extended(at);
    if (urgencyBefore !== this.stands.urgency && !types.has('opened')) return this.#pressing(at);
    return [];
  }

  /** Everything anew; a 重办 has a limit of its own. */
  #comesBack(rework: boolean, at: number): Setting[] {
    const nobodys = this.stands.department === null;
    const steps = nobodys ? ['dispatch', 'answer'] : ['claim', 'contact', 'verify', 'answer'];
    const back = nobodys ? [] : [this.#start('return', at, this.#rules.policy.return, at)];
    const close = rework ? this.#rules.policy.rework : this.#limit('close');
    return [...steps.map((step) => this.#start(step, at, this.#limit(step), at)), this.#start('close', at, close, at), ...back];
  }

  /** Whoever gets it is asked anew, and speaks to the enterprise himself; what was looked into already is not asked again. */
  #handedOver(at: number): Setting[] {
    const { clocks, returns } = this.stands;
    const own = ['claim', 'contact', 'verify'].filter((step) => step !== 'verify' || clocks.get(step)?.met !== true);
    const back = returns > 1 ? [] : [this.#start('return', at, this.#rules.policy.return, at)];
    return [...own.map((step) => this.#start(step, at, this.#limit(step), at)), ...this.#promised(at), ...back];
  }

  /** Promised to the enterprise from the moment it was accepted; begun anew only where this unit's limit is another. */
  #promised(at: number): Setting[] {
    const { clocks, acceptedAt, reworks, badRatings } = this.stands;
    return ['answer', 'close'].flatMap((step) => {
      const known = clocks.get(step);
      if (known === undefined) return [this.#start(step, acceptedAt, this.#limit(step), at)];
      const limit = step === 'close' && reworks > 0 && badRatings > 0 ? this.#rules.policy.rework : this.#limit(step);
      return known.met || known.limit === limit ? [] : [this.#start(step, known.start, limit, at)];
    });
  }

  /** What was left when it was asked is left when the granted days are over. */
  #extended(at: number): Setting[] {
    const pause = this.stands.pauses.at(-1);
    if (pause === undefined || pause.to === null) return [];
    const { from, to } = pause;
    return this.stands.running.flatMap((clock) => {
      const due = EXTENDED.includes(clock.step) ? afterPause(this.#time(), clock.due, from, to) : clock.due;
      return due === clock.due ? [] : [this.#until('start', clock, due, at)];
    });
  }

  /** Found to be more pressing: the shorter limit counts from now, and never gives more time than there was. */
  #pressing(at: number): Setting[] {
    return this.stands.running
      .filter((clock) => clock.step !== 'return')
      .map((clock) => this.#start(clock.step, at, this.#limit(clock.step), at))
      .filter(({ clock }) => clock.due < (this.stands.clocks.get(clock.step)?.due ?? 0));
  }

  #goesOn(pause: Pause, at: number, started: readonly Setting[]): Setting[] {
    return this.stands.running
      .filter((clock) => !started.some((one) => one.clock.step === clock.step))
      .flatMap((clock) => {
        const due = afterPause(this.#time(), clock.due, pause.from, at);
        return due === clock.due ? [] : [this.#until('move', clock, due, at)];
      });
  }

  #start(step: string, start: number, limit: string, at: number): Setting {
    const time = this.#time();
    const due = this.stands.pauses.reduce(
      (end, { kind, from, to }) => {
        // A clock begun after the asking was not what the extension was asked for.
        if (step === 'review' || to === null || (kind === 'extension' && (!EXTENDED.includes(step) || start > from))) return end;
        return afterPause(time, end, Math.max(start, from), to);
      },
      after(time, start, limit),
    );
    return this.#until('start', { step, start, limit, round: 0, due, warn: 0, setAt: at, met: false, climbed: [] }, due, at);
  }

  #until(mode: Setting['mode'], clock: Clock, due: number, at: number): Setting {
    const warn = warningOf(this.#time(), clock.start, clock.limit, due, this.#rules.ladder.warning);
    if (mode === 'move') return { at, mode, clock: { ...clock, due, warn } };
    const round = (this.#rounds.get(clock.step) ?? 0) + 1;
    return { at, mode, clock: { ...clock, round, due, warn, setAt: at, met: false, climbed: [] } };
  }

  #set(setting: Setting): Setting {
    this.#rounds.set(setting.clock.step, setting.clock.round);
    this.stands.clocks.set(setting.clock.step, setting.clock);
    return setting;
  }

  /** The exception of the unit, or of the matter, that fits last; else by urgency. */
  #limit(step: string): string {
    const { limits, exceptions } = this.#rules.policy;
    const { department, text, urgency } = this.stands;
    const fits = exceptions.findLast(
      (one) => one.department === department && one.limits[step] !== undefined && (one.words?.some((word) => text.includes(word)) ?? true),
    );
    return (fits?.limits[step] ?? limits[step])?.[urgency] ?? '';
  }

  #time(): WorkTime {
    return timeOf(this.#rules, this.#office, this.stands.urgency);
  }
}
