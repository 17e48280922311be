import type { Clock } from '../core/clock.ts';
import { dutyChat } from '../core/conversation/people.ts';
import type { ChannelName } from '../core/ids.ts';
import type { Store } from '../prisma/store/index.ts';
import { doubtKey, type Unshown } from '../prisma/store/outbox.ts';

const MINUTE_MS = 60_000;
/** A doubt that no desk saw for so long helps nobody any more. */
const SHOWN_WITHIN_MS = 30 * 24 * 60 * MINUTE_MS;
/** A chat that threw the bot out refuses everything: after the first the desk reads of what was refused since, once in so long. */
const FOLD_MS = 10 * MINUTE_MS;
const TICKETS_NAMED = 15;

interface Doubts {
  readonly channel: ChannelName;
  readonly store: Store;
  readonly clock: Clock;
}

/** Shows doubtful and refused sends to the duty desk, each once, by what they were and where, never by their content. */
export function createDoubts({ channel, store, clock }: Doubts): () => Promise<void> {
  /** When the desk was last told that a chat refuses. Forgotten at a restart: a line more. */
  const toldOf = new Map<number, number>();

  function isDue([first]: readonly Unshown[], now: number): boolean {
    return first === undefined || first.status === 'unknown' || now >= (toldOf.get(first.chat) ?? 0) + FOLD_MS;
  }

  return async () => {
    const directory = await store.directory.current();
    const desk = dutyChat(directory, channel);
    if (!desk) return;
    const now = clock.now();
    const unshown = await store.outbox.unshown(channel, desk.id, new Date(now.getTime() - SHOWN_WITHIN_MS));
    for (const alike of byFate(unshown)) {
      const [first, ...others] = alike;
      if (first === undefined || !isDue(alike, now.getTime())) continue;
      const where = directory.chats.find((one) => one.id === first.chat)?.title ?? '私聊';
      const told = { dedupeKey: doubtKey(first.id), chat: desk.id, kind: 'doubt', text: lineOf(alike, where) };
      await store.outbox.tell({ ...told, with: others.map(({ id }) => doubtKey(id)) }, now);
      if (first.status === 'refused') toldOf.set(first.chat, now.getTime());
    }
  };
}

/** Of one chat, all that ended alike. */
function byFate(unshown: readonly Unshown[]): Iterable<readonly Unshown[]> {
  const groups = new Map<string, Unshown[]>();
  for (const one of unshown) {
    const key = `${one.chat} ${one.status}`;
    const known = groups.get(key);
    if (known) known.push(one);
    else groups.set(key, [one]);
  }
  return groups.values();
}

function lineOf(alike: readonly Unshown[], where: string): string {
  const [first] = alike;
  const tickets = [...new Set(alike.flatMap(({ ticket }) => (ticket === null ? [] : [`#${ticket}`])))];
  const fate = first?.status === 'unknown' ? '可能没有送到，没有重发，以免重复' : '没能送到（对方拒收或已不在）';
  const ids = alike.length === 1 ? `o${first?.id}` : `o${first?.id} 至 o${alike.at(-1)?.id}`;
  const named = tickets.slice(0, TICKETS_NAMED).join('、') + (tickets.length > TICKETS_NAMED ? ' 等' : '');
  const what = `${named === '' ? '' : `${named} 的`}${alike.length === 1 ? '一' : ` ${alike.length} `}条消息`;
  return `【送达存疑】发往“${where}”的${what}${fate}，请人工确认。（编号 ${ids}）`;
}
