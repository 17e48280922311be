import type { Server } from '../history/server.ts';

export type Backend = 'redis' | 'postgres';

/** What every ratio is given. The server is one for all sides, set up as the house delivers it. */
export interface Context {
  readonly root: string;
  readonly server: Server;
  readonly rounds: number;
  readonly backends: readonly Backend[];
  readonly size: Sizes;
  told(what: string): void;
}

/** How large a run is; the defaults are those of the table. */
export interface Sizes {
  /** Tickets a side and round. */
  readonly tickets: number;
  /** Chats side by side, and clients of the other side. */
  readonly chats: number;
  /** Messages of one chat under way at once. */
  readonly ahead: number;
  readonly backlog: number;
  readonly timers: number;
  readonly large: number;
}

/** One round: the value that is judged, and what each side did. */
export interface Round {
  readonly value: number;
  readonly sides: Readonly<Record<string, number>>;
}

/** One line of the table. */
export interface Line {
  /** On what: a backend, a command. */
  readonly of: string;
  readonly unit: string;
  readonly rounds: readonly Round[];
  /** null: said beside, and not judged. */
  readonly holds: ((median: number) => boolean) | null;
}

export interface Measured {
  readonly lines: readonly Line[];
  readonly notes: readonly string[];
}

/** One row of the table, in a file of its own. */
export interface Ratio {
  readonly id: string;
  readonly what: string;
  readonly aim: string;
  run(context: Context): Promise<Measured>;
}
