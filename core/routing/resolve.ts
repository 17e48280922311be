import type { ChatInfo, Directory, Role } from '../directory.ts';
import { unreachable } from '../errors.ts';
import type { ChannelName, ChatId, DepartmentCode, MemberId } from '../ids.ts';
import type { Destination, NoticeDraft } from '../notice/notice.ts';
import type { Ticket } from '../ticket/ticket.ts';
import { activeMember, departmentName, departmentOf, presentMember, standIn } from './lookup.ts';

export interface Resolved {
  readonly chats: readonly ChatInfo[];
  /** Not who was meant, but somebody who can pass it on; `publicText` is said instead. */
  readonly fellBack: boolean;
  /** Why nobody can be told, in words for the audit; null: somebody is. */
  readonly missing: string | null;
}

/** Turns a destination into chats. One notice is said once: on the channel the ticket came from, where that has such a chat. */
export function resolveDestination(destination: Destination, ticket: Ticket | null, directory: Directory): Resolved {
  const home = new Home(ticket, directory);
  switch (destination.to) {
    case 'source':
      return ticket === null ? missing('没有来源群') : (reached(home.chat(ticket.sourceChat)) ?? missing('来源群所在的渠道已停用'));
    case 'reporter':
      return ticket === null ? missing('没有反映人') : reporter(ticket, home, directory);
    case 'department':
      return department(destination.code, home, directory);
    case 'member':
      return (
        reached(home.privateOf(standIn(directory, destination.member))) ??
        viaDuty(home, directory, `${nameOf(directory, destination.member)}没有可私聊的账号`)
      );
    case 'duty':
      return duty(home, directory) ?? missing('没有值班群，也没有能私聊到的值班人员');
    case 'chat':
      return reached(home.chat(destination.chat)) ?? missing('这个群所在的渠道已停用');
    default:
      return unreachable(destination);
  }
}

/** Whether what is said to the reporter alone reaches him alone. */
export function reachesReporterAlone(ticket: Ticket, directory: Directory): boolean {
  const { chats, fellBack } = resolveDestination({ to: 'reporter' }, ticket, directory);
  return !fellBack && chats.length > 0;
}

export interface Placed {
  readonly says: readonly { readonly chat: ChatInfo; readonly text: string }[];
  readonly fellBack: boolean;
  readonly missing: string | null;
}

/** Where a notice is said and with which words: after a fall-back the public ones, which may be none at all. */
export function place(draft: NoticeDraft, ticket: Ticket | null, directory: Directory): Placed {
  const { chats, fellBack, missing: why } = resolveDestination(draft.to, ticket, directory);
  const text = fellBack && draft.publicText !== undefined ? draft.publicText : draft.text;
  return { says: text === null ? [] : chats.map((chat) => ({ chat, text })), fellBack, missing: why };
}

function reporter(ticket: Ticket, home: Home, directory: Directory): Resolved {
  const source = home.chat(ticket.sourceChat);
  if (source?.kind === 'private') return { chats: [source], fellBack: false, missing: null };
  const identity = directory.identities.find(
    ({ channel, wireId }) => channel === ticket.reporter.channel && wireId === ticket.reporter.wireId,
  );
  const alone = reached(home.chat(identity?.privateChat ?? null));
  if (alone !== null) return alone;
  return source === null ? missing('来源群所在的渠道已停用') : { chats: [source], fellBack: true, missing: null };
}

/**
 * The department where it works: on each channel, nearest first, its group, else its official on duty alone. The channel comes
 * before the kind of chat: a group on the web page that nobody watches must not win over the official on the ticket's own wire.
 */
function department(code: DepartmentCode, home: Home, directory: Directory): Resolved {
  const onDuty = presentMember(directory, departmentOf(directory, code)?.onDuty ?? null);
  const hisOwn = onDuty === null ? [] : home.privatesOf(onDuty.id);
  const isGroup = (chat: ChatInfo) => chat.role === 'department' && chat.kind === 'group' && chat.department === code;
  const found = home.firstByChannel([isGroup, (chat) => hisOwn.includes(chat)]);
  if (found !== null) return { chats: [found], fellBack: false, missing: null };
  for (const role of ['head', 'official'] as const) {
    const chats = privatesOf(role, code, home, directory);
    if (chats.length > 0) return { chats, fellBack: false, missing: null };
  }
  return viaDuty(home, directory, `${departmentName(directory, code)}没有群，也没有能私聊到的人`);
}

/** The duty desk: its group, else everybody who sits there and can be written to. */
function duty(home: Home, directory: Directory): Resolved | null {
  const group = home.nearest((chat) => chat.role === 'duty');
  if (group !== null) return { chats: [group], fellBack: false, missing: null };
  const chats = privatesOf('duty', null, home, directory);
  return chats.length === 0 ? null : { chats, fellBack: false, missing: null };
}

function viaDuty(home: Home, directory: Directory, why: string): Resolved {
  const desk = duty(home, directory);
  return desk === null ? missing(`${why}，值班席也联系不上`) : { ...desk, fellBack: true };
}

function privatesOf(role: Role, code: DepartmentCode | null, home: Home, directory: Directory): readonly ChatInfo[] {
  return directory.members
    .filter((member) => member.active && member.roles.includes(role) && (code === null || member.department === code))
    .flatMap((member) => home.privateOf(member.id) ?? []);
}

function nameOf(directory: Directory, id: MemberId): string {
  return activeMember(directory, id)?.name ?? '此人';
}

function reached(chat: ChatInfo | null): Resolved | null {
  return chat === null ? null : { chats: [chat], fellBack: false, missing: null };
}

function missing(why: string): Resolved {
  return { chats: [], fellBack: false, missing: why };
}

/** Chats this deployment can write to, nearest to where the ticket came from first. */
class Home {
  readonly #chats: readonly ChatInfo[];
  readonly #directory: Directory;

  constructor(ticket: Ticket | null, directory: Directory) {
    const source = directory.chats.find((chat) => chat.id === ticket?.sourceChat);
    const distance = (channel: ChannelName) => (channel === source?.channel ? -1 : directory.channels.indexOf(channel));
    this.#directory = directory;
    this.#chats = directory.chats
      .filter((chat) => directory.channels.includes(chat.channel))
      .toSorted((a, b) => distance(a.channel) - distance(b.channel));
  }

  nearest(fits: (chat: ChatInfo) => boolean): ChatInfo | null {
    return this.#chats.find(fits) ?? null;
  }

  /** Goes through the channels, nearest first; on each the first test that some chat passes wins. */
  firstByChannel(tests: readonly ((chat: ChatInfo) => boolean)[]): ChatInfo | null {
    for (const channel of new Set(this.#chats.map((chat) => chat.channel))) {
      const here = this.#chats.filter((chat) => chat.channel === channel);
      for (const fits of tests) {
        const found = here.find(fits);
        if (found !== undefined) return found;
      }
    }
    return null;
  }

  chat(id: ChatId | null): ChatInfo | null {
    return this.nearest((chat) => chat.id === id);
  }

  privateOf(member: MemberId): ChatInfo | null {
    return this.privatesOf(member)[0] ?? null;
  }

  /** His private chats, nearest first. */
  privatesOf(member: MemberId): readonly ChatInfo[] {
    if (activeMember(this.#directory, member) === null) return [];
    const own = new Set(
      this.#directory.identities.flatMap((one) => (one.member === member && one.privateChat !== null ? [one.privateChat] : [])),
    );
    return this.#chats.filter((chat) => own.has(chat.id));
  }
}
