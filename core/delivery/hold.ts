import { z } from 'zod';
import { shanghaiDate } from '../deadlines/shanghai.ts';
import type { Urgency } from '../ticket/ticket.ts';

/** `21:00`, Asia/Shanghai. */
const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

export const NoticePolicy = z.strictObject({
  /** How long a notice waits for others of its chat, to go out as one message with them; 0: it does not wait. */
  windowMinutes: z.int().min(0).max(120),
  /** How long what there is to say to a busy chat may wait for its like, on wires that fold; 0: only for the breath between two messages. */
  bundleSeconds: z.int().min(0).max(60).default(15),
  /** `from` is within, `to` is not; may reach over midnight. */
  quiet: z.strictObject({ from: TimeOfDay, to: TimeOfDay }),
});
export type NoticePolicy = z.infer<typeof NoticePolicy>;

/** How urgent the ticket is, and whether this notice of it must not wait for others. */
export interface Noticed {
  readonly urgency: Urgency;
  readonly urgent: boolean;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Until when a notice of the clock is kept back; null: it goes at once. In the quiet hours only 特急 goes. */
export function heldUntil({ urgency, urgent }: Noticed, now: Date, policy: NoticePolicy): Date | null {
  if (urgency === 'critical') return null;
  const tonight = quietUntil(now, policy);
  if (tonight !== null || urgent || policy.windowMinutes === 0) return tonight;
  const due = new Date(now.getTime() + policy.windowMinutes * MINUTE);
  return quietUntil(due, policy) ?? due;
}

/** When the quiet hours end that this moment lies in; null: it lies in none. */
export function quietUntil(at: Date, { quiet }: NoticePolicy): Date | null {
  const midnight = new Date(`${shanghaiDate(at)}T00:00:00+08:00`).getTime();
  const from = midnight + minutesOf(quiet.from) * MINUTE;
  const to = midnight + minutesOf(quiet.to) * MINUTE;
  const now = at.getTime();
  if (from < to) return now >= from && now < to ? new Date(to) : null;
  if (now < to) return new Date(to);
  return now >= from ? new Date(to + DAY) : null;
}

function minutesOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}
