import type { FastifyRequest } from 'fastify';
import { HouseError } from '../../../core/errors.ts';
import type { WebchatMessage } from '../../../prisma/store/webchat.ts';
import { ChatParam } from '../api.ts';
import type { Desk } from '../ports.ts';
import { type Room, roomFor, type Viewer } from '../rooms.ts';
import { signedIn } from '../sessions.ts';

export interface Entered {
  readonly viewer: Viewer;
  readonly room: Room;
}

/** Signed in, and sees this chat. A chat he does not see and one that does not exist are answered alike. */
export async function enter(request: FastifyRequest, desk: Desk): Promise<Entered> {
  const viewer = await signedIn(request, desk);
  const room = roomFor(viewer, ChatParam.parse(request.params).chat, await desk.directory());
  if (!room) throw new HouseError('no_such_chat', '没有这个会话，或者您不在其中。');
  return { viewer, room };
}

export async function messageIn(room: Room, id: number, desk: Desk): Promise<WebchatMessage> {
  const message = await desk.store.find(room.wireId, id);
  if (!message) throw new HouseError('no_such_message', '没有这条消息。');
  return message;
}
