import type { TicketEvent } from '../../core/ticket/events.ts';
import { OPEN_STATES } from '../../core/ticket/ticket.ts';
import * as phrases from './phrases.ts';
import type { Chance } from './random.ts';
import { type Case, soon, type World } from './world.ts';

const DUTY = 'duty';
/** The desk's shifts, as the roster of the shipped directory has them. */
const EVENING_SHIFT = 17;

/** The duty desk, which places what nobody could; the 推进办, which decides on extensions; the leaders, who press now and then. */
export class Offices {
  readonly #world: World;
  readonly #chance: Chance;

  constructor(world: World, chance: Chance) {
    this.#world = world;
    this.#chance = chance;
  }

  happened(matter: Case, { body }: TicketEvent): void {
    switch (body.type) {
      case 'triaged':
        return this.#places(matter, body.suggested);
      case 'returned':
        if (body.to === null) this.#places(matter, null);
        return;
      case 'extension-asked':
        return this.#decides(matter);
      case 'escalated':
        if (body.rung === 'leaders' && matter.chance.happens(0.5)) this.#presses(matter, '督办');
        if (body.rung === 'order' && matter.chance.happens(0.3)) this.#presses(matter, '催办');
        return;
      default:
        return;
    }
  }

  /** `triage m45 1`: the desk is asked whether a message is a problem at all. */
  asked(button: string): void {
    const number = /^triage m(\d+) 1$/.exec(button)?.[1];
    if (number === undefined) return;
    const chance = this.#chance.of(button);
    const verdict = chance.happens(0.85) ? '1' : '0';
    this.#world.plan(soon(this.#world, chance.between(2, 45), { critical: false, chance }), async () => ({
      who: this.#onShift(),
      chat: DUTY,
      said: { button: `triage m${number} ${verdict}` },
    }));
  }

  #places(matter: Case, suggested: string | null): void {
    const { number, chance } = matter;
    const minutes = chance.happens(0.8) ? chance.between(2, 24) : chance.between(30, 130);
    this.#world.plan(soon(this.#world, minutes, matter), async () => {
      const ticket = await this.#world.ticket(number);
      if (ticket?.state !== 'accepted') return null;
      const button = `triage ${number} 1`;
      const agrees = suggested !== null && (matter.meant === null || matter.meant === suggested);
      if (agrees && chance.happens(0.7) && this.#world.offers(DUTY, button)) return { who: this.#onShift(), chat: DUTY, said: { button } };
      const { cast } = this.#world;
      const unit = cast.unit(matter.meant ?? suggested) ?? chance.pick(cast.units);
      return { who: this.#onShift(), chat: DUTY, said: { text: `派单 ${number} ${unit.name}` } };
    });
  }

  #decides(matter: Case): void {
    const { number, chance } = matter;
    const verdict = matter.course === 'extendsThenPassesOn' ? 'yes' : chance.weighted({ yes: 68, no: 22, never: 10 });
    if (verdict === 'never') return;
    const { office } = this.#world.cast;
    this.#world.plan(soon(this.#world, chance.between(15, 500), matter), async () => {
      const ticket = await this.#world.ticket(number);
      if (ticket?.extension?.state !== 'asked' || !OPEN_STATES.has(ticket.state)) return null;
      const who = this.#world.present(chance.happens(0.6) ? office.onDuty : office.head);
      const button = `approve ${number}`;
      if (verdict === 'yes' && this.#world.offers(office.room, button) && chance.happens(0.6))
        return { who, chat: office.room, said: { button } };
      return {
        who,
        chat: office.room,
        said: { text: verdict === 'yes' ? `同意 ${number}` : `不同意 ${number} ${chance.pick(phrases.DECLINED)}` },
      };
    });
  }

  #presses(matter: Case, word: '催办' | '督办'): void {
    const who = matter.chance.pick(this.#world.cast.leaders);
    this.#world.plan(soon(this.#world, matter.chance.between(20, 200), matter), async () => {
      const ticket = await this.#world.ticket(matter.number);
      if (ticket === null || !OPEN_STATES.has(ticket.state)) return null;
      return { who, chat: `dm:${who}`, said: { text: `${word} ${matter.number} 请尽快给企业一个答复` } };
    });
  }

  #onShift(): string {
    const hour = new Date(this.#world.now().getTime() + 8 * 3_600_000).getUTCHours();
    const [morning = '', evening = morning] = this.#world.cast.desk;
    return hour < EVENING_SHIFT ? morning : evening;
  }
}
