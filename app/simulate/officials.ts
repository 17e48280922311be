import type { TicketEvent } from '../../core/ticket/events.ts';
import { OPEN_STATES, type Ticket } from '../../core/ticket/ticket.ts';
import type { Utterance } from './agenda.ts';
import type { Unit } from './cast.ts';
import { CERTAIN, COURSES, type Course, courseOf, type Move, minutesOf } from './courses.ts';
import { wordsOf } from './wording.ts';
import { type Case, soon, type World } from './world.ts';

/** The people of the units: each takes a matter his own way. */
export class Officials {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  happened(matter: Case, { body }: TicketEvent): void {
    switch (body.type) {
      case 'dispatched':
      case 'transferred':
        return this.#begins(matter, body.department);
      case 'returned':
        if (body.to !== null) this.#begins(matter, body.to);
        return;
      case 'rework':
      case 'reopened':
        return this.#takes(matter, matter.chance.happens(0.8) ? 'thorough' : 'rescue');
      case 'lapsed':
        if (matter.course !== 'untouched') this.#takes(matter, 'rescue');
        return;
      case 'suspended':
        if (matter.chance.happens(0.75)) this.#resumes(matter, matter.chance.between(700, 4500));
        return;
      case 'waiting':
        if (matter.chance.happens(0.3)) this.#resumes(matter, matter.chance.between(1500, 5000));
        return;
      case 'resumed':
        return this.#next(matter);
      case 'escalated':
        return this.#reminded(matter, body.rung);
      default:
        return;
    }
  }

  #begins(matter: Case, code: string): void {
    matter.unit = this.#world.cast.unit(code);
    const temper = matter.unit?.temper ?? 'steady';
    const drawn = CERTAIN.get(matter.nth)?.[matter.units] ?? courseOf(temper, matter.chance);
    matter.units += 1;
    // Whoever everything falls back on rules, and hands nothing back.
    const atOffice = matter.unit === this.#world.cast.office && drawn === 'returns';
    this.#takes(matter, atOffice ? 'thorough' : drawn);
  }

  #takes(matter: Case, course: Course): void {
    matter.course = course;
    matter.lane += 1;
    matter.left = [...COURSES[course]];
    this.#next(matter);
  }

  #next(matter: Case): void {
    const [move] = matter.left;
    const { unit, lane } = matter;
    if (move === undefined || unit === null) return;
    matter.left = matter.left.slice(1);
    const at = soon(this.#world, minutesOf(move, unit.temper, matter.chance), matter);
    this.#world.plan(at, () => this.#makes(matter, unit, lane, move));
  }

  async #makes(matter: Case, unit: Unit, lane: number, move: Move): Promise<Utterance | null> {
    const ticket = await this.#world.ticket(matter.number);
    if (lane !== matter.lane || ticket === null || ticket.department !== unit.code || !OPEN_STATES.has(ticket.state)) return null;
    // What stands still goes on when it is resumed; giving up the waiting for a 挂账 needs no resuming.
    const stops = (move.verb === 'wait' || move.verb === 'suspend') && matter.left[0]?.verb !== 'suspend';
    if (!stops) this.#next(matter);
    const who = this.#who(matter, unit, ticket);
    const chat = this.#isOf(unit, who) && matter.chance.happens(0.8) ? unit.room : `dm:${who}`;
    const button = `${move.verb} ${matter.number}`;
    if (move.verb === 'claim' && matter.chance.happens(0.6) && this.#world.offers(chat, button)) return { who, chat, said: { button } };
    return { who, chat, said: { text: wordsOf(move.verb, matter, unit, this.#world.cast) } };
  }

  /** Whoever has it in hand; now and then the other of the unit. After a lapse the other takes it. */
  #who(matter: Case, unit: Unit, ticket: Ticket): string {
    const handler = this.#world.keyOf(ticket.handler) ?? unit.onDuty;
    const other = handler === unit.deputy ? unit.onDuty : unit.deputy;
    return this.#world.present(matter.course === 'rescue' || matter.chance.happens(0.1) ? other : handler);
  }

  #isOf(unit: Unit, who: string): boolean {
    return who === unit.onDuty || who === unit.deputy || who === unit.head;
  }

  #resumes(matter: Case, minutes: number): void {
    this.#world.plan(soon(this.#world, minutes, matter), async () => {
      const ticket = await this.#world.ticket(matter.number);
      const stands = ticket?.pauses.some((pause) => pause.to === null) ?? false;
      if (!stands || matter.unit === null) return null;
      const who = this.#world.present(matter.unit.onDuty);
      return { who, chat: matter.unit.room, said: { text: `恢复 ${matter.number}` } };
    });
  }

  /** A reminder moves some; what was to be left alone moves only when the leaders have read of it. */
  #reminded(matter: Case, rung: string): void {
    if (matter.course === 'untouched') {
      if (rung === 'leaders') this.#takes(matter, 'rescue');
      return;
    }
    const idle = matter.left.length === 0 && matter.course !== 'rescue';
    const moving = rung === 'order' ? 0.8 : rung === 'red' || rung === 'urge' ? 0.3 : 0;
    if (idle && matter.chance.happens(moving)) this.#takes(matter, 'rescue');
  }
}
