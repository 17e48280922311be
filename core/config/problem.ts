import type { ConfigFileName } from '../config.ts';

/** One thing wrong in one place of one file, and what to do about it; both sentences are read by office staff. */
export interface Problem {
  readonly file: ConfigFileName;
  /** Where in the file's value: list indexes and keys. */
  readonly path: readonly (string | number)[];
  readonly what: string;
  readonly remedy: string;
}
