import type { Outcome } from '../ticket/ticket.ts';

/** How a closing sentence says it ended; saying nothing of it means 解决. */
export function readOutcome(words: string): Outcome {
  if (/部分(?:已)?解决|解决了?一?部分/.test(words)) return 'partly';
  if (/解决不了|(?:未|没有?|无法|不能|难以)(?:得到|能|够|予以)*解决/.test(words)) return 'unsolved';
  return 'solved';
}
