import type { Worker } from 'node:worker_threads';
import { HouseError } from '../../core/errors.ts';
import { beside, startThread } from '../thread.ts';
import type { Delivery, Order, Work } from './press/main.ts';

/** A page takes a fifth of a second, the first one a second more; 10,000 rows take two. What takes this long hangs. */
const LONGEST_MS = 120_000;

interface Waiting {
  readonly done: (file: Uint8Array) => void;
  readonly failed: (error: Error) => void;
}

/**
 * Files are made in a thread of their own: up to seconds of pure computing, in which nobody would get his receipt. One thread a
 * process, started by the first file. It keeps the process from ending only while somebody waits for it.
 */
let thread: Worker | null = null;
let lastId = 0;
const waiting = new Map<number, Waiting>();

export function printed(work: Work): Promise<Uint8Array> {
  thread ??= started();
  const worker = thread;
  lastId += 1;
  const order: Order = { id: lastId, work };
  return new Promise((resolve, reject) => {
    worker.postMessage(order);
    worker.ref();
    const late = setTimeout(() => lost(worker, failure('timeout')), LONGEST_MS);
    const over = () => {
      clearTimeout(late);
      waiting.delete(order.id);
      if (waiting.size === 0) worker.unref();
    };
    waiting.set(order.id, {
      done(file) {
        over();
        resolve(file);
      },
      failed(error) {
        over();
        reject(error);
      },
    });
  });
}

function started(): Worker {
  const worker = startThread(beside(import.meta.url, './press/main'));
  worker.on('message', (delivery: Delivery) => {
    const one = waiting.get(delivery.id);
    if ('file' in delivery) one?.done(delivery.file);
    else if ('refused' in delivery) one?.failed(new HouseError(delivery.refused.code, delivery.refused.sentence));
    else one?.failed(failure(delivery.failed));
  });
  worker.on('error', (error) => lost(worker, failure(error)));
  worker.on('exit', () => lost(worker, failure('the thread ended')));
  worker.unref();
  return worker;
}

/** The thread is gone: who waits is told, and the next file starts another. */
function lost(worker: Worker, error: Error): void {
  if (thread !== worker) return;
  thread = null;
  void worker.terminate();
  for (const one of waiting.values()) one.failed(error);
}

function failure(cause: unknown): HouseError {
  return new HouseError('report-file', '文件没有做出来，请稍后再试。', { cause });
}
