/** A machine code, a sentence for people, and whether the outcome is certain (false: it may have happened). */
export class HouseError extends Error {
  readonly code: string;
  /** In Chinese, for whoever reads it in a chat or a terminal. */
  readonly sentence: string;
  readonly certain: boolean;

  constructor(code: string, sentence: string, options: { certain?: boolean; cause?: unknown } = {}) {
    super(`${code}: ${sentence}`, { cause: options.cause });
    this.name = 'HouseError';
    this.code = code;
    this.sentence = sentence;
    this.certain = options.certain ?? true;
  }
}

/** Makes a switch exhaustive: a new case of a union fails to compile here. */
export function unreachable(value: never): never {
  throw new Error(`unreachable case: ${JSON.stringify(value)}`);
}
