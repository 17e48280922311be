import type { Temper } from './cast.ts';
import type { Chance, Weights } from './random.ts';

/** What an official does with a matter. */
export type Verb =
  | 'claim'
  | 'contact'
  | 'verify'
  | 'reply'
  | 'answer'
  | 'close'
  | 'return'
  | 'transfer'
  | 'cohandle'
  | 'wait'
  | 'suspend'
  | 'extend';

/** One thing he does, so many working minutes after the one before. */
export interface Move {
  readonly verb: Verb;
  readonly after: readonly [low: number, high: number];
}

const move = (verb: Verb, low: number, high: number): Move => ({ verb, after: [low, high] });

const CLAIM = move('claim', 2, 26);
const CONTACT = move('contact', 15, 100);
const VERIFY = move('verify', 40, 330);
const ANSWER = move('answer', 150, 800);
const CLOSE = move('close', 120, 1500);

export const COURSES = {
  straight: [CLAIM, CONTACT, ANSWER, CLOSE],
  thorough: [CLAIM, CONTACT, VERIFY, ANSWER, CLOSE],
  atOnce: [CLAIM, CONTACT, move('close', 60, 400)],
  talks: [move('reply', 10, 60), move('answer', 200, 900), CLOSE],
  together: [CLAIM, move('cohandle', 5, 40), CONTACT, VERIFY, ANSWER, CLOSE],
  returns: [move('return', 20, 500)],
  passesOn: [CLAIM, move('transfer', 20, 300)],
  waits: [CLAIM, CONTACT, move('wait', 40, 400), ANSWER, CLOSE],
  shelves: [CLAIM, CONTACT, VERIFY, move('suspend', 40, 600), ANSWER, CLOSE],
  /** Waits for the enterprise first, then gives the waiting up for a 挂账. */
  waitsThenShelves: [CLAIM, CONTACT, move('wait', 40, 200), move('suspend', 400, 700), ANSWER, CLOSE],
  extends: [CLAIM, CONTACT, VERIFY, move('extend', 400, 1200), move('answer', 900, 2200), CLOSE],
  /** Asked for at the last moment or after it. */
  extendsLate: [CLAIM, CONTACT, move('extend', 6600, 7400), ANSWER, CLOSE],
  extendsThenPassesOn: [CLAIM, CONTACT, move('extend', 200, 500), move('transfer', 500, 900)],
  late: [move('claim', 45, 400), move('contact', 100, 600), move('answer', 1200, 2600), CLOSE],
  forgets: [CLAIM],
  lingers: [CLAIM, CONTACT],
  untouched: [],
  /** Picked up by whoever was told of it. */
  rescue: [move('claim', 3, 60), move('contact', 5, 60), move('answer', 60, 500), move('close', 60, 900)],
} satisfies Record<string, readonly Move[]>;
export type Course = keyof typeof COURSES;

const USUAL: Weights<Course> = {
  straight: 26,
  thorough: 24,
  atOnce: 9,
  talks: 8,
  together: 3,
  returns: 6,
  passesOn: 4,
  waits: 5,
  shelves: 4,
  waitsThenShelves: 1.5,
  extends: 5,
  extendsLate: 1,
  extendsThenPassesOn: 1,
  late: 2,
  forgets: 2,
  lingers: 2,
};

const BY_TEMPER: Readonly<Record<Temper, Weights<Course>>> = {
  quick: { atOnce: 16, late: 0, forgets: 0, lingers: 0.5 },
  steady: {},
  slow: { late: 10, extends: 8, lingers: 4 },
  forgetful: { forgets: 14, lingers: 8, late: 8 },
};

/** How much longer it takes him. */
const PACE: Readonly<Record<Temper, number>> = { quick: 0.45, steady: 1, slow: 2.2, forgetful: 1.3 };

export function courseOf(temper: Temper, chance: Chance): Course {
  return chance.weighted<Course>({ ...USUAL, ...BY_TEMPER[temper] });
}

export function minutesOf({ after: [low, high] }: Move, temper: Temper, chance: Chance): number {
  return chance.between(low, high) * PACE[temper];
}

/** So that every run has each of them, whatever is drawn: the n-th ticket goes this way, with the first unit and the next ones. */
export const CERTAIN: ReadonlyMap<number, readonly Course[]> = new Map<number, readonly Course[]>([
  [2, ['thorough']],
  [3, ['untouched']],
  [5, ['waits']],
  [6, ['returns', 'returns', 'thorough']],
  [7, ['shelves']],
  [9, ['extends']],
  [11, ['forgets']],
  [12, ['returns', 'late']],
  [13, ['waitsThenShelves']],
  [14, ['passesOn']],
  [16, ['extendsThenPassesOn']],
  [18, ['late']],
  [21, ['extends']],
]);
