import { ApiRefusal, type WireUpdate } from './types.ts';

interface Poller {
  readonly offset: number;
  readonly limit: number;
  readonly answer: (updates: WireUpdate[]) => void;
  readonly refuse: (why: ApiRefusal) => void;
  readonly timer: NodeJS.Timeout;
}

const conflictPoller = 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running';

export type UpdateQueue = ReturnType<typeof createUpdateQueue>;

/**
 * Updates wait until they are confirmed: by getUpdates with a higher offset, or by a webhook's 2xx.
 * `onNew` wakes the webhook.
 */
export function createUpdateQueue(onNew: () => void) {
  let pending: WireUpdate[] = [];
  let nextId = 1_000;
  let poller: Poller | null = null;
  let allowed: readonly string[] | null = null;

  /** `always`: even if nobody asked for its kind; for updates that no Telegram would send. */
  function push(content: Record<string, unknown>, always = false): WireUpdate {
    const update: WireUpdate = { update_id: nextId++, ...content };
    const wanted = always || allowed === null || Object.keys(content).some((kind) => allowed?.includes(kind));
    if (wanted) pending.push(update);
    serve();
    onNew();
    return update;
  }

  function serve(): void {
    if (poller === null) return;
    const ready = due(poller.offset, poller.limit);
    if (ready.length > 0) release(poller)?.answer(ready);
  }

  function due(offset: number, limit: number): WireUpdate[] {
    return pending.filter((update) => update.update_id >= offset).slice(0, limit);
  }

  function release(one: Poller): Poller | null {
    clearTimeout(one.timer);
    if (poller === one) poller = null;
    return one;
  }

  async function poll(request: { offset: number; limit: number; timeoutMs: number; gone: AbortSignal }): Promise<WireUpdate[]> {
    if (poller !== null) release(poller)?.refuse(new ApiRefusal(409, conflictPoller));
    // A negative offset counts from the end and forgets everything before it.
    const offset = request.offset < 0 ? (pending.at(request.offset)?.update_id ?? pending[0]?.update_id ?? 0) : request.offset;
    pending = pending.filter((update) => update.update_id >= offset);
    const ready = due(offset, request.limit);
    if (ready.length > 0 || request.timeoutMs === 0) return ready;
    return new Promise((answer, refuse) => {
      const timer = setTimeout(() => release(waiting)?.answer([]), request.timeoutMs);
      const waiting: Poller = { offset, limit: request.limit, answer, refuse, timer };
      poller = waiting;
      request.gone.addEventListener('abort', () => release(waiting)?.answer([]));
    });
  }

  return {
    push,
    poll,
    pending: (): readonly WireUpdate[] => pending,
    confirm(update: WireUpdate): void {
      pending = pending.filter((one) => one !== update);
    },
    allow(kinds: readonly string[] | null): void {
      allowed = kinds;
    },
    dropAll(): void {
      pending = [];
    },
    polling: () => poller !== null,
    close(): void {
      if (poller !== null) release(poller)?.answer([]);
    },
  };
}
