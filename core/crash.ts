/** Named moments at which a test (or a drill) kills the process, to prove what is promised about dying just there. */
export const CRASH_POINTS = [
  /** The message is stored; nobody has been told to read it. */
  'inbox-stored',
  /** A message's effects are committed; nobody has been told to send them. */
  'effects-written',
  /** An outgoing message is marked as being sent; the wire has not seen it. */
  'send-taken',
  /** The wire took it; that is not yet on record. */
  'wire-accepted',
] as const;
export type CrashPoint = (typeof CRASH_POINTS)[number];

/** Injected where a point lies, with the channel where one is concerned; does nothing outside tests and drills. */
export type Crash = (point: CrashPoint, channel?: string) => void;
