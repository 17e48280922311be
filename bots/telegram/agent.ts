import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';

/** The code of an error whose request was certainly never written, whatever the system called it. */
export const beforeWrite = 'E_BEFORE_WRITE';

/**
 * Connections of our own, so that a failed send can say what is certain: an error before the connection is up
 * means nothing was written; the same error code afterwards means nobody knows. Closed with the channel.
 */
export function createAgent(apiRoot: string, connectMs: number): http.Agent {
  return apiRoot.startsWith('https:') ? new WatchedHttps(connectMs) : new WatchedHttp(connectMs);
}

/**
 * An idle connection is ours to close: before the server does, where it says how long it keeps one, and in any case after this. A send
 * written to a connection that the server is just closing might have arrived for all we know, and would end as a doubt.
 */
const IDLE_MS = 30_000;

class WatchedHttp extends http.Agent {
  readonly #connectMs: number;
  constructor(connectMs: number) {
    super({ keepAlive: true, timeout: IDLE_MS });
    this.#connectMs = connectMs;
  }
  override createConnection(...args: Parameters<http.Agent['createConnection']>) {
    return watched(super.createConnection(...args), 'connect', this.#connectMs);
  }
}

class WatchedHttps extends https.Agent {
  readonly #connectMs: number;
  constructor(connectMs: number) {
    super({ keepAlive: true, timeout: IDLE_MS });
    this.#connectMs = connectMs;
  }
  override createConnection(...args: Parameters<https.Agent['createConnection']>) {
    return watched(super.createConnection(...args), 'secureConnect', this.#connectMs);
  }
}

function watched(socket: Duplex | null | undefined, up: 'connect' | 'secureConnect', connectMs: number) {
  if (!socket) return socket;
  const limit = setTimeout(() => socket.destroy(new Error(`not connected within ${connectMs} ms`)), connectMs);
  const mark = (error: Error) => {
    Object.assign(error, { code: beforeWrite });
  };
  socket.prependListener('error', mark);
  socket.once('close', () => clearTimeout(limit));
  socket.once(up, () => {
    clearTimeout(limit);
    socket.off('error', mark);
  });
  return socket;
}
