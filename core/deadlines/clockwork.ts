import type { LadderFile } from '../config/ladder.ts';
import type { LimitsFile } from '../config/limits.ts';
import type { NoticePolicy } from '../delivery/hold.ts';
import type { WorkCalendar } from './calendar.ts';

/** Everything clocks are set and read by: the office's calendar, limits, ladder and manners. Plain data and pure functions. */
export interface Clockwork {
  readonly calendar: WorkCalendar;
  readonly limits: LimitsFile;
  readonly ladder: LadderFile;
  readonly notices: NoticePolicy;
  /** Calendar days from 办结 to 归档. */
  readonly archiveAfterDays: number;
  /** Letters of the long ticket number, for the papers that bear it (督办单). */
  readonly prefix: string;
}
