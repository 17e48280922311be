import type { Clock } from '../../core/clock.ts';
import type { Directory } from '../../core/directory.ts';
import type { WebchatStore } from '../../prisma/store/webchat.ts';
import type { WebchatHub } from './hub.ts';
import type { Log } from './log.ts';
import type { Offering } from './offering.ts';
import type { Queues } from './queues.ts';
import type { WebchatSettings } from './settings.ts';

/** What the routes work with. */
export interface Desk {
  readonly store: WebchatStore;
  readonly directory: () => Promise<Directory>;
  readonly settings: WebchatSettings;
  readonly clock: Clock;
  readonly log: Log;
  readonly hub: WebchatHub;
  readonly queues: Queues;
  readonly offering: Offering;
  /** Consumes a one-time code; null: wrong, used or expired. */
  readonly redeemCode: (code: string) => Promise<string | null>;
  /** Streams open now, each with the way to end it. */
  readonly streams: Set<() => void>;
}
