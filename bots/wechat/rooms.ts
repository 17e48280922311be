import { type Room, types, type Wechaty } from 'wechaty';
import type { ChatRef } from '../../core/channel.ts';
import { isSessionId } from './identity.ts';
import type { Log } from './log.ts';
import { cut } from './text.ts';
import { within } from './wait.ts';

/**
 * Rooms, and the names they go by.
 *
 * Web WeChat's room ids (`@@…`) are new at every login, so such a room is known as `topic:<群名>`: it survives logins, and
 * a change of topic is told to the house as a migration. A change while we are offline cannot be followed. Rooms with a
 * lasting id keep it.
 *
 * The house knows its rooms by title, and anybody can make a second room of the same name and pull the bot in. So a topic
 * has one owner, the room that bore it first; a namesake is handed on without title, hence as a stranger's room, and the
 * office is told. Where several bore it before we looked, none owns it.
 */
export interface Rooms {
  /** After login: which rooms there are, and who owns which topic. */
  refresh(): Promise<void>;
  chatOf(room: Room): Promise<ChatRef>;
  /** The id to use on the wire now; null: the bot is not in such a room. */
  rawId(wireId: string): Promise<string | null>;
  /** The topic changed; where that changes the wire id: from what to what. */
  renamed(room: Room, topic: string): { readonly from: ChatRef; readonly to: ChatRef } | null;
  left(roomId: string): void;
  /** The rooms of these topics (all: every room) that own their topic. */
  owned(topics: readonly string[]): ChatRef[];
  /** Topic → room, for rooms whose id lasts. */
  owners(): Record<string, string>;
  /** A new login: session ids are void, lasting ones stay. */
  forget(): void;
}

const firstLookMs = 2_000;

export function createRooms(bot: () => Wechaty, lookupMs: number, log: Log, kept: Readonly<Record<string, string>>): Rooms {
  const ownerOf = new Map(Object.entries(kept));
  /** Of every room met in this session. */
  const topicOf = new Map<string, string>();
  /** `topic:…` as first told to the house; it stays valid when the topic changes. */
  const sessionOf = new Map<string, string>();
  const disputed = new Set<string>();
  let looked: Promise<void> = Promise.resolve();

  async function listRooms(): Promise<string[]> {
    return within(lookupMs, 'listing rooms', bot().puppet.roomList());
  }

  async function topicFromWire(id: string): Promise<string> {
    const { topic } = await within(lookupMs, 'reading a room', bot().puppet.roomPayload(id));
    return cut(topic, 200).trim();
  }

  async function freshTopic(id: string): Promise<string> {
    // A puppet that does not answer this has nothing stale either.
    await renewed(bot().puppet, id, firstLookMs).catch(() => undefined);
    return topicFromWire(id);
  }

  function refresh(): Promise<void> {
    const looking = lookAround();
    looked = looking;
    return looking;
  }

  async function lookAround(): Promise<void> {
    const ids = await listRooms();
    const listed = new Set(ids);
    for (const [topic, id] of ownerOf) if (!listed.has(id)) ownerOf.delete(topic);
    const named = new Map<string, string[]>();
    const topics = await Promise.all(ids.map(async (id) => ({ id, topic: await freshTopic(id).catch(() => '') })));
    for (const { id, topic } of topics) {
      if (topic === '') continue;
      topicOf.set(id, topic);
      named.set(topic, [...(named.get(topic) ?? []), id]);
    }
    for (const [topic, bearers] of named) settle(topic, bearers);
  }

  function settle(topic: string, bearers: readonly string[]): void {
    const [first] = bearers;
    const owner = ownerOf.get(topic);
    disputed.delete(topic);
    if (bearers.length === 1 && first !== undefined) return own(topic, first);
    if (owner !== undefined && bearers.includes(owner)) return own(topic, owner);
    ownerOf.delete(topic);
    disputed.add(topic);
    log.error(
      { topic, rooms: bearers.length },
      'wechat: several rooms bear this topic, so none is taken for it; leave or rename the others',
    );
  }

  function own(topic: string, id: string): void {
    ownerOf.set(topic, id);
    if (isSessionId(id)) sessionOf.set(lastingId(topic), id);
  }

  function refOf(id: string, topic: string): ChatRef {
    if (topic !== '' && !ownerOf.has(topic) && !disputed.has(topic)) own(topic, id);
    const owns = topic !== '' && ownerOf.get(topic) === id;
    if (topic !== '' && !owns) log.warn({ topic, room: id }, 'wechat: a room that bears the topic of another is handed on without title');
    return { wireId: owns && isSessionId(id) ? lastingId(topic) : id, kind: 'group', title: owns ? topic : null };
  }

  return {
    refresh,
    async chatOf(room) {
      // A namesake that speaks right after the login must not win the topic before all rooms are known.
      await within(firstLookMs, 'listing rooms', looked).catch(() => undefined);
      const topic = topicOf.get(room.id) ?? (await topicFromWire(room.id));
      topicOf.set(room.id, topic);
      return refOf(room.id, topic);
    },
    async rawId(wireId) {
      const session = sessionOf.get(wireId);
      if (session !== undefined) return session;
      if (topicOf.has(wireId)) return wireId;
      if (!wireId.startsWith('topic:')) return (await listRooms()).includes(wireId) ? wireId : null;
      await refresh();
      return sessionOf.get(wireId) ?? null;
    },
    renamed(room, topic) {
      const before = topicOf.get(room.id) ?? '';
      const from = refOf(room.id, before);
      const after = cut(topic, 200).trim();
      if (ownerOf.get(before) === room.id) ownerOf.delete(before);
      topicOf.set(room.id, after);
      const to = refOf(room.id, after);
      return from.wireId === to.wireId ? null : { from, to };
    },
    left(roomId) {
      topicOf.delete(roomId);
      for (const [topic, id] of ownerOf) if (id === roomId) ownerOf.delete(topic);
      for (const [wireId, id] of sessionOf) if (id === roomId) sessionOf.delete(wireId);
    },
    owned(topics) {
      return [...ownerOf].flatMap(([topic, id]) => {
        const ours = topics.length === 0 || topics.includes(topic);
        return ours && topicOf.has(id) ? [refOf(id, topic)] : [];
      });
    },
    owners: () => Object.fromEntries([...ownerOf].filter(([, id]) => !isSessionId(id))),
    forget() {
      topicOf.clear();
      sessionOf.clear();
      disputed.clear();
      for (const [topic, id] of ownerOf) if (isSessionId(id)) ownerOf.delete(topic);
    },
  };
}

/**
 * Puppets cache rooms, and miss what was renamed while we were away: they must be told to ask again. wechaty's own
 * `roomPayloadDirty` does this too, but leaves a failed call unhandled, which ends the process.
 */
async function renewed(puppet: Wechaty['puppet'], id: string, ms: number): Promise<void> {
  let heard: () => void = () => undefined;
  const told = new Promise<void>((resolve) => {
    heard = resolve;
  });
  const onDirty = ({ payloadId }: { payloadId: string }): void => {
    if (payloadId === id) heard();
  };
  puppet.on('dirty', onDirty);
  try {
    await within(ms, 'renewing a room', Promise.all([Promise.resolve(puppet.dirtyPayload(types.Dirty.Room, id)), told]));
    await new Promise((resolve) => setImmediate(resolve));
  } finally {
    puppet.off('dirty', onDirty);
  }
}

function lastingId(topic: string): string {
  return `topic:${topic}`;
}
