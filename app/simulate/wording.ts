import type { Cast, Unit } from './cast.ts';
import type { Verb } from './courses.ts';
import * as phrases from './phrases.ts';
import type { Case } from './world.ts';

/** How an official says what he does: by the command's word, now and then signed with the number and in his own words. */
export function wordsOf(verb: Verb, { number, chance, meant }: Case, unit: Unit, cast: Cast): string {
  const other = otherUnit(unit, meant, cast, (from) => chance.pick(from));
  switch (verb) {
    case 'claim':
      return chance.happens(0.8) ? `签收 ${number}` : `接单 ${number}`;
    case 'contact':
      return chance.happens(0.7) ? `联系 ${number} ${chance.pick(phrases.CONTACTED)}` : `#${number} ${chance.pick(phrases.CONTACTED)}`;
    case 'verify':
      return `核实 ${number} ${chance.pick(phrases.VERIFIED)}`;
    case 'reply':
      return `回复 ${number} ${chance.pick(phrases.REPLIED)}`;
    case 'answer':
      return `答复 ${number} ${chance.pick(phrases.ANSWERED)}`;
    case 'close': {
      const how = chance.weighted({ solved: 82, partly: 12, unsolved: 6 });
      const notes = { solved: phrases.CLOSED, partly: phrases.PARTLY, unsolved: phrases.UNSOLVED }[how];
      return `办结 ${number} ${chance.pick(notes)}`;
    }
    case 'return':
      return `退单 ${number} ${chance.pick(phrases.NOT_OURS)}，应由${other.name}办理`;
    case 'transfer':
      return `转办 ${number} ${other.name} ${chance.pick(phrases.PASSED_ON)}`;
    case 'cohandle':
      return `协办 ${number} ${other.name}`;
    case 'wait':
      return `等企业 ${number} ${chance.pick(phrases.WANTED)}`;
    case 'suspend':
      return `挂账 ${number} ${chance.pick(phrases.SHELVED)}`;
    case 'extend':
      return `延期 ${number} ${chance.between(2, 10)}天 ${chance.pick(phrases.LONGER)}`;
    default:
      return verb satisfies never;
  }
}

/** Whose it really is, where that is another unit; else any other. */
function otherUnit(unit: Unit, meant: string | null, cast: Cast, pick: (from: readonly Unit[]) => Unit): Unit {
  const owner = cast.unit(meant);
  return owner !== null && owner !== unit ? owner : pick(cast.units.filter((one) => one !== unit && one !== cast.office));
}
