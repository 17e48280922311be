import type { Log } from '../core/log.ts';
import { createLocalInterpreter } from '../core/understand/index.ts';
import { trainEars } from '../core/understand/model/ears.ts';
import type { Store } from '../prisma/store/index.ts';
import { createEarsSource, type EarsSource, type ShippedEars } from '../workers/ears/source.ts';

/** What ships. Until a corpus does there is nothing to train, and the reader of words and rules listens alone. */
export const SHIPPED: ShippedEars = {
  baseEars: () => trainEars([], (text) => [text]),
  corpus: () => ({ lessons: [], heldOut: [] }),
  hash: 'none',
  words: () => [],
  interpreter: (directory) => createLocalInterpreter(directory),
};

/** The ears of a process: the shipped ones, or the version that the office's corrections made. */
export function listeningOf(store: Store, log: Log): EarsSource {
  return createEarsSource(SHIPPED, (version) => store.ears.bytes(version), log);
}
