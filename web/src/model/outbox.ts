import { computed, type Ref, ref } from 'vue';
import { z } from 'zod';
import { FileRef, Message } from '../../../bots/webchat/api.ts';
import type { Api } from '../api/calls.ts';
import { ApiError, sentenceOf } from '../api/http.ts';
import type { Pending } from './timeline.ts';

const Kept = z.array(
  z.object({
    clientId: z.string(),
    chat: z.string(),
    text: z.string(),
    quote: Message.shape.quote,
    mentions: z.array(z.string()),
    files: z.array(FileRef),
    at: z.string(),
    state: z.enum(['sending', 'failed']),
    why: z.string().nullable(),
  }),
);

export interface OutboxParts {
  readonly api: Pick<Api, 'post'>;
  /** Kept over a reload under this name. */
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
  readonly name: string;
  readonly onSent: (message: Message) => void;
  readonly wait: (ms: number) => Promise<void>;
}

export interface Outbox {
  readonly pending: Ref<readonly Pending[]>;
  send(one: Omit<Pending, 'state' | 'why'>): void;
  resend(clientId: string): void;
  drop(clientId: string): void;
  stop(): void;
}

const PAUSES_MS = [500, 1_000, 2_000, 4_000, 8_000];

/**
 * Sends one after another, so that a chat's messages arrive in the order written. Each keeps its clientId through all tries:
 * however often it is repeated, it is one message.
 */
export function createOutbox({ api, storage, name, onSent, wait }: OutboxParts): Outbox {
  const list = ref<readonly Pending[]>(remembered(storage, name));
  let running = false;
  let stopped = false;

  function update(next: readonly Pending[]): void {
    list.value = next;
    storage.setItem(name, JSON.stringify(next));
  }
  const drop = (clientId: string): void => update(list.value.filter((one) => one.clientId !== clientId));
  const mark = (clientId: string, state: Pending['state'], why: string | null): void =>
    update(list.value.map((one) => (one.clientId === clientId ? { ...one, state, why } : one)));

  async function run(): Promise<void> {
    if (running) return;
    running = true;
    for (let next = waiting(); next && !stopped; next = waiting()) await deliver(next);
    running = false;
  }
  const waiting = (): Pending | undefined => list.value.find((one) => one.state === 'sending');

  async function deliver(one: Pending): Promise<void> {
    for (let tries = 0; !stopped; tries += 1) {
      try {
        const draft = {
          clientId: one.clientId,
          text: one.text,
          quote: one.quote?.id ?? null,
          mentions: one.mentions,
          files: one.files.map((file) => file.token),
        };
        onSent(await api.post(one.chat, draft));
        return drop(one.clientId);
      } catch (error) {
        const pause = PAUSES_MS[tries];
        const passing = error instanceof ApiError && error.passing;
        if (!passing || pause === undefined) return mark(one.clientId, 'failed', sentenceOf(error));
        await wait(pause);
      }
    }
  }

  void run();
  return {
    pending: computed(() => list.value),
    send(one) {
      update([...list.value, { ...one, state: 'sending', why: null }]);
      void run();
    },
    resend(clientId) {
      mark(clientId, 'sending', null);
      void run();
    },
    drop,
    stop() {
      stopped = true;
    },
  };
}

function remembered(storage: OutboxParts['storage'], name: string): readonly Pending[] {
  const text = storage.getItem(name);
  if (text === null) return [];
  try {
    return Kept.parse(JSON.parse(text));
  } catch {
    return [];
  }
}
