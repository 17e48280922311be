import type { Ticket } from '../ticket/ticket.ts';
import type { Understanding } from '../understand/port.ts';
import type { Heard, HeardMessage, RecentMessage, Situation } from './heard.ts';
import type { House } from './house.ts';

/** What speaks for a message's being part of a ticket's conversation. */
export interface Thread {
  readonly ticket: Ticket;
  readonly score: number;
  /** His own last word on it is this long ago; null: none lately. */
  readonly lastOwnMs: number | null;
  /** What an official said on it since his last word, if anything. */
  readonly officeSaid: RecentMessage | null;
  readonly similar: number;
  /** So many grams are the same. */
  readonly shared: number;
  /** He speaks to the department's official by name. */
  readonly callsOffice: boolean;
  /** He says its number. */
  readonly numbered: boolean;
  /** It is over, and he tells of trouble of the same kind with a word of return. */
  readonly again: boolean;
}

export interface Words {
  readonly house: House;
  readonly heard: Heard;
  readonly body: HeardMessage;
  readonly situation: Situation;
  readonly understood: Understanding;
}
