import type { ReadResults } from '../commands/command.ts';
import type { Category } from '../config.ts';
import type { Clockwork } from '../deadlines/clockwork.ts';
import type { Directory } from '../directory.ts';
import type { TicketNumber } from '../ids.ts';
import type { Read } from '../report/reads.ts';
import type { RouteThresholds } from '../routing/index.ts';
import type { Ticket } from '../ticket/ticket.ts';
import type { OrderEars } from '../understand/model/order-ears.ts';
import type { Interpreter } from '../understand/port.ts';
import type { Effects } from './effects.ts';

/** What the house brings to every message: its configuration, its ears, and chance. All of it injected. */
export interface House {
  readonly directory: Directory;
  readonly interpreter: Interpreter;
  /** How people order, as learnt from examples; null: by the grammar alone. */
  readonly orders: OrderEars | null;
  readonly routing: RouteThresholds;
  readonly triage: {
    /** Confidence from which a problem told to the bot becomes a ticket by itself. */
    readonly open: number;
    /** The same in a group that did not call it. */
    readonly unasked: number;
    /** From here the duty desk is asked; below, the message is left alone. */
    readonly ask: number;
  };
  readonly clockwork: Clockwork;
  readonly categories: readonly Category[];
  /** Letters of the long ticket number, HC2026-0128. */
  readonly prefix: string;
  readonly codeMinutes: number;
  /** Said once to a newcomer of the work group; `{name}` and `{bot}` are filled in. */
  readonly greeting: string;
  /** Other names the bot is called by. */
  readonly botAliases: readonly string[];
  readonly random: () => number;
  /** Decides as if it spoke where it only listens: what comes of it is kept as what would have been, and never written as it is. */
  readonly aloud?: boolean;
}

/** What a step must have read before it can settle. */
export interface Needs {
  readonly tickets: readonly TicketNumber[];
  readonly reads: readonly Read[];
  /** Fresh ticket numbers. */
  readonly numbers: number;
}

export interface Found {
  readonly tickets: readonly Ticket[];
  readonly reads: ReadResults;
  readonly numbers: readonly TicketNumber[];
}

/** Deciding in two pure halves: first what must be known, then, with it, everything that changes. */
export interface Step {
  readonly needs: Needs;
  settle(found: Found): Effects;
}

export const NOTHING_NEEDED: Needs = { tickets: [], reads: [], numbers: 0 };
