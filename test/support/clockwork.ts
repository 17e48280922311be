import { join } from 'node:path';
import { clockworkOf } from '../../app/clockwork.ts';
import { loadConfig } from '../../app/config.ts';

/** The shipped calendar, limits and ladder. */
export const CLOCKWORK = clockworkOf(loadConfig(join(import.meta.dirname, '../../config')));
