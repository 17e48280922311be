import { Worker } from 'node:worker_threads';

/**
 * A thread of pure computing.
 * @param main its file, as compiled; in development the source beside it is run
 */
export function startThread(main: URL): Worker {
  return main.href.endsWith('.ts') ? fromSource(main) : new Worker(main);
}

/** A thread does not get its parent's loader of TypeScript by itself. */
function fromSource(main: URL): Worker {
  const loader = import.meta.resolve('tsx/esm/api');
  return new Worker(`import('${loader}').then((tsx) => { tsx.register(); return import('${main.href}'); });`, { eval: true });
}

/** `./press/main` beside the file that asks, in the form that file is in. */
export function beside(asker: string, path: string): URL {
  return new URL(`${path}${asker.endsWith('.ts') ? '.ts' : '.js'}`, asker);
}
