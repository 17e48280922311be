import type { Config } from '../config.ts';
import { checkDepartments } from './departments.ts';
import { checkBot, checkGroups, checkLimits } from './deployment.ts';
import { checkEnterprises, checkPostings } from './enterprises.ts';
import { checkPeople } from './people.ts';
import type { Problem } from './problem.ts';

/** The rules that reach over several entries or files. Each file by itself has passed its schema already. */
export function checkConfig(config: Config): readonly Problem[] {
  return [
    ...checkBot(config),
    ...checkLimits(config),
    ...checkDepartments(config),
    ...checkPeople(config),
    ...checkEnterprises(config),
    ...checkPostings(config),
    ...checkGroups(config),
  ];
}
