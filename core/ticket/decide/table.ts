import type { Verb } from '../command.ts';
import type { TicketState } from '../ticket.ts';

const OPEN = ['accepted', 'dispatched', 'claimed', 'contacted', 'answered', 'suspended'] as const;
const DISPATCHED = ['dispatched', 'claimed', 'contacted', 'answered', 'suspended'] as const;

/**
 * Which states take which verb; what is not here is refused. `open` has no state: it is asked of no ticket at all.
 * A state that takes a verb may still refuse it for what it carries (no reason, own department…).
 */
const TAKES: Readonly<Record<Verb, readonly TicketState[]>> = {
  open: [],
  dispatch: ['accepted'],
  triage: ['accepted'],
  claim: ['dispatched'],
  contact: DISPATCHED,
  verify: DISPATCHED,
  reply: DISPATCHED,
  answer: DISPATCHED,
  transfer: DISPATCHED,
  // Once answered, 首接负责: whoever answered may pass it on with a reason (转办) but not hand it back.
  return: ['dispatched', 'claimed', 'contacted'],
  addCohandlers: DISPATCHED,
  suspend: ['claimed', 'contacted', 'answered'],
  wait: ['claimed', 'contacted', 'answered'],
  // Of the others `resume` ends a waiting, and refuses where nothing waits.
  resume: ['suspended', 'claimed', 'contacted', 'answered'],
  askExtension: ['claimed', 'contacted', 'answered'],
  grantExtension: DISPATCHED,
  declineExtension: DISPATCHED,
  handOver: DISPATCHED,
  close: DISPATCHED,
  rate: ['closed'],
  reopen: ['closed', 'archived'],
  withdraw: OPEN,
  callBack: ['withdrawn'],
  archive: ['closed'],
  supplement: [...OPEN, 'closed'],
  // The record of what was edited or recalled is kept whatever became of the ticket.
  amend: [...OPEN, 'closed', 'withdrawn', 'archived'],
  urge: OPEN,
  supervise: OPEN,
  escalate: OPEN,
  clock: OPEN,
  merge: OPEN,
  absorb: OPEN,
  // Of a merged one that is split off again the row must say where it went.
  split: [...OPEN, 'withdrawn'],
  join: OPEN,
  part: OPEN,
  refine: OPEN,
};

export function takes(state: TicketState, verb: Verb): boolean {
  return TAKES[verb].includes(state);
}
