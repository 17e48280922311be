import { z } from 'zod';

/**
 * The steps that have a limit. `dispatch`: the duty desk places it; `claim` 签收; `contact` 首次联系; `verify` 核实; `answer` 答复;
 * `close` 办结; `return`: until when it may be handed back (退单); `review`: a paused ticket is looked at again.
 */
export const Step = z.enum(['dispatch', 'claim', 'contact', 'verify', 'answer', 'close', 'return', 'review']);
export type Step = z.infer<typeof Step>;

/** In the order of a ticket's life; where two rungs fall on one moment, the earlier step is told first. */
export const STEPS: readonly Step[] = Step.options;

/** Steps that somebody must take in time. A limit that only closes a door (退单) or opens a look (review) is none. */
export type PromisedStep = Exclude<Step, 'return' | 'review'>;
export const PROMISED: readonly PromisedStep[] = ['dispatch', 'claim', 'contact', 'verify', 'answer', 'close'];

export const STEP_LABEL: Readonly<Record<Step, string>> = {
  dispatch: '派单',
  claim: '签收',
  contact: '首次联系',
  verify: '核实',
  answer: '答复',
  close: '办结',
  return: '退单',
  review: '复核',
};
