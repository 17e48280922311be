import type { Interpreter, Understanding, Utterance } from './port.ts';

/** A few hundred short texts: what is being talked about just now, and not what a bench or an exam reads in a row. */
const KEPT = 400;
const LONGEST_KEPT = 400;

/**
 * One message is read by itself, then as a piece of what its sender has just said, and again with each of the next ones: the same words, the same
 * answer. Reading is the dearest thing the house does in its own head.
 */
export function remembered(understand: Interpreter['understand']): Interpreter['understand'] {
  /** In order of use: the first was not asked for the longest. */
  const kept = new Map<string, Understanding>();
  return (utterance) => {
    if (utterance.text.length > LONGEST_KEPT) return understand(utterance);
    const key = keyOf(utterance);
    const known = kept.get(key) ?? understand(utterance);
    kept.delete(key);
    kept.set(key, known);
    const [oldest] = kept.keys();
    if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
    return known;
  };
}

const keyOf = ({ speaker, media, text }: Utterance): string => `${speaker} ${media} ${text}`;
