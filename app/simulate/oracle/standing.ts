import { type Clock, STEPS } from './clock.ts';
import type { Facts } from './log.ts';

export interface Pause {
  readonly kind: 'suspended' | 'waiting' | 'extension';
  readonly from: number;
  to: number | null;
}

const OF_THE_UNIT = ['claim', 'contact', 'verify', 'return', 'review'];
const OPEN = ['accepted', 'dispatched', 'claimed', 'contacted', 'answered', 'suspended'];

/** Where a ticket stands, by what people did with it. */
export class Standing {
  state = 'accepted';
  text = '';
  urgency: 'normal' | 'urgent' | 'critical' = 'normal';
  department: string | null = null;
  acceptedAt = 0;
  closedAt: number | null = null;
  supervised = false;
  returns = 0;
  reworks = 0;
  badRatings = 0;
  readonly pauses: Pause[] = [];
  readonly clocks = new Map<string, Clock>();
  #contacted = false;
  #asked: { readonly at: number; readonly days: number } | null = null;

  get isOpen(): boolean {
    return OPEN.includes(this.state);
  }

  get openPause(): Pause | null {
    return this.pauses.find((pause) => pause.to === null) ?? null;
  }

  get running(): Clock[] {
    return [...this.clocks.values()].filter((clock) => !clock.met && clock.step !== 'review');
  }

  /** @param later so many working days after a moment */
  takes(type: string, facts: Facts, at: number, later: (from: number, days: number) => number): void {
    switch (type) {
      case 'opened':
        this.text = facts.text;
        this.urgency = facts.urgency ?? 'normal';
        this.acceptedAt = at;
        return;
      case 'dispatched':
        this.department = facts.department ?? null;
        this.state = 'dispatched';
        return this.#meet(['dispatch']);
      case 'triaged':
        this.state = 'accepted';
        return;
      case 'claimed':
        this.state = 'claimed';
        return this.#meet(['claim']);
      case 'contacted':
        if (this.state !== 'answered') this.state = 'contacted';
        this.#contacted = true;
        return this.#meet(['contact']);
      case 'replied':
        if (this.state === 'claimed') this.state = 'contacted';
        this.#contacted = true;
        return this.#meet(['contact']);
      case 'verified':
        return this.#meet(['verify']);
      case 'answered':
        this.state = 'answered';
        this.#contacted = true;
        return this.#meet(['contact', 'verify', 'answer']);
      case 'transferred':
        return this.#goesTo(facts.department ?? null, at);
      case 'returned':
        this.returns += 1;
        return this.#goesTo(typeof facts.to === 'string' ? facts.to : null, at);
      case 'suspended':
      case 'waiting':
        if (type === 'suspended') this.state = 'suspended';
        this.#endPause(at);
        this.pauses.push({ kind: type, from: at, to: null });
        return;
      case 'resumed':
        if (this.state === 'suspended') this.state = this.#contacted ? 'contacted' : 'claimed';
        this.#endPause(at);
        return this.#drop(['review']);
      case 'extension-asked':
        this.#asked = { at, days: facts.days ?? 0 };
        return;
      case 'extension-granted':
        if (this.#asked !== null)
          this.pauses.push({ kind: 'extension', from: this.#asked.at, to: later(this.#asked.at, this.#asked.days) });
        return;
      case 'closed':
        this.state = 'closed';
        this.closedAt = at;
        this.#endPause(at);
        return this.#meet(STEPS);
      case 'rated':
        this.badRatings += facts.bad ? 1 : 0;
        return;
      case 'rework':
      case 'reopened':
        this.state = this.department === null ? 'accepted' : 'dispatched';
        this.closedAt = null;
        this.reworks += 1;
        return;
      case 'withdrawn':
      case 'merged':
        this.state = 'withdrawn';
        this.#endPause(at);
        return this.#drop(STEPS);
      case 'supervised':
        this.supervised = true;
        return;
      case 'refined':
        this.urgency = facts.urgency ?? this.urgency;
        return;
      default:
        return;
    }
  }

  #goesTo(department: string | null, at: number): void {
    this.department = department;
    this.state = department === null ? 'accepted' : 'dispatched';
    this.#endPause(at);
    this.#drop(OF_THE_UNIT);
  }

  #meet(steps: readonly string[]): void {
    for (const clock of this.clocks.values()) if (steps.includes(clock.step)) clock.met = true;
  }

  #drop(steps: readonly string[]): void {
    for (const clock of this.clocks.values()) if (!clock.met && steps.includes(clock.step)) this.clocks.delete(clock.step);
  }

  #endPause(at: number): void {
    for (const pause of this.pauses) pause.to ??= at;
  }
}
