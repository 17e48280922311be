import type { Capabilities } from '../../core/channel.ts';

/** A wire that can do everything and stands in nobody's way, for tests of what the house does by itself. */
export const generous: Capabilities = {
  quote: true,
  mention: true,
  buttons: true,
  edits: true,
  recalls: true,
  media: { kinds: ['image'], maxBytes: 1000 },
  textLimit: 1000,
  pushWindowMs: null,
  pace: { perMinute: 1000, perChatPerMinute: 1000, fold: false },
  idempotentSend: false,
};
