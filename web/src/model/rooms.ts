import { computed, type Ref, ref, shallowRef } from 'vue';
import type { Chat, Message, Person } from '../../../bots/webchat/api.ts';
import type { Api } from '../api/calls.ts';
import { merged } from './timeline.ts';

export interface RoomState {
  readonly chat: Chat;
  readonly messages: readonly Message[];
  /** The newest page is here. */
  readonly loaded: boolean;
  /** Older ones are to be had. */
  readonly more: boolean;
}

export interface Rooms {
  readonly list: Ref<readonly RoomState[]>;
  readonly people: Ref<ReadonlyMap<string, Person>>;
  /** @returns where the live stream goes on from */
  load(): Promise<number>;
  /** Only the numbers and the last lines, without what was said. */
  peek(): Promise<void>;
  open(id: string): Promise<void>;
  older(id: string): Promise<void>;
  take(message: Message): void;
  read(id: string, lastReadId: number): void;
  get(id: string): RoomState | undefined;
  /** Where a wide page begins: the work group. */
  first(): string | null;
}

/** The chats one sees, and as much of each as was loaded. */
export function createRooms(api: Pick<Api, 'chats' | 'newest' | 'before'>, me: Person): Rooms {
  const rooms = shallowRef<readonly RoomState[]>([]);
  const people = ref<ReadonlyMap<string, Person>>(new Map());

  const get = (id: string): RoomState | undefined => rooms.value.find((room) => room.chat.id === id);
  const put = (id: string, change: (room: RoomState) => RoomState): void => {
    rooms.value = rooms.value.map((room) => (room.chat.id === id ? change(room) : room));
  };

  return {
    list: computed(() => rooms.value.toSorted((a, b) => lastId(b) - lastId(a))),
    people,
    get,
    first: () => (rooms.value.find((room) => room.chat.role === 'work') ?? rooms.value[0])?.chat.id ?? null,
    async load() {
      const { chats, people: known, cursor } = await api.chats();
      people.value = new Map(known.map((person) => [person.key, person]));
      rooms.value = chats.map((chat) => ({ chat, messages: [], loaded: false, more: true }));
      return cursor;
    },
    async peek() {
      const { chats } = await api.chats();
      for (const { id, unread, last, lastReadId } of chats)
        put(id, (room) => ({ ...room, chat: { ...room.chat, unread, last, lastReadId } }));
    },
    async open(id) {
      if (get(id)?.loaded !== false) return;
      const { messages, more } = await api.newest(id);
      // What came over the stream while the page was on its way is in none of them but here.
      const oldest = more ? (messages[0]?.id ?? 0) : 0;
      put(id, (room) => ({ ...room, messages: merged(room.messages, messages).filter((one) => one.id >= oldest), loaded: true, more }));
    },
    async older(id) {
      const oldest = get(id)?.messages[0];
      if (!oldest || get(id)?.more !== true) return;
      const { messages, more } = await api.before(id, oldest.id);
      put(id, (room) => ({ ...room, messages: merged(room.messages, messages), more }));
    },
    take(message) {
      put(message.chat, (room) => {
        const { chat } = room;
        const isNew = message.id > (chat.last?.id ?? 0);
        // The stream begins a little before the cursor: what was counted already is not counted again.
        const counts = isNew && message.author.key !== me.key && message.id > chat.lastReadId && !message.recalled;
        const newer = isNew || (message.id === chat.last?.id && message.change > chat.last.change);
        const next = { ...chat, unread: chat.unread + (counts ? 1 : 0), last: newer ? message : chat.last };
        return { ...room, chat: next, messages: belongs(room, message) ? merged(room.messages, [message]) : room.messages };
      });
    },
    read(id, lastReadId) {
      put(id, (room) => {
        if (lastReadId < room.chat.lastReadId) return room;
        const unread =
          lastReadId >= (room.chat.last?.id ?? 0)
            ? 0
            : room.messages.filter((one) => one.id > lastReadId && one.author.key !== me.key).length;
        return { ...room, chat: { ...room.chat, lastReadId, unread } };
      });
    },
  };
}

/** Not before the oldest loaded: there would be a hole after it. Its page brings it when it is asked for. */
function belongs(room: RoomState, message: Message): boolean {
  const oldest = room.messages[0];
  return !room.loaded || oldest === undefined || !room.more || message.id >= oldest.id;
}

const lastId = (room: RoomState): number => room.chat.last?.id ?? 0;
