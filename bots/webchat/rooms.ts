import type { ChatRef } from '../../core/channel.ts';
import type { ChatInfo, Directory, Member } from '../../core/directory.ts';
import { ChannelName } from '../../core/ids.ts';
import type { Person } from './api.ts';
import { BOT, STRANGER } from './api.ts';
import { describe, theStranger } from './people.ts';

export const WEBCHAT = ChannelName.parse('webchat');
const PRIVATE = 'dm:';

/** Who is asking. `member` null: the demo's stranger. */
export interface Viewer {
  readonly key: string;
  readonly name: string;
  readonly member: Member | null;
  readonly person: Person;
}

export interface Room {
  readonly wireId: string;
  readonly kind: 'group' | 'private';
  readonly role: 'work' | 'department' | 'duty' | 'private';
  readonly title: string;
  readonly members: readonly string[];
}

/** null: nobody here, no longer here, or a stranger outside a demo. */
export function viewerOf(key: string, directory: Directory, demo: boolean): Viewer | null {
  if (key === STRANGER) return demo ? { key, name: theStranger.name, member: null, person: theStranger } : null;
  const member = directory.members.find((one) => one.key === key && one.active);
  return member ? { key, name: member.name, member, person: describe(member, directory) } : null;
}

/** Every chat this person sees, and nothing else: the one place that answers it. */
export function roomsOf(viewer: Viewer, directory: Directory): Room[] {
  const groups = directory.chats.flatMap((chat) => {
    const room = groupRoom(chat, directory);
    return room && maySee(viewer.member, chat) ? [room] : [];
  });
  return viewer.member ? [...groups, privateRoom(viewer.member, directory)] : groups;
}

export function roomFor(viewer: Viewer, wireId: string, directory: Directory): Room | null {
  return roomsOf(viewer, directory).find((room) => room.wireId === wireId) ?? null;
}

/** The room as the bot sees it: any that exists. */
export function roomByWireId(wireId: string, directory: Directory): Room | null {
  const member = directory.members.find((one) => wireId === privateWireId(one.key));
  if (member) return privateRoom(member, directory);
  const chat = directory.chats.find((one) => one.channel === WEBCHAT && one.wireId === wireId);
  return chat ? groupRoom(chat, directory) : null;
}

export const privateWireId = (memberKey: string): string => `${PRIVATE}${memberKey}`;

/** As the house is told of it: it knows a private chat by its person. */
export function chatRef(room: Room, speaker: string): ChatRef {
  return { wireId: room.wireId, kind: room.kind, title: room.kind === 'private' ? speaker : room.title };
}

function maySee(member: Member | null, chat: ChatInfo): boolean {
  if (chat.role === 'work') return true;
  if (!member) return false;
  if (chat.role === 'duty') return member.roles.some((role) => role === 'duty' || role === 'manager' || role === 'admin');
  const works = member.roles.some((role) => role === 'official' || role === 'head' || role === 'commissioner');
  return chat.role === 'department' && works && member.department !== null && member.department === chat.department;
}

function groupRoom(chat: ChatInfo, directory: Directory): Room | null {
  if (chat.channel !== WEBCHAT || chat.kind !== 'group' || chat.role === 'private' || chat.role === 'unknown') return null;
  const members = directory.members.filter((member) => member.active && maySee(member, chat)).map((member) => member.key);
  return { wireId: chat.wireId, kind: 'group', role: chat.role, title: chat.title ?? chat.wireId, members: [BOT, ...members] };
}

function privateRoom(member: Member, directory: Directory): Room {
  return { wireId: privateWireId(member.key), kind: 'private', role: 'private', title: directory.botName, members: [BOT, member.key] };
}
