import type { SendOutcome } from './channel.ts';

/** What the working parts tell whoever counts. Telling costs nothing, never fails and never waits. */
export interface Signals {
  /** A send has come to an end; several messages where they were folded into one. */
  sent(
    channel: string,
    outcome: SendOutcome['kind'],
    messages: readonly { readonly name: string; readonly ticket: number | null }[],
    at: Date,
  ): void;
  /** A clock fired, so long after its moment. */
  fired(lateMs: number): void;
  /** One attempt at a message failed. */
  attemptFailed(): void;
  /** A model was asked; `answered` false: it gave nothing that could be used. */
  modelAsked(answered: boolean, tookMs: number): void;
  /** A loop came round without failing. */
  readonly turned: (loop: string) => void;
}
