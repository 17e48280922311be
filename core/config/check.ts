import type { Config } from '../config.ts';
import { checkCalendar } from './calendar-check.ts';
import { checkDepartments } from './departments.ts';
import { checkBot, checkGroups } from './deployment.ts';
import { checkEnterprises, checkPostings } from './enterprises.ts';
import { checkCategories, checkLadder } from './ladder-check.ts';
import { checkLimits } from './limits-check.ts';
import { checkPeople } from './people.ts';
import type { Problem } from './problem.ts';
import { checkReports } from './reports-check.ts';

/** The rules that reach over several entries or files. Each file by itself has passed its schema already. */
export function checkConfig(config: Config): readonly Problem[] {
  return [
    ...checkBot(config),
    ...checkLimits(config),
    ...checkCalendar(config),
    ...checkLadder(config),
    ...checkCategories(config),
    ...checkDepartments(config),
    ...checkPeople(config),
    ...checkEnterprises(config),
    ...checkPostings(config),
    ...checkGroups(config),
    ...checkReports(config),
  ];
}
