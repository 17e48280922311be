/** One clumsy edit of a shipped file, and what must be said about it. */
export interface Case {
  readonly title: string;
  readonly file: string;
  /** Text of the shipped file, and what a clumsy hand makes of it. */
  readonly edit: readonly [find: string, replacement: string];
  /** Text on the line that must be named. */
  readonly mark: string;
  readonly what: string;
  readonly remedy: string;
}
