import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import type { Directory } from '../../../core/directory.ts';
import { ChatParam, type Chats, type Done, type Page, PageQuery, type Person, Read } from '../api.ts';
import { toMessage } from '../encode.ts';
import { describe, theBot } from '../people.ts';
import type { Desk } from '../ports.ts';
import { changesAMinute } from '../quota.ts';
import { type Room, roomsOf, type Viewer } from '../rooms.ts';
import { signedIn } from '../sessions.ts';
import { enter } from './enter.ts';

/** What one sees: the chats, their pages, and how far one has read. */
export function chatRoutes(app: FastifyInstance, desk: Desk): void {
  const { store, directory, hub, settings } = desk;

  app.get('/api/chats', async (request): Promise<z.infer<typeof Chats>> => {
    const viewer = await signedIn(request, desk);
    // Read before the rest: what happens in between comes once more over the stream, and is not missed.
    const cursor = await store.lastChange();
    const known = await directory();
    const rooms = roomsOf(viewer, known);
    return { chats: await describeRooms(rooms, viewer, desk), people: peopleIn(rooms, viewer, known), cursor };
  });

  app.get('/api/chats/:chat/messages', async (request): Promise<z.infer<typeof Page>> => {
    const { room, viewer } = await enter(request, desk);
    const { before, after, limit } = PageQuery.parse(request.query);
    const found = await store.page(room.wireId, { before: before ?? null, after: after ?? null, limit: limit + 1 });
    const more = found.length > limit;
    const kept = after === undefined && more ? found.slice(1) : found.slice(0, limit);
    return { messages: kept.map((message) => toMessage(message, viewer.key)), more };
  });

  app.post('/api/chats/:chat/read', changesAMinute(desk, settings.changesPerMinute), async (request): Promise<z.infer<typeof Done>> => {
    const { room, viewer } = await enter(request, desk);
    const { lastReadId } = Read.parse(request.body);
    await store.markRead(viewer.key, room.wireId, lastReadId);
    hub.publish({ kind: 'read', reader: viewer.key, chat: ChatParam.parse(request.params).chat, lastReadId });
    return { ok: true };
  });
}

async function describeRooms(rooms: readonly Room[], viewer: Viewer, { store }: Desk): Promise<z.infer<typeof Chats>['chats']> {
  const ids = rooms.map((room) => room.wireId);
  const [unread, newest] = await Promise.all([store.unread(viewer.key, ids), store.lastMessages(ids)]);
  return rooms.map((room) => {
    const count = unread.find((one) => one.chat === room.wireId);
    const last = newest.find((one) => one.chat === room.wireId);
    return {
      id: room.wireId,
      title: room.title,
      kind: room.kind,
      role: room.role,
      members: viewer.member ? [...room.members] : [...room.members, viewer.key],
      unread: count?.unread ?? 0,
      lastReadId: count?.lastReadId ?? 0,
      last: last ? toMessage(last, viewer.key) : null,
    };
  });
}

function peopleIn(rooms: readonly Room[], viewer: Viewer, directory: Directory): Person[] {
  const keys = new Set(rooms.flatMap((room) => room.members));
  const members = directory.members.filter((member) => keys.has(member.key)).map((member) => describe(member, directory));
  return [theBot(directory), ...members, ...(viewer.member ? [] : [viewer.person])];
}
