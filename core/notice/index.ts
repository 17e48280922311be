import type { EventType, TicketEvent } from '../ticket/events.ts';
import { amended } from './amended.ts';
import { answered, replied } from './answer.ts';
import { calledBack } from './called-back.ts';
import { closed, closedToCohandlers, closedToCommissioner } from './closed.ts';
import { cohandlersAdded, cohandlersOfDispatch } from './cohandle.ts';
import { reopened, rework } from './comes-back.ts';
import { commissionerTold } from './commissioner.ts';
import { dispatch, returnedToFallback, transferIn } from './dispatch.ts';
import { escalated } from './escalated.ts';
import { extensionAsked, extensionDeclined, extensionGranted, extensionToReporter } from './extension.ts';
import { handedOver } from './handed-over.ts';
import { joined, joinedToDesk, joinedToSpeaker } from './joined.ts';
import { lapsed } from './lapsed.ts';
import { absorbed, merged, splitAgain } from './merged.ts';
import type { Destination, Notice, NoticeDraft, NoticeInput } from './notice.ts';
import { supervised, urged } from './pressed.ts';
import { assigned, claimed, contacted, resumed, suspended, transferred, verified } from './progress.ts';
import { rated } from './rated.ts';
import { receipt, triageReceipt } from './receipt.ts';
import { refined } from './refined.ts';
import { supplemented } from './supplement.ts';
import { transferOut } from './transfer-out.ts';
import { returnedToDesk, returnedToFirstTaker, triageAsk } from './triage-ask.ts';
import { waiting } from './waiting.ts';
import { callbackAsked, withdrawn, withdrawnToReporter } from './withdrawn.ts';

/** Every notice there is, in the order they are said: the reporter's receipt before anything else. */
const NOTICES: readonly Notice[] = [
  receipt,
  triageReceipt,
  triageAsk,
  dispatch,
  commissionerTold,
  cohandlersOfDispatch,
  cohandlersAdded,
  claimed,
  contacted,
  verified,
  assigned,
  replied,
  answered,
  transferIn,
  transferOut,
  transferred,
  returnedToDesk,
  returnedToFirstTaker,
  returnedToFallback,
  suspended,
  waiting,
  resumed,
  extensionAsked,
  extensionGranted,
  extensionToReporter,
  extensionDeclined,
  handedOver,
  closed,
  closedToCommissioner,
  closedToCohandlers,
  rated,
  rework,
  reopened,
  withdrawn,
  withdrawnToReporter,
  callbackAsked,
  calledBack,
  supplemented,
  amended,
  escalated,
  lapsed,
  urged,
  supervised,
  merged,
  absorbed,
  splitAgain,
  joined,
  joinedToSpeaker,
  joinedToDesk,
  refined,
];

/**
 * What one event says, and to whom. `alongside`: all events of the same change; steps that others only implied (签收 by answering,
 * 恢复 by closing) are on record but not announced beside the words that implied them. A rung of the ladder says itself that it is a
 * 催办; where it brings a 督办单, that says everything; where the 签收 lapses, whoever is asked to take it again reads only that.
 */
export function noticesFor(input: NoticeInput, alongside: readonly TicketEvent[] = []): readonly NoticeDraft[] {
  const { type } = input.event.body;
  const beside = (types: ReadonlySet<EventType>) => alongside.filter((event) => types.has(event.body.type));
  if (IMPLIED.has(type) && beside(SAYS_IT_ALL).length > 0) return [];
  if (type === 'urged' && beside(RUNG).length > 0) return [];
  if (type === 'escalated' && beside(ORDER).length > 0) return [];
  const drafts = drafted(input);
  if (type !== 'escalated') return drafts;
  const others = beside(LAPSE).flatMap((event) => drafted({ ...input, event }));
  return drafts.filter((draft) => !others.some((other) => sameDestination(other.to, draft.to)));
}

function drafted(input: NoticeInput): readonly NoticeDraft[] {
  return NOTICES.filter((notice) => notice.on === input.event.body.type).flatMap((notice) => notice.render(input));
}

function sameDestination(one: Destination, other: Destination): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

const types = (...some: readonly EventType[]): ReadonlySet<EventType> => new Set(some);
const IMPLIED = types('claimed', 'resumed');
const SAYS_IT_ALL = types('contacted', 'verified', 'replied', 'answered', 'closed');
const RUNG = types('escalated');
const ORDER = types('supervised');
const LAPSE = types('lapsed');
