import { z } from 'zod';

const MINUTE = 60_000;

/** All that differs between a demo on a laptop and an office behind its own domain. */
export const WebchatSettings = z.strictObject({
  /** Visitors pick whom to be. Off: sign-in by a one-time code. */
  demo: z.boolean(),
  /** Where the built page lies; null: the API alone. */
  pageDir: z.string().nullable().default(null),
  /** `https://chat.example.gov.cn` where a proxy stands in front; null: whatever host the request names. */
  origin: z.url().nullable().default(null),
  recallMs: z
    .int()
    .positive()
    .default(2 * MINUTE),
  editMs: z
    .int()
    .positive()
    .default(24 * 60 * MINUTE),
  sessionMs: z
    .int()
    .positive()
    .default(30 * 24 * 60 * MINUTE),
  fileBytes: z
    .int()
    .positive()
    .default(10 * 1024 * 1024),
  /** Per address; guessing a code must stay hopeless. */
  signinsPerMinute: z.int().positive().default(5),
  /** Over all addresses together. */
  signinsPerMinuteInAll: z.int().positive().default(60),
  /** Per person, of each kind: posts, edits, recalls, presses, marks of reading. */
  changesPerMinute: z.int().positive().default(120),
  /** Per person. */
  uploadsPerMinute: z.int().positive().default(30),
  /** Live streams of one session at once: a browser's tabs. */
  streams: z.int().positive().default(20),
  /** How often a silent stream shows it is alive, and its session is looked at again. */
  heartbeatMs: z.int().positive().default(20_000),
});
export type WebchatSettings = z.infer<typeof WebchatSettings>;
export type WebchatSettingsInput = z.input<typeof WebchatSettings>;
