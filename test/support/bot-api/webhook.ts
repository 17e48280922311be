import { z } from 'zod';
import type { WireUpdate } from './types.ts';
import type { UpdateQueue } from './updates.ts';

export interface WebhookState {
  readonly url: string;
  readonly secret: string;
  readonly maxConnections: number;
}

export interface Delivery {
  readonly updateId: number;
  readonly status: number;
}

const chatIdOf = z.object({ chat: z.object({ id: z.number() }) });

/**
 * Delivers as Telegram does: one queue per chat, its head is tried again until a 2xx comes and holds up only its
 * own chat; `Retry-After` is obeyed (shortened here, so that tests are quick).
 */
export function createWebhookDelivery(updates: () => UpdateQueue, retryMs: number) {
  let hook: WebhookState | null = null;
  let lastError: string | null = null;
  const busy = new Set<string>();
  const deliveries: Delivery[] = [];
  const timers = new Set<NodeJS.Timeout>();
  const flying = new Set<Promise<void>>();
  const closing = new AbortController();

  function wake(): void {
    if (hook === null || closing.signal.aborted) return;
    for (const update of updates().pending()) {
      const queue = queueOf(update);
      if (busy.has(queue)) continue;
      if (busy.size >= hook.maxConnections) return;
      busy.add(queue);
      const flight = deliver(update, queue, hook).finally(() => flying.delete(flight));
      flying.add(flight);
    }
  }

  async function deliver(update: WireUpdate, queue: string, to: WebhookState): Promise<void> {
    const status = await post(update, to);
    deliveries.push({ updateId: update.update_id, status });
    if (status >= 200 && status < 300) {
      lastError = null;
      updates().confirm(update);
      busy.delete(queue);
      wake();
      return;
    }
    lastError = status === 0 ? 'Connection failed' : `Wrong response from the webhook: ${status}`;
    const timer = setTimeout(() => {
      timers.delete(timer);
      busy.delete(queue);
      wake();
    }, retryMs);
    timers.add(timer);
  }

  async function post(update: WireUpdate, to: WebhookState): Promise<number> {
    const headers = { 'content-type': 'application/json', ...(to.secret === '' ? {} : { 'x-telegram-bot-api-secret-token': to.secret }) };
    try {
      const response = await fetch(to.url, { method: 'POST', headers, body: JSON.stringify(update), signal: closing.signal });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return 0;
    }
  }

  return {
    deliveries,
    wake,
    state: () => hook,
    lastError: () => lastError,
    set(next: WebhookState | null): void {
      hook = next;
      wake();
    },
    /** Delivers this update once more, as after an answer that got lost on the way. */
    async again(update: WireUpdate): Promise<void> {
      if (hook !== null) deliveries.push({ updateId: update.update_id, status: await post(update, hook) });
    },
    async close(): Promise<void> {
      closing.abort();
      for (const timer of timers) clearTimeout(timer);
      await Promise.allSettled(flying);
    },
  };
}

function queueOf(update: WireUpdate): string {
  for (const [kind, value] of Object.entries(update)) {
    const content = chatIdOf.safeParse(value);
    if (content.success) return `${kind} ${content.data.chat.id}`;
  }
  return `update ${update.update_id}`;
}
