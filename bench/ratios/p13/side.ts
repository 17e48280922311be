import type { BotApi, Citizen } from './town.ts';

/** A bot under measure: ours or the peer. */
export interface Side {
  readonly name: 'house' | 'peer';
  /** What its receipt to the citizen is known by. */
  isReceipt(text: string): boolean;
  /** Starts it afresh, with nothing from before, and resolves when it asks for updates. */
  start(api: BotApi, people: readonly Citizen[]): Promise<Running>;
}

export interface Running {
  /** Tickets in its database now. */
  tickets(): Promise<number>;
  /** Processor time of all its processes since they began; null: cannot be told here. */
  cpuSeconds(): number | null;
  stop(): Promise<void>;
}
