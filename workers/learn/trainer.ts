import type { Worker } from 'node:worker_threads';
import { HouseError } from '../../core/errors.ts';
import type { TrainingOrder, TrainingResult } from '../../core/learning/train.ts';
import { beside, startThread } from '../thread.ts';
import type { Outcome, Task } from './trainer/main.ts';

/** Training takes half a minute; what takes this long hangs. */
const LONGEST_MS = 300_000;

/**
 * In a thread of its own, which ends with it: half a minute of pure computing, in which nobody would get his receipt.
 */
export async function trained(order: TrainingOrder, words: string): Promise<TrainingResult> {
  const thread = startThread(beside(import.meta.url, './trainer/main'));
  try {
    return await answerOf(thread, { order, words });
  } finally {
    await thread.terminate();
  }
}

function answerOf(thread: Worker, task: Task): Promise<TrainingResult> {
  return new Promise((resolve, reject) => {
    const failed = (cause: unknown) => reject(new HouseError('not-trained', '训练没有做成。', { cause }));
    const late = setTimeout(() => failed('timeout'), LONGEST_MS);
    thread.once('message', (outcome: Outcome) => {
      if ('result' in outcome) resolve(outcome.result);
      else failed(outcome.failed);
    });
    thread.once('error', failed);
    thread.once('exit', () => {
      clearTimeout(late);
      failed('the thread ended');
    });
    thread.postMessage(task);
  });
}
