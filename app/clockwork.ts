import type { Config } from '../core/config.ts';
import type { Clockwork } from '../core/deadlines/clockwork.ts';
import { calendarOf } from './holidays.ts';

/** The office's files, made ready to reckon with. */
export function clockworkOf(config: Config): Clockwork {
  const { limits, ladder, bot } = config;
  return { calendar: calendarOf(config), limits, ladder, notices: bot.notices, archiveAfterDays: bot.archiveAfterDays, prefix: bot.prefix };
}
