import type { TicketCommand } from '../ticket/command.ts';
import type { EventType } from '../ticket/events.ts';
import type { Ticket } from '../ticket/ticket.ts';
import type { AmountText } from './amount.ts';
import type { Clockwork } from './clockwork.ts';
import { calendarOf, limitOf, type Policy, policyInForce, policyOf } from './policy.ts';
import { type Reckoning, setting, settingUntil, shifted } from './reckon.ts';
import type { PromisedStep, Step } from './steps.ts';
import { type ClockSetting, openPause, type Pause, type TicketClock } from './ticket-clock.ts';

type ClockCommand = Extract<TicketCommand, { verb: 'clock' }>;

/** What a 延期 is given for. */
const EXTENDED: readonly Step[] = ['verify', 'answer', 'close'];

/**
 * Which clocks an act starts or moves. 签收, 首次联系, 核实 and 退单 run from the hand-over to whoever has the ticket; 答复 and 办结
 * from the moment it was accepted, for they are promised to the enterprise and passing a ticket on buys nobody time.
 */
export function clocksAfter(
  before: Ticket | null,
  ticket: Ticket,
  types: readonly EventType[],
  work: Clockwork,
  now: Date,
): ClockCommand[] {
  const policy = before?.policy ? policyOf(work.limits, before) : policyInForce(work.limits);
  const scene = new Scene(ticket, policy, work, now);
  const started = scene.started(before, new Set(types));
  const moved = scene.moved(before).filter((one) => !started.some((other) => other.step === one.step));
  return [...scene.command('move', moved, '暂停结束，时限顺延'), ...scene.command('start', started, `按“${policy.rules.name}”定时限`)];
}

/**
 * The clocks of an open ticket as a policy has them, from the moments they began: for tickets that have none yet, and for an
 * office that asked to have its open ones changed.
 */
export function clocksUnder(policy: Policy, ticket: Ticket, work: Clockwork, now: Date): ClockCommand[] {
  const scene = new Scene(ticket, policy, work, now);
  const reason = `改按“${policy.rules.name}”计时`;
  if (ticket.clocks.length === 0) return scene.command('start', scene.fresh(), reason);
  const otherDays =
    policyOf(work.limits, ticket).rules.roundTheClock.includes(ticket.urgency) !== policy.rules.roundTheClock.includes(ticket.urgency);
  const { changed, same } = scene.under(otherDays);
  // What stays as it is keeps its rungs: nobody is told again of a deadline that did not change.
  const kept = ticket.policy === policy.key ? [] : same;
  return [...scene.command('move', kept, reason), ...scene.command('start', changed, reason)];
}

class Scene {
  readonly #ticket: Ticket;
  readonly #policy: Policy;
  readonly #now: Date;
  readonly #by: Reckoning;

  constructor(ticket: Ticket, policy: Policy, work: Clockwork, now: Date) {
    this.#ticket = ticket;
    this.#policy = policy;
    this.#now = now;
    this.#by = { calendar: calendarOf(policy.rules, ticket.urgency, work), warning: work.ladder.warning, now };
  }

  command(mode: 'start' | 'move', clocks: readonly ClockSetting[], reason: string): ClockCommand[] {
    return clocks.length === 0 ? [] : [{ verb: 'clock', policy: this.#policy.key, mode, clocks, reason }];
  }

  started(before: Ticket | null, types: ReadonlySet<EventType>): ClockSetting[] {
    const { state } = this.#ticket;
    if (types.has('rework') || types.has('reopened')) return this.#comesBack(types.has('rework'));
    if (types.has('triaged') || (types.has('returned') && state === 'accepted')) {
      return [this.#from('dispatch', this.#now), ...this.#promised(before)];
    }
    if (types.has('dispatched') || types.has('transferred') || types.has('returned')) return this.#handedOver(before);
    if (types.has('lapsed')) return [this.#from('claim', this.#now), this.#from('contact', this.#now)];
    if (types.has('suspended')) return [this.#of('review', this.#now, this.#policy.rules.review.suspended)];
    if (types.has('waiting')) return [this.#of('review', this.#now, this.#policy.rules.review.waiting)];
    if (types.has('extension-granted')) return this.#extended();
    if (before !== null && before.urgency !== this.#ticket.urgency) return this.#morePressing();
    return [];
  }

  /** A pause that has just ended (恢复, a hand-over, or another pause in its place): what was left goes on. */
  moved(before: Ticket | null): ClockSetting[] {
    const pause = before && openPause(before.pauses);
    const lasts = this.#ticket.pauses.some((one) => one.to === null && one.kind === pause?.kind && one.from === pause.from);
    if (!pause || lasts) return [];
    const from = new Date(pause.from);
    return this.#running().flatMap((clock) => {
      const due = shifted(new Date(clock.dueAt), from, this.#now, this.#by.calendar);
      return due.toISOString() === clock.dueAt ? [] : [this.#until(clock, due)];
    });
  }

  under(otherDays: boolean): { readonly changed: ClockSetting[]; readonly same: ClockSetting[] } {
    const running = this.#running();
    const differs = (clock: TicketClock) => otherDays || this.#limitOf(clock) !== clock.limit;
    return {
      changed: running.filter(differs).map((clock) => this.#of(clock.step, new Date(clock.startedAt), this.#limitOf(clock))),
      same: running.filter((clock) => !differs(clock)).map((clock) => this.#until(clock, new Date(clock.dueAt))),
    };
  }

  /** For a ticket from before there were clocks: what is still to be done, from now on. Nobody is called late for a limit he never had. */
  fresh(): ClockSetting[] {
    const { state } = this.#ticket;
    const steps: PromisedStep[] = state === 'accepted' ? ['dispatch'] : [];
    if (state === 'dispatched') steps.push('claim');
    if (state === 'dispatched' || state === 'claimed') steps.push('contact', 'verify');
    if (state !== 'answered') steps.push('answer');
    const review = openPause(this.#ticket.pauses) === null ? [] : [this.#of('review', this.#now, this.#policy.rules.review.suspended)];
    return [...steps.map((step) => this.#from(step, this.#now)), this.#from('close', this.#now), ...review];
  }

  /** The limit a clock has under this policy. A 重办 keeps the one of its own. */
  #limitOf(clock: TicketClock, ticket: Ticket = this.#ticket): AmountText {
    const { rules } = this.#policy;
    if (clock.step === 'return') return rules.return;
    if (clock.step === 'review') return ticket.state === 'suspended' ? rules.review.suspended : rules.review.waiting;
    if (clock.step === 'close' && ticket.reworks > 0 && ticket.badRatings > 0) return rules.rework;
    return limitOf(rules, clock.step, ticket);
  }

  /** Whoever gets it has clocks of his own, and speaks to the enterprise himself; what was looked into already is not asked again. */
  #handedOver(before: Ticket | null): ClockSetting[] {
    const { clocks, returns } = this.#ticket;
    const verified = clocks.some((clock) => clock.step === 'verify' && clock.metAt !== null && clock.dropped !== true);
    const own: readonly PromisedStep[] = verified ? ['claim', 'contact'] : ['claim', 'contact', 'verify'];
    // After the 推进办 has ruled nobody hands it back: there is no limit for what may not be done.
    const back = returns > 1 ? [] : [this.#of('return', this.#now, this.#policy.rules.return)];
    return [...own.map((step) => this.#from(step, this.#now)), ...this.#promised(before), ...back];
  }

  /**
   * 答复 and 办结: begun when accepted, and anew only where this department's limit is another than the one's before. That the
   * office edited a number meanwhile changes no clock that runs.
   */
  #promised(before: Ticket | null): ClockSetting[] {
    return (['answer', 'close'] as const).flatMap((step) => {
      const known = this.#ticket.clocks.find((clock) => clock.step === step);
      if (known === undefined) return [this.#from(step, new Date(this.#ticket.acceptedAt))];
      const limit = this.#limitOf(known);
      const isSame = before !== null && limit === this.#limitOf(known, before);
      return known.metAt !== null || isSame || known.limit === limit ? [] : [this.#of(step, new Date(known.startedAt), limit)];
    });
  }

  #comesBack(rework: boolean): ClockSetting[] {
    const close = rework ? this.#policy.rules.rework : limitOf(this.#policy.rules, 'close', this.#ticket);
    const steps: readonly PromisedStep[] =
      this.#ticket.department === null ? ['dispatch', 'answer'] : ['claim', 'contact', 'verify', 'answer'];
    const back = this.#ticket.department === null ? [] : [this.#of('return', this.#now, this.#policy.rules.return)];
    return [...steps.map((step) => this.#from(step, this.#now)), this.#of('close', this.#now, close), ...back];
  }

  /** What was left when it was asked is left when the granted days are over. */
  #extended(): ClockSetting[] {
    const pause = this.#ticket.pauses.at(-1);
    if (pause === undefined || pause.to === null) return [];
    const [from, to] = [new Date(pause.from), new Date(pause.to)];
    return this.#running()
      .filter(({ step }) => EXTENDED.includes(step))
      .flatMap((clock) => {
        const due = shifted(new Date(clock.dueAt), from, to, this.#by.calendar);
        return due.toISOString() === clock.dueAt ? [] : [this.#until(clock, due)];
      });
  }

  /** Found to be more pressing: the shorter limit counts from now, and never gives more time than there was. */
  #morePressing(): ClockSetting[] {
    return this.#running().flatMap((clock) => {
      if (clock.step === 'return' || clock.step === 'review') return [];
      const fresh = this.#of(clock.step, this.#now, this.#limitOf(clock));
      if (fresh.dueAt >= clock.dueAt) return [];
      return [fresh];
    });
  }

  #running(): readonly TicketClock[] {
    return this.#ticket.clocks.filter((clock) => clock.metAt === null && clock.step !== 'review');
  }

  /** An extension is for the steps that ran when it was asked: it gives nobody days for a 签收, nor for a 重办 that came later. */
  #pausesOf(step: Step, start: Date): readonly Pause[] {
    return this.#ticket.pauses.filter(
      ({ kind, from }) => kind !== 'extension' || (EXTENDED.includes(step) && start.getTime() <= new Date(from).getTime()),
    );
  }

  #until(clock: TicketClock, due: Date): ClockSetting {
    return settingUntil(clock.step, new Date(clock.startedAt), clock.limit, due, this.#by);
  }

  #from(step: PromisedStep, start: Date): ClockSetting {
    return this.#of(step, start, limitOf(this.#policy.rules, step, this.#ticket));
  }

  #of(step: Step, start: Date, limit: AmountText): ClockSetting {
    return setting(step, start, limit, step === 'review' ? [] : this.#pausesOf(step, start), this.#by);
  }
}
