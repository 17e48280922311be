import { z } from 'zod';
import { AmountText } from '../deadlines/amount.ts';
import { Card, RungAct, Told } from '../deadlines/rung.ts';

/**
 * When a rung is reached. `40%`: that share of the limit; `warning`: the 黄牌 moment; `due`: the deadline; `due+2h`, `due+1d`: so
 * long after it; `due+100%`: a whole limit after it.
 */
export const RungMoment = z.string().regex(/^(\d{1,2}%|warning|due|due\+\d{1,5}[mhd]|due\+\d{1,3}%)$/);
export type RungMoment = z.infer<typeof RungMoment>;

const RungName = z
  .string()
  .regex(/^[a-z][a-z-]*$/)
  .max(24);

export const RungEntry = z.strictObject({
  /** Part of the key that makes it happen once: not to be renamed while tickets are open. */
  rung: RungName,
  at: RungMoment,
  tell: z.array(Told).min(1),
  card: Card.nullable().default(null),
  act: RungAct.default('remind'),
  /** The leaders' digest: waits for the next working morning. */
  digest: z.boolean().default(false),
});
export type RungEntry = z.infer<typeof RungEntry>;

const StepLadder = z.strictObject({
  rungs: z.array(RungEntry).min(1),
  /** After the last rung, again and again until somebody moves: nobody's problem goes quiet. */
  again: z.strictObject({ every: AmountText, tell: z.array(Told).min(1) }),
});
export type StepLadder = z.infer<typeof StepLadder>;

const personKey = z.string().regex(/^[a-z][a-z0-9-]*$/);

export const LadderFile = z.strictObject({
  /** 黄牌: so long before a deadline; of a limit under a day, at this share of it. */
  warning: z.strictObject({ before: AmountText, share: z.number().gt(0).lt(1) }),
  steps: z.strictObject({
    dispatch: StepLadder,
    claim: StepLadder,
    contact: StepLadder,
    verify: StepLadder,
    answer: StepLadder,
    close: StepLadder,
    review: StepLadder,
  }),
  /** Who sits where: keys of people.yaml. */
  bodies: z.strictObject({
    /** 督查考核办. */
    supervision: z.array(personKey).min(1),
    /** Readers of the leaders' digest. */
    leaders: z.array(personKey).min(1),
  }),
});
export type LadderFile = z.infer<typeof LadderFile>;
