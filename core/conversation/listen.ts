import type { Directory } from '../directory.ts';
import { unreachable } from '../errors.ts';
import type { MemberId } from '../ids.ts';
import { isSilent, listensOnly } from '../shadow/silence.ts';
import { isWouldBe, wouldBeNumber } from '../shadow/would.ts';
import { consider } from './consider.ts';
import { withEcho, wouldBeTickets } from './echo.ts';
import type { Effects } from './effects.ts';
import type { Heard, HeardBody, Situation } from './heard.ts';
import type { House, Step } from './house.ts';
import { overheard } from './overheard.ts';
import { isOffice } from './people.ts';
import { turned } from './turn-silent.ts';

/**
 * What one message comes to, where the bot may have been told to listen only. There the whole decision is made as if it spoke, and
 * then kept as what would have been: nothing of it is said, opened, dispatched or counted. Elsewhere it is `consider` and no more.
 */
export function listen(house: House, heard: Heard, situation: Situation): Step {
  if (!isTalk(heard.body) || !listensOnly(house.directory, heard.chat, situation.member)) return live(house, heard, situation);

  const near = withEcho(house, heard, situation);
  const step = consider({ ...house, aloud: true }, heard, near);
  return {
    needs: { tickets: step.needs.tickets.filter((number) => !isWouldBe(number)), reads: step.needs.reads, numbers: 0 },
    settle(found) {
      const own = wouldBeTickets(near, step.needs.tickets);
      const numbers = Array.from({ length: step.needs.numbers }, () => wouldBeNumber(heard.id));
      const would = step.settle({ ...found, tickets: [...found.tickets, ...own], numbers });
      // What turns the silence off, and who is who, is nobody's talk.
      if (would.directory.some((change) => change.kind === 'shadow')) return live(house, heard, situation).settle(found);
      const bound = would.directory.find((change) => change.kind === 'bind');
      if (bound) return decidedIn(heard, boundInSilence(house.directory, bound.member, would));
      const unknowable = step.needs.reads.some((read) => 'number' in read && isWouldBe(read.number));
      return decidedIn(heard, overheard({ house, heard, situation: near, would, unknowable }));
    },
  };
}

/** Whoever works for the office learns that he is known; to the public nothing is said, not even that. */
function boundInSilence(directory: Directory, id: MemberId, would: Effects): Effects {
  const member = directory.members.find((one) => one.id === id) ?? null;
  return isOffice(member) ? would : { ...would, outbox: would.outbox.filter((draft) => !isSilent(directory, draft.chat)) };
}

function live(house: House, heard: Heard, situation: Situation): Step {
  const step = consider(house, heard, situation);
  return { needs: step.needs, settle: (found) => turned(house, heard, situation, decidedIn(heard, step.settle(found))) };
}

/** Said by somebody. What the wire itself tells (a gap, a move) concerns the office alone. */
function isTalk(body: HeardBody): boolean {
  switch (body.kind) {
    case 'message':
    case 'edit':
    case 'recall':
    case 'button':
    case 'joined':
      return true;
    case 'migrated':
    case 'gap':
      return false;
    default:
      return unreachable(body);
  }
}

function decidedIn(heard: Heard, effects: Effects): Effects {
  return effects.inbox === null ? effects : { ...effects, inbox: { ...effects.inbox, inShadow: heard.chat.shadow !== undefined } };
}
