import { z } from 'zod';
import { AmountText } from './amount.ts';
import { Step } from './steps.ts';

/** What starts or moves a clock. Moments are ISO strings (UTC). */
export const ClockSetting = z.object({
  step: Step,
  startedAt: z.string(),
  limit: AmountText,
  dueAt: z.string(),
  /** 黄牌. */
  warnAt: z.string(),
  /** When it was set so: rungs that lay before it and before the deadline were never to come. */
  setAt: z.string(),
});
export type ClockSetting = z.infer<typeof ClockSetting>;

/** One clock of a ticket: the fold of the events that started, moved, met and climbed it. */
export const TicketClock = ClockSetting.extend({
  /** How often this step's clock was started: 重办 and 转办 start it anew, and its rungs are climbed anew. */
  round: z.int().positive(),
  /** When the step was taken; null: it runs (or is paused with the ticket). */
  metAt: z.string().nullable(),
  /** Rungs climbed in this round, in order. */
  done: z.array(z.string()),
  /** Stopped without having been taken: it went elsewhere. Kept, since its rounds must go on counting: a rung's key is used once. */
  dropped: z.literal(true).optional(),
});
export type TicketClock = z.infer<typeof TicketClock>;

/** A stretch in which the ticket's clocks stand still. */
export const Pause = z.object({
  kind: z.enum(['suspended', 'waiting', 'extension']), // 挂账 / 等企业 / 延期
  from: z.string(),
  /** null: it lasts. A granted 延期 knows its end. */
  to: z.string().nullable(),
  reason: z.string(),
});
export type Pause = z.infer<typeof Pause>;

/** 延期, as asked and decided. */
export const Extension = z.object({
  state: z.enum(['asked', 'granted', 'declined']),
  /** Working days. */
  days: z.int().positive(),
  reason: z.string(),
  askedAt: z.string(),
});
export type Extension = z.infer<typeof Extension>;

/** The pause that lasts; null: the clocks run. */
export function openPause(pauses: readonly Pause[]): Pause | null {
  return pauses.find((pause) => pause.to === null) ?? null;
}

/** Ends what lasts; a pause that never was stays as it is. */
export function endPause(pauses: readonly Pause[], at: string): Pause[] {
  return pauses.map((pause) => (pause.to === null ? { ...pause, to: at } : pause));
}

/** The steps that were taken; their clocks stop, each once. */
export function meet(clocks: readonly TicketClock[], steps: readonly Step[], at: string): TicketClock[] {
  return clocks.map((clock) => (clock.metAt === null && steps.includes(clock.step) ? { ...clock, metAt: at } : clock));
}

/** Clocks of steps that are no longer asked of anybody: the ticket went elsewhere before they were taken. */
export function drop(clocks: readonly TicketClock[], steps: readonly Step[], at: string): TicketClock[] {
  return clocks.map((clock) => (clock.metAt === null && steps.includes(clock.step) ? { ...clock, metAt: at, dropped: true } : clock));
}

export function runningClock(clocks: readonly TicketClock[], step: Step): TicketClock | null {
  return clocks.find((clock) => clock.step === step && clock.metAt === null) ?? null;
}

/** Started: a new round with no rung climbed. Moved: the same round with another end. */
export function setClocks(clocks: readonly TicketClock[], settings: readonly ClockSetting[], mode: 'start' | 'move'): TicketClock[] {
  const set = settings.map((setting): TicketClock => {
    const before = clocks.find((clock) => clock.step === setting.step);
    if (mode === 'move' && before) return { ...before, ...setting, setAt: before.setAt };
    return { ...setting, round: (before?.round ?? 0) + 1, metAt: null, done: [] };
  });
  return [...clocks.filter((clock) => !set.some((one) => one.step === clock.step)), ...set];
}

export function climb(clocks: readonly TicketClock[], step: Step, rung: string): TicketClock[] {
  return clocks.map((clock) => (clock.step === step ? { ...clock, done: [...clock.done, rung] } : clock));
}
