import type { WebchatMessage } from '../../prisma/store/webchat.ts';

export type HubEvent =
  | { readonly kind: 'message'; readonly message: WebchatMessage }
  | { readonly kind: 'read'; readonly reader: string; readonly chat: string; readonly lastReadId: number };

/** Tells the open streams of this process what was just written. What a stream misses it reads from the database. */
export interface WebchatHub {
  publish(event: HubEvent): void;
  /** @returns how to stop listening */
  subscribe(listener: (event: HubEvent) => void): () => void;
}

export function createWebchatHub(): WebchatHub {
  const listeners = new Set<(event: HubEvent) => void>();
  return {
    publish(event) {
      for (const listener of listeners) listener(event);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
