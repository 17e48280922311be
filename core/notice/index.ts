import type { EventType, TicketEvent } from '../ticket/events.ts';
import { amended } from './amended.ts';
import { answered, replied } from './answer.ts';
import { closed, closedToCohandlers, closedToCommissioner } from './closed.ts';
import { cohandlersAdded, cohandlersOfDispatch } from './cohandle.ts';
import { reopened, rework } from './comes-back.ts';
import { commissionerTold } from './commissioner.ts';
import { dispatch, returnedToFallback, transferIn } from './dispatch.ts';
import { absorbed, merged } from './merged.ts';
import type { Notice, NoticeDraft, NoticeInput } from './notice.ts';
import { supervised, urged } from './pressed.ts';
import { assigned, claimed, contacted, resumed, suspended, transferred } from './progress.ts';
import { rated } from './rated.ts';
import { receipt, triageReceipt } from './receipt.ts';
import { refined } from './refined.ts';
import { supplemented } from './supplement.ts';
import { transferOut } from './transfer-out.ts';
import { returnedToDesk, triageAsk } from './triage-ask.ts';
import { withdrawn, withdrawnToReporter } from './withdrawn.ts';

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
  assigned,
  replied,
  answered,
  transferIn,
  transferOut,
  transferred,
  returnedToDesk,
  returnedToFallback,
  suspended,
  resumed,
  closed,
  closedToCommissioner,
  closedToCohandlers,
  rated,
  rework,
  reopened,
  withdrawn,
  withdrawnToReporter,
  supplemented,
  amended,
  urged,
  supervised,
  merged,
  absorbed,
  refined,
];

/**
 * What one event says, and to whom. `alongside`: all events of the same change; steps that others only implied (签收 by answering,
 * 恢复 by closing) are on record but not announced beside the words that implied them.
 */
export function noticesFor(input: NoticeInput, alongside: readonly TicketEvent[] = []): readonly NoticeDraft[] {
  const { type } = input.event.body;
  if (IMPLIED.has(type) && alongside.some((event) => SAYS_IT_ALL.has(event.body.type))) return [];
  return NOTICES.filter((notice) => notice.on === type).flatMap((notice) => notice.render(input));
}

const IMPLIED: ReadonlySet<EventType> = new Set<EventType>(['claimed', 'resumed']);
const SAYS_IT_ALL: ReadonlySet<EventType> = new Set<EventType>(['contacted', 'replied', 'answered', 'closed']);
