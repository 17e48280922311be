import type { Message, Person } from '../../../bots/webchat/api.ts';

/** Puts news into a list kept in order of ids; older news of a message is dropped. */
export function merged(list: readonly Message[], news: readonly Message[]): Message[] {
  const byId = new Map(list.map((message) => [message.id, message]));
  for (const message of news) {
    const known = byId.get(message.id);
    if (!known || known.change < message.change) byId.set(message.id, message);
  }
  return [...byId.values()].toSorted((a, b) => a.id - b.id);
}

/** What the person has written and the server has not confirmed. */
export interface Pending {
  readonly clientId: string;
  readonly chat: string;
  readonly text: string;
  readonly quote: Message['quote'];
  readonly mentions: readonly string[];
  readonly files: Message['files'];
  readonly at: string;
  readonly state: 'sending' | 'failed';
  /** Why it failed, in words. */
  readonly why: string | null;
}

export interface Entry {
  /** Stable while a message goes from sending to sent. */
  readonly key: string;
  readonly message: Message;
  readonly mine: boolean;
  readonly state: 'sent' | 'sending' | 'failed';
  readonly why: string | null;
  /** A time to show above it. */
  readonly time: string | null;
  /** The first not read when the chat was opened. */
  readonly firstNew: boolean;
  /** Name and picture are shown: it begins a run of one author. */
  readonly head: boolean;
}

const TIME_GAP_MS = 5 * 60_000;
const RUN_GAP_MS = 3 * 60_000;

export interface View {
  readonly messages: readonly Message[];
  readonly pending: readonly Pending[];
  readonly me: Person;
  /** Id read up to when the chat was opened; null: show no line. */
  readonly readUpTo: number | null;
}

/** The conversation as it is shown. */
export function entriesOf({ messages, pending, me, readUpTo }: View): Entry[] {
  const waiting = new Map(pending.map((one) => [one.clientId, one]));
  const there = new Set(messages.flatMap((message) => message.clientId ?? []));
  const shown = [...messages, ...pending.filter((one) => !there.has(one.clientId)).map((one) => standIn(one, me))];
  let lineDrawn = readUpTo === null;
  return shown.map((message, i) => {
    const before = shown[i - 1];
    const gap = before ? Date.parse(message.at) - Date.parse(before.at) : Number.POSITIVE_INFINITY;
    const mine = message.author.key === me.key;
    const open = message.clientId === null ? undefined : waiting.get(message.clientId);
    const firstNew = !lineDrawn && !mine && message.id > (readUpTo ?? 0);
    lineDrawn ||= firstNew;
    const time = gap > TIME_GAP_MS ? message.at : null;
    const run = before && !before.recalled && before.author.key === message.author.key && gap < RUN_GAP_MS;
    const key = message.clientId ?? String(message.id);
    return {
      key,
      message,
      mine,
      state: open?.state ?? 'sent',
      why: open?.why ?? null,
      time,
      firstNew,
      head: !run || time !== null || firstNew,
    };
  });
}

/** Changes when one says something oneself: then the end is shown. */
export const ownNewest = (entries: readonly Entry[]): string | null => entries.findLast((entry) => entry.mine)?.key ?? null;

function standIn(one: Pending, me: Person): Message {
  return {
    id: 0,
    chat: one.chat,
    change: 0,
    author: { key: me.key, name: me.name },
    text: one.text,
    at: one.at,
    edited: false,
    recalled: false,
    quote: one.quote,
    mentions: [],
    buttons: [],
    files: one.files,
    clientId: one.clientId,
  };
}
