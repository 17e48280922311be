import type { Button } from '../channel.ts';
import type { Directory } from '../directory.ts';
import type { ChatId, DepartmentCode, InboxId, MemberId } from '../ids.ts';
import { activeMember, departmentName, departmentOf } from '../routing/lookup.ts';
import { reachesReporterAlone, resolveDestination } from '../routing/resolve.ts';
import type { Reporter, Ticket } from '../ticket/ticket.ts';
import type { NoticeDraft, NoticeInput } from './notice.ts';
import { lines, memberName } from './words.ts';

/**
 * Who reads a notice. Everything that hides a sensitive ticket's content from groups is in this file: a notice writes its words
 * twice, `full` for whoever may read them and `bare` (number and department only) for a group, and never chooses itself.
 */
export interface Words {
  readonly name: string;
  readonly full: string;
  readonly bare: string;
  readonly buttons?: readonly (readonly Button[])[];
  readonly mention?: readonly MemberId[];
  readonly mediaOf?: InboxId | null;
  readonly urgent?: boolean;
}

/** A department, where it works. Only its own people are named there: a commissioner of another unit is not in its room. */
export function toDepartment(input: NoticeInput, code: DepartmentCode, given: Words): readonly NoticeDraft[] {
  const { ticket, directory } = input;
  const own = given.mention?.filter((member) => activeMember(directory, member)?.department === code);
  const words = own === undefined ? given : { ...given, mention: own };
  const to = { to: 'department', code } as const;
  const passOn = `请值班席转告${departmentName(directory, code)}：`;
  if (!ticket.sensitive) return [{ to, ...open(words, input), publicText: lines(passOn, words.full) }];
  const { chats, fellBack } = resolveDestination(to, ticket, directory);
  if (!fellBack && chats.every((chat) => chat.kind === 'private'))
    return [{ to, ...open(words, input), publicText: lines(passOn, words.bare) }];
  const group: NoticeDraft = { to, ...closed(words, input), publicText: lines(passOn, words.bare) };
  return [group, ...alone(input, whoMayRead(code, ticket, directory), words)];
}

/**
 * Whether what is said to a department reaches this member there: the chat is his own, or (`named`) he is mentioned in its room.
 */
export function reachedAt({ ticket, directory }: NoticeInput, code: DepartmentCode, member: MemberId, named = true): boolean {
  const { chats, fellBack } = resolveDestination({ to: 'department', code }, ticket, directory);
  if (fellBack) return false;
  const ofUnit = activeMember(directory, member)?.department === code;
  return chats.some((chat) =>
    directory.identities.some(
      (one) =>
        one.member === member && (chat.kind === 'group' ? named && ofUnit && one.channel === chat.channel : one.privateChat === chat.id),
    ),
  );
}

/** The department that has it, and the commissioner who leads it. */
export function toHandling(input: NoticeInput, words: Words): readonly NoticeDraft[] {
  const { department, handler, commissioner } = input.ticket;
  const office = department === null ? toDuty(input, words) : toDepartment(input, department, words);
  // Where he is of that very unit and is named in its room, he has read it.
  const named = commissioner !== null && words.mention?.includes(commissioner) === true;
  const leads =
    commissioner !== null && handler === commissioner && !(named && department !== null && reachedAt(input, department, commissioner));
  return leads ? [...office, toMember(input, commissioner, { ...words, name: `${words.name}-commissioner` })] : office;
}

export function toDuty(input: NoticeInput, words: Words): readonly NoticeDraft[] {
  const { ticket, directory } = input;
  const to = { to: 'duty' } as const;
  if (!ticket.sensitive) return [{ to, ...open(words, input) }];
  const { chats } = resolveDestination(to, ticket, directory);
  if (chats.every((chat) => chat.kind === 'private')) return [{ to, ...open(words, input) }];
  const desk = directory.members.filter((member) => member.active && member.roles.includes('duty')).map((member) => member.id);
  return [{ to, ...closed(words, input) }, ...alone(input, desk, words)];
}

/**
 * One person alone; where he cannot be written to, the duty desk is asked to pass it on. The commissioner of a sensitive ticket is
 * not named even there: his name tells which enterprise it is about.
 */
export function toMember(input: NoticeInput, member: MemberId, words: Words): NoticeDraft {
  const unnamed = input.ticket.sensitive && member === input.ticket.commissioner;
  const passOn = `请值班席转告${unnamed ? '该企业的特派员' : memberName(input.directory, member)}：`;
  const { mention: _group, ...rest } = open(words, input);
  return { to: { to: 'member', member }, ...rest, publicText: lines(passOn, input.ticket.sensitive ? words.bare : words.full) };
}

export interface ReporterWords {
  readonly name: string;
  readonly full: string;
  /** What a group may read of a sensitive ticket, without the full stop: `#128 已有答复`. */
  readonly bare: string;
  readonly buttons?: readonly (readonly Button[])[];
  readonly mediaOf?: InboxId | null;
}

/** What he asked for, said where he asked; of a sensitive ticket the group reads only that there is something. */
export function whereAsked(input: NoticeInput, words: ReporterWords): readonly NoticeDraft[] {
  const { ticket, directory } = input;
  const said = open(words, input);
  if (!ticket.sensitive) return [{ to: { to: 'source' }, ...said, mentionReporter: true, quoteSource: true }];
  const inPrivate = sourceIsPrivate(ticket, directory);
  if (reachesReporterAlone(ticket, directory)) {
    const content: NoticeDraft = { to: { to: 'reporter' }, ...said, publicText: null };
    const hint: NoticeDraft = {
      to: { to: 'source' },
      name: `${words.name}-group`,
      text: `${words.bare}，请看私聊。`,
      mentionReporter: true,
    };
    return inPrivate ? [content] : [content, hint];
  }
  const how = `${words.bare}，内容不便在群里说，请私聊${directory.botName}发「查询 ${ticket.number}」。`;
  return [{ to: { to: 'source' }, name: words.name, text: how, mentionReporter: true }];
}

/** What the ticket came to, for the others who told of the same matter; each alone, and where he cannot be reached the group has it. */
export function alsoTold({ ticket, directory }: NoticeInput, name: string, text: string): readonly NoticeDraft[] {
  if (ticket.sensitive) return [];
  // He may have told of it twice, under two numbers that are one by now.
  const told = new Set<ChatId | null>([privateChatOf(ticket.reporter, directory)]);
  return ticket.also.flatMap(({ reporter, inbox }) => {
    const chat = privateChatOf(reporter, directory);
    if (chat === null || told.has(chat)) return [];
    told.add(chat);
    return [{ to: { to: 'chat', chat } as const, name: `${name}-also:${inbox}`, text }];
  });
}

/** Where this person can be written to alone, on the channel he spoke on; null: nowhere. */
export function privateChatOf({ channel, wireId }: Reporter, directory: Directory): ChatId | null {
  const own = directory.identities.find((one) => one.channel === channel && one.wireId === wireId)?.privateChat ?? null;
  return directory.chats.some((chat) => chat.id === own && directory.channels.includes(chat.channel)) ? own : null;
}

/** Progress, for him alone; a group is not troubled with it unless `publicText` says so. */
export function aside(name: string, text: string, publicText: string | null = null): NoticeDraft {
  return { to: { to: 'reporter' }, name, text, publicText };
}

/** Of a sensitive ticket, all that officials' groups read. */
export function bareLine(head: string, ticket: Ticket, directory: Directory): string {
  return lines(head, `内容不便在群里说，请私聊${directory.botName}发「查询 ${ticket.number}」查看。`);
}

function sourceIsPrivate(ticket: Ticket, directory: Directory): boolean {
  return directory.chats.some((chat) => chat.id === ticket.sourceChat && chat.kind === 'private');
}

type Common = Omit<NoticeDraft, 'to' | 'publicText'>;

function open(words: Omit<Words, 'bare'>, { ticket }: NoticeInput): Common {
  const { name, full, buttons, mention, mediaOf, urgent } = words;
  return {
    name,
    text: full,
    ...(buttons === undefined ? {} : { buttons }),
    ...(mention === undefined ? {} : { mention }),
    ...(mediaOf === undefined || mediaOf === null ? {} : { mediaOf }),
    urgent: urgent ?? ticket.urgency !== 'normal',
  };
}

/** For a group that must not read the content: no words, no files. */
function closed(words: Words, input: NoticeInput): Common {
  return open({ ...words, full: words.bare, mediaOf: null }, input);
}

/** What the group could not read, for each who may; where it read everything nobody needs it again. */
function alone(input: NoticeInput, members: readonly MemberId[], words: Words): readonly NoticeDraft[] {
  if (words.full === words.bare) return [];
  const reachable = members.filter((member) => reachesAlone(member, input.ticket, input.directory));
  const { mention: _group, ...rest } = open({ ...words, name: `${words.name}-private` }, input);
  return reachable.map((member) => ({ to: { to: 'member', member }, ...rest, publicText: null }));
}

/** Whoever has the ticket in this department; before that whoever is on duty; without either its heads, then its officials. */
function whoMayRead(code: DepartmentCode, ticket: Ticket, directory: Directory): readonly MemberId[] {
  const ofDepartment = directory.members.filter((member) => member.active && member.department === code);
  const handler = ofDepartment.find((member) => member.id === ticket.handler);
  const onDuty = activeMember(directory, departmentOf(directory, code)?.onDuty ?? null);
  const groups = [
    handler === undefined ? [] : [handler.id],
    onDuty === null ? [] : [onDuty.id],
    ofDepartment.filter((member) => member.roles.includes('head')).map((member) => member.id),
    ofDepartment.filter((member) => member.roles.includes('official')).map((member) => member.id),
  ];
  return groups.map((ids) => ids.filter((id) => reachesAlone(id, ticket, directory))).find((ids) => ids.length > 0) ?? [];
}

function reachesAlone(member: MemberId, ticket: Ticket, directory: Directory): boolean {
  const { chats, fellBack } = resolveDestination({ to: 'member', member }, ticket, directory);
  return !fellBack && chats.length > 0;
}
