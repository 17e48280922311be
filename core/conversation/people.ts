import type { ChatInfo, Directory, Member } from '../directory.ts';
import type { ChannelName } from '../ids.ts';
import type { Actor, Reporter, Ticket } from '../ticket/ticket.ts';
import type { Heard } from './heard.ts';

/** Works for the government in any role; the public reports, the office answers. */
export function isOffice(member: Member | null): member is Member {
  return member !== null && member.roles.some((role) => role !== 'entrepreneur');
}

export function actorOf(heard: Heard, member: Member | null): Actor {
  if (member) return { kind: 'member', member: member.id, name: member.name };
  if (heard.sender) return { kind: 'stranger', channel: heard.chat.channel, wireId: heard.sender.wireId, name: heard.sender.name };
  return { kind: 'house', part: 'understand' };
}

export function reporterOf(
  channel: string,
  sender: { wireId: string; name: string },
  directory: Directory,
): { reporter: Reporter; member: Member | null } {
  const identity = directory.identities.find((one) => one.channel === channel && one.wireId === sender.wireId);
  const member = directory.members.find((one) => one.active && one.id === identity?.member) ?? null;
  return { reporter: { member: member?.id ?? null, channel, wireId: sender.wireId, name: member?.name ?? sender.name }, member };
}

/** Reported by somebody who only named the enterprise: what its own people say of a touchy matter must not come to him. */
export function onlyNamed({ reporter, enterprise }: Ticket, directory: Directory): boolean {
  const member = directory.members.find((one) => one.id === reporter.member) ?? reporterOf(reporter.channel, reporter, directory).member;
  return member === null || (member.enterprise !== enterprise && !isOffice(member));
}

/** Where he can be answered alone: this chat if it is private, else his private chat on the same channel, else on any. */
export function privateChatOf(heard: Pick<Heard, 'chat' | 'sender'>, member: Member | null, directory: Directory): ChatInfo | null {
  if (heard.chat.kind === 'private') return heard.chat;
  const own = directory.identities
    .filter(
      (one) =>
        one.privateChat !== null &&
        (one.member === member?.id || (one.channel === heard.chat.channel && one.wireId === heard.sender?.wireId)),
    )
    .toSorted((a, b) => Number(b.channel === heard.chat.channel) - Number(a.channel === heard.chat.channel));
  return directory.chats.find((chat) => chat.id === own[0]?.privateChat && directory.channels.includes(chat.channel)) ?? null;
}

/** The duty desk's group: on the channel it is about, else on the first that has one. */
export function dutyChat(directory: Directory, about?: ChannelName): ChatInfo | null {
  const near = (chat: ChatInfo) => (chat.channel === about ? -1 : directory.channels.indexOf(chat.channel));
  const desks = directory.chats.filter((chat) => chat.role === 'duty' && directory.channels.includes(chat.channel));
  return desks.toSorted((a, b) => near(a) - near(b))[0] ?? null;
}
