import type { TicketEvent } from '../../core/ticket/events.ts';
import { OPEN_STATES, type Ticket } from '../../core/ticket/ticket.ts';
import * as phrases from './phrases.ts';
import { type Case, soon, type World } from './world.ts';

type Opinion = 'good' | 'bad' | 'again' | 'none';

/** What the n-th ticket's reporter thinks of each closing, whatever is drawn for the others. */
const CERTAIN: ReadonlyMap<number, readonly Opinion[]> = new Map<number, readonly Opinion[]>([
  [1, ['bad', 'good']],
  [2, ['bad', 'bad', 'good']],
  [4, ['again', 'good']],
]);
const TAKES_BACK: ReadonlySet<number> = new Set([8, 17]);

/** The entrepreneurs, after they have reported. */
export class Reporters {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  happened(matter: Case, { body }: TicketEvent): void {
    switch (body.type) {
      case 'opened':
        return this.#afterwards(matter);
      case 'waiting':
        if (matter.chance.happens(0.75))
          this.#says(matter, [150, 2400], isPaused, `补充 ${matter.number} ${matter.chance.pick(phrases.SUPPLIED)}`);
        return;
      case 'closed':
        return this.#thinks(matter);
      case 'withdrawn':
        if (body.callback) this.#answersCallback(matter);
        return;
      default:
        return;
    }
  }

  #afterwards(matter: Case): void {
    const { number, chance, nth } = matter;
    if (TAKES_BACK.has(nth) || chance.happens(0.02))
      this.#says(matter, [300, 900], isOpen, `撤回 ${number} ${chance.pick(phrases.TAKEN_BACK)}`);
    if (chance.happens(0.15)) this.#says(matter, [20, 600], isOpen, `补充 ${number} ${chance.pick(phrases.ADDED)}`);
    if (chance.happens(0.12)) this.#says(matter, [500, 2000], isOpen, `查询 ${number}`);
  }

  #thinks(matter: Case): void {
    const { number, chance } = matter;
    const said = CERTAIN.get(matter.nth)?.[matter.ratings];
    const opinion = said ?? chance.weighted<Opinion>({ good: 52, none: 36, bad: matter.ratings === 0 ? 9 : 3, again: 3 });
    matter.ratings += 1;
    if (opinion === 'none') return;
    if (opinion === 'again') return this.#says(matter, [200, 900], isClosed, `重开 ${number} ${chance.pick(phrases.AGAIN)}`);
    const good = opinion === 'good';
    const button = good ? `rate ${number} 4` : `rate ${number} 2`;
    const text = `评价 ${number} ${chance.pick(good ? phrases.SATISFIED : phrases.UNSATISFIED)}`;
    this.#says(matter, [5, 500], isClosed, text, button);
  }

  #answersCallback(matter: Case): void {
    const { number, chance, nth } = matter;
    const pressed = nth === 8 || chance.happens(0.15);
    if (nth !== 8 && chance.happens(0.15)) return;
    const text = pressed ? `回访 ${number} 有 ${chance.pick(phrases.PRESSED)}` : `回访 ${number} 没有`;
    this.#says(matter, [10, 400], () => true, text, `callback ${number} ${pressed ? 1 : 0}`);
  }

  /** At home as well as at work: people of firms keep other hours than offices. */
  #says(matter: Case, [low, high]: readonly [number, number], still: (ticket: Ticket) => boolean, text: string, button?: string): void {
    const { reporter, chance } = matter;
    this.#world.plan(soon(this.#world, chance.between(low, high), matter), async () => {
      const ticket = await this.#world.ticket(matter.number);
      if (ticket === null || !still(ticket)) return null;
      const alone = `dm:${reporter}`;
      const chat = chance.happens(0.7) ? 'work' : alone;
      const shown = [chat, alone].find((one) => button !== undefined && this.#world.offers(one, button));
      if (button !== undefined && shown !== undefined && chance.happens(0.5)) return { who: reporter, chat: shown, said: { button } };
      return { who: reporter, chat: text.startsWith('回访') ? alone : chat, said: { text } };
    });
  }
}

const isOpen = (ticket: Ticket): boolean => OPEN_STATES.has(ticket.state);
const isClosed = (ticket: Ticket): boolean => ticket.state === 'closed' && ticket.rating === null;
const isPaused = (ticket: Ticket): boolean => ticket.pauses.some((pause) => pause.to === null);
