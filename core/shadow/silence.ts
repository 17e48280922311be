import type { OutboxDraft } from '../conversation/effects.ts';
import { dutyChat, isOffice } from '../conversation/people.ts';
import type { ChatInfo, Directory, Member } from '../directory.ts';
import type { ChatId } from '../ids.ts';
import type { Ticket } from '../ticket/ticket.ts';

/** Whether the bot only listens here: by command (this chat), or by SHADOW=1 wherever the public is met. */
export function listensOnly(directory: Directory, chat: ChatInfo, member: Member | null): boolean {
  if (chat.shadow !== undefined) return true;
  if (directory.shadow !== true) return false;
  return chat.role === 'work' || (chat.role === 'private' && !isOffice(member));
}

/** Whether anything may be said there. */
export function isSilent(directory: Directory, id: ChatId): boolean {
  const chat = directory.chats.find((one) => one.id === id);
  return chat !== undefined && listensOnly(directory, chat, ownerOf(directory, chat));
}

/** Where somebody who does not work for the government would read it. */
export function isPublic(directory: Directory, id: ChatId): boolean {
  const chat = directory.chats.find((one) => one.id === id);
  return chat?.role === 'work' || (chat?.kind === 'private' && !isOffice(ownerOf(directory, chat)));
}

/** Whether any chat at all is only listened to. */
export const anySilence = (directory: Directory): boolean =>
  directory.shadow === true || directory.chats.some((chat) => chat.shadow !== undefined);

function ownerOf(directory: Directory, chat: ChatInfo): Member | null {
  const identity = directory.identities.find((one) => one.privateChat === chat.id);
  return directory.members.find((one) => one.active && one.id === identity?.member) ?? null;
}

/**
 * Whether this is not to be said: in a chat that is only listened to, or to somebody of the public alone about what was reported in
 * such a chat. Who speaks to the bot himself (`heardIn`) is answered there all the same.
 */
export function isKeptBack(directory: Directory, said: OutboxDraft, ticket: Ticket | null, heardIn: ChatId | null): boolean {
  if (!anySilence(directory)) return false;
  if (isSilent(directory, said.chat)) return true;
  if (ticket === null || said.chat === heardIn || said.chat === ticket.sourceChat) return false;
  return isPublic(directory, said.chat) && isSilent(directory, ticket.sourceChat);
}

/** What was not said about a real ticket is somebody's answer all the same: the desk is asked to pass it on. null: there is no desk. */
export function passedOn(said: OutboxDraft, ticket: Ticket, directory: Directory, heldUntil: Date | null): OutboxDraft | null {
  const chat = directory.chats.find((one) => one.id === said.chat);
  const desk = dutyChat(directory, chat?.channel);
  if (!desk) return null;
  const where = chat?.kind === 'private' ? '反映人' : `“${chat?.title ?? '工作群'}”`;
  const text = ticket.sensitive
    ? `【旁听】#${ticket.number} 有一条给${where}的通知没有发出，内容不便在群里显示，请私聊${directory.botName}发「查询 ${ticket.number}」看了以后人工转告。`
    : `【旁听】给${where}的这条通知没有发出，请人工转告：\n${said.text}`;
  return {
    ...said,
    dedupeKey: `kept.${said.dedupeKey}`,
    chat: desk.id,
    text,
    mentions: [],
    quoteOf: null,
    buttons: [],
    mediaOf: ticket.sensitive ? [] : said.mediaOf,
    heldUntil,
  };
}
