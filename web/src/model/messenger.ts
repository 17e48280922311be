import { computed, type Ref, ref, watch } from 'vue';
import type { Limits, Message, News, Person } from '../../../bots/webchat/api.ts';
import type { Api } from '../api/calls.ts';
import { ApiError, sentenceOf } from '../api/http.ts';
import { type Live, type LiveState, openLive } from '../api/live.ts';
import { lineOf } from '../text/line.ts';
import { type Composer, createComposer } from './composer.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import { createRooms, type RoomState, type Rooms } from './rooms.ts';
import { type Entry, entriesOf } from './timeline.ts';

export interface Messenger {
  readonly me: Person;
  readonly bot: Person;
  readonly limits: Limits;
  readonly api: Api;
  readonly rooms: Rooms;
  readonly outbox: Outbox;
  readonly state: Ref<LiveState>;
  readonly loading: Ref<boolean>;
  readonly trouble: Ref<string>;
  readonly unread: Ref<number>;
  readonly active: Ref<string | null>;
  readonly room: Ref<RoomState | null>;
  readonly composer: Ref<Composer | null>;
  readonly members: Ref<readonly Person[]>;
  readonly entries: Ref<readonly Entry[]>;
  start(): Promise<void>;
  stop(): void;
  open(id: string | null): Promise<void>;
  /** The newest is on the screen. */
  seen(): void;
  send(): void;
  recall(message: Message): Promise<void>;
  press(message: Message, data: string): Promise<void>;
  complain(sentence: string): void;
  /** Comes to the front, or goes to the back. */
  visible(is: boolean): void;
}

export interface MessengerParts {
  readonly api: Api;
  readonly me: Person;
  readonly bot: Person;
  readonly limits: Limits;
  readonly storage: Storage;
}

const wait = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
const TROUBLE_MS = 4_000;
/** A tab in the back gives its stream up after this long. */
const HIDDEN_MS = 30_000;
/** … and then only looks now and then whether something waits, for the number in its title. */
const PEEK_MS = 10_000;
const AGAIN_MS = 3_000;

/** One person at his chats: what is loaded, what is being written, and the line to the server. */
export function createMessenger({ api, me, bot, limits, storage }: MessengerParts): Messenger {
  const rooms = createRooms(api, me);
  const state = ref<LiveState>('connecting');
  const loading = ref(true);
  const trouble = ref('');
  const active = ref<string | null>(null);
  const readUpTo = ref<number | null>(null);
  const composers = new Map<string, Composer>();
  let live: Live | null = null;
  let stopped = false;
  let reopening: ReturnType<typeof setTimeout> | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  let hiding: ReturnType<typeof setTimeout> | undefined;
  let peeking: ReturnType<typeof setInterval> | undefined;
  let quiet: ReturnType<typeof setTimeout> | undefined;

  const outbox = createOutbox({ api, storage, name: `mashangban.outbox.${me.key}`, onSent: (message) => rooms.take(message), wait });
  const room = computed(() => rooms.list.value.find((one) => one.chat.id === active.value) ?? null);
  const members = computed(() => (room.value?.chat.members ?? []).flatMap((key) => rooms.people.value.get(key) ?? []));
  const unread = computed(() => rooms.list.value.reduce((sum, one) => sum + one.chat.unread, 0));
  const entries = computed(() => {
    const pending = outbox.pending.value.filter((one) => one.chat === active.value);
    return entriesOf({ messages: room.value?.loaded ? room.value.messages : [], pending, me, readUpTo: readUpTo.value });
  });
  const stopTitle = watch([unread, room], () => {
    document.title = `${unread.value > 0 ? `(${unread.value > 99 ? '99+' : unread.value}) ` : ''}${room.value?.chat.title ?? '消息'} · 马上办`;
  });

  function complain(sentence: string): void {
    trouble.value = sentence;
    clearTimeout(quiet);
    quiet = setTimeout(() => {
      trouble.value = '';
    }, TROUBLE_MS);
  }

  async function attempt<T>(job: () => Promise<T>): Promise<T | null> {
    try {
      return await job();
    } catch (error) {
      complain(sentenceOf(error));
      return null;
    }
  }

  function onNews(news: News): void {
    if (news.type === 'message') {
      const known = rooms.get(news.message.chat) !== undefined;
      if (known) rooms.take(news.message);
      else void reload();
    } else if (news.type === 'read') rooms.read(news.chat, news.lastReadId);
    else void reload();
  }

  /** Everything anew, the open chat included. */
  async function reload(): Promise<void> {
    live?.stop();
    const cursor = await attempt(() => rooms.load());
    if (stopped) return;
    if (cursor === null) {
      state.value = 'offline';
      again = setTimeout(() => void reload(), AGAIN_MS);
      return;
    }
    loading.value = false;
    live = openLive({ api, cursor, onNews, onState: (now) => (state.value = now) });
    if (active.value) await open(active.value);
  }

  async function open(id: string | null): Promise<void> {
    const changed = active.value !== id;
    active.value = id;
    if (id === null || !rooms.get(id)) return;
    const before = rooms.get(id)?.chat;
    if (changed) readUpTo.value = before && before.unread > 0 && before.lastReadId > 0 ? before.lastReadId : null;
    await attempt(() => rooms.open(id));
    clearTimeout(reopening);
    if (!rooms.get(id)?.loaded && active.value === id && !stopped) reopening = setTimeout(() => void open(id), AGAIN_MS);
  }

  function rest(): void {
    live?.pause();
    peeking = setInterval(() => void rooms.peek().catch(() => undefined), PEEK_MS);
  }

  function composerOf(id: string): Composer {
    const known = composers.get(id) ?? createComposer({ api, fileBytes: limits.fileBytes, onTrouble: complain });
    composers.set(id, known);
    return known;
  }

  async function rewrite(original: Message, text: string): Promise<void> {
    if (text === original.text) return;
    const edited = await attempt(() => insist(() => api.edit(original.chat, original.id, text)));
    if (edited) rooms.take(edited);
  }

  /** What the house had no time for is asked again: the same request is the same deed. */
  async function insist<T>(job: () => Promise<T>): Promise<T> {
    for (let tries = 0; ; tries += 1) {
      try {
        return await job();
      } catch (error) {
        if (!(error instanceof ApiError) || !error.passing || tries >= 3) throw error;
        await wait(700 * 2 ** tries);
      }
    }
  }

  return {
    me,
    bot,
    limits,
    api,
    rooms,
    outbox,
    state,
    loading,
    trouble,
    unread,
    active,
    room,
    members,
    entries,
    composer: computed(() => (active.value === null ? null : composerOf(active.value))),
    start: reload,
    stop() {
      stopped = true;
      live?.stop();
      outbox.stop();
      stopTitle();
      clearInterval(peeking);
      for (const timer of [again, reopening, hiding, quiet]) clearTimeout(timer);
    },
    open,
    seen() {
      const chat = room.value?.chat;
      const newest = room.value?.messages.at(-1)?.id;
      if (!chat || newest === undefined || newest <= chat.lastReadId) return;
      rooms.read(chat.id, newest);
      // A lost mark comes with the next one; it is not worth a complaint.
      api.read(chat.id, newest).catch(() => undefined);
    },
    send() {
      const id = active.value;
      const composer = id === null ? null : composerOf(id);
      const original = composer?.editing.value;
      const written = composer?.take(members.value);
      if (id === null || !written) return;
      if (original) return void rewrite(original, written.text);
      readUpTo.value = null;
      const quote = written.quote && { id: written.quote.id, author: written.quote.author.name, text: lineOf(written.quote) };
      const at = new Date().toISOString();
      outbox.send({
        clientId: crypto.randomUUID(),
        chat: id,
        text: written.text,
        quote,
        mentions: written.mentions,
        files: [...written.files],
        at,
      });
    },
    async recall(message) {
      const recalled = await attempt(() => insist(() => api.recall(message.chat, message.id)));
      if (recalled) rooms.take(recalled);
    },
    async press(message, data) {
      const pressId = crypto.randomUUID();
      await attempt(() => insist(() => api.press(message.chat, message.id, data, pressId)));
    },
    complain,
    visible(is) {
      clearTimeout(hiding);
      clearInterval(peeking);
      if (is) live?.nudge();
      else hiding = setTimeout(rest, HIDDEN_MS);
    },
  };
}
