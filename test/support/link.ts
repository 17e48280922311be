import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A wire that can go bad in between: what passes through it may stop, without either end being told. */
export interface Link {
  readonly port: number;
  /** Nothing is forwarded any more, nothing is closed; whoever connects is let in and hears nothing. */
  hold(): void;
  /** What was held is reset at both ends; from now on all is well. */
  reset(): void;
  /** The connections that are there stay open and silent for ever; new ones are well. */
  strand(): void;
  /** Connections that are well. */
  open(): number;
  close(): Promise<void>;
}

interface Pair {
  readonly near: Socket;
  readonly far: Socket;
}

export async function openLink(to: () => number): Promise<Link> {
  const pairs = new Set<Pair>();
  const stranded = new Set<Socket>();
  let held = false;

  const server = createServer((near) => {
    near.on('error', () => near.destroy());
    if (held) {
      near.pause();
      stranded.add(near);
      return;
    }
    const far = connect(to(), '127.0.0.1');
    const pair = { near, far };
    pairs.add(pair);
    far.on('error', () => near.resetAndDestroy());
    near.on('close', () => drop(pair));
    far.on('close', () => drop(pair));
    near.pipe(far);
    far.pipe(near);
  });

  function drop(pair: Pair): void {
    if (!pairs.delete(pair)) return;
    pair.near.destroy();
    pair.far.destroy();
  }

  function silence({ near, far }: Pair): void {
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.unpipe(other);
      one.pause();
    }
  }

  function strand(): void {
    for (const pair of pairs) {
      silence(pair);
      for (const socket of [pair.near, pair.far]) {
        stranded.add(socket);
        socket.removeAllListeners('close');
        socket.on('close', () => stranded.delete(socket));
      }
    }
    pairs.clear();
  }

  function reset(): void {
    held = false;
    for (const socket of stranded) socket.resetAndDestroy();
    stranded.clear();
  }

  await listening(server);
  return {
    port: portOf(server),
    hold() {
      held = true;
      strand();
    },
    reset,
    strand,
    open: () => pairs.size,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      reset();
      for (const pair of pairs) drop(pair);
      await closed;
    },
  };
}

function listening(server: Server): Promise<void> {
  return new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('the link has no port');
  return address.port;
}
