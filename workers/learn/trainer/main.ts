import { parentPort } from 'node:worker_threads';
import { type TrainingOrder, type TrainingResult, trainVersion } from '../../../core/learning/train.ts';
import { segmentOf } from '../../ears/segment.ts';

/** Runs in a thread of its own (../trainer.ts starts it): texts come in, a version goes out. */
export interface Task {
  readonly order: TrainingOrder;
  readonly words: string;
}

export type Outcome = { readonly result: TrainingResult } | { readonly failed: string };

parentPort?.once('message', ({ order, words }: Task) => {
  parentPort?.postMessage(outcomeOf(order, words));
});

function outcomeOf(order: TrainingOrder, words: string): Outcome {
  try {
    return { result: trainVersion(order, segmentOf(words)) };
  } catch (error) {
    // Only where it failed: a message in it might quote a text.
    return { failed: error instanceof Error ? `${error.name} ${error.stack?.split('\n')[1]?.trim() ?? ''}` : 'unknown' };
  }
}
