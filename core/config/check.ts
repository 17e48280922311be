import type { Config, ConfigFileName } from '../config.ts';
import { checkDepartments } from './departments.ts';
import { checkBot, checkGroups, checkLimits } from './deployment.ts';
import { checkEnterprises, checkPostings } from './enterprises.ts';
import { checkPeople } from './people.ts';

/** One thing wrong in one place of one file, and what to do about it; both sentences are read by office staff. */
export interface Problem {
  readonly file: ConfigFileName;
  /** Where in the file's value: list indexes and keys. */
  readonly path: readonly (string | number)[];
  readonly what: string;
  readonly remedy: string;
}

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
