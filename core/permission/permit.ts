import type { Relation } from '../commands/command.ts';
import { CommandName } from '../commands/names.ts';
import type { ChatInfo, ChatRole, Directory, Member, Role } from '../directory.ts';
import type { Ticket } from '../ticket/ticket.ts';
import { type RefusalCode, refusalSentence } from './refusal.ts';
import { relationOf, type Sender } from './relation.ts';
import { FALLBACK_ONLY, type Grant, RIGHTS, type Who } from './table.ts';

export interface Asked {
  /** Empty: a stranger. */
  readonly roles: readonly Role[];
  readonly command: string;
  readonly chatRole: ChatRole;
  readonly relation: Relation;
}

export type Permission = { readonly ok: true } | { readonly ok: false; readonly code: RefusalCode; readonly sentence: string };

/** Asks the one table. Default: no. */
export function permit({ roles, command, chatRole, relation }: Asked): Permission {
  const name = CommandName.safeParse(command);
  if (!name.success) return refuse('unknown-command', null, []);
  const grants = RIGHTS[name.data];
  const who: readonly Who[] = roles.length === 0 ? ['stranger'] : roles;
  if (chatRole === 'unknown') return refuse('unknown-chat', name.data, grants);
  const his = grants.filter((one) => one.who.some((role) => who.includes(role)));
  if (his.some((one) => one.where.some((place) => place === chatRole) && one.to.includes(relation))) return { ok: true };
  if (his.length === 0) return refuse(roles.length === 0 ? 'stranger' : 'role', name.data, grants);
  const elsewhere = his.filter((one) => one.to.includes(relation));
  if (elsewhere.length > 0) return refuse('wrong-chat', name.data, elsewhere);
  return refuse(relation === 'cohandling' ? 'cohandler' : 'not-yours', name.data, his);
}

function refuse(code: RefusalCode, command: CommandName | null, grants: readonly Grant[]): Permission {
  return { ok: false, code, sentence: refusalSentence(code, command, grants) };
}

/** Roles that count: a member who left has none. */
export function rolesOf(member: Member | null): readonly Role[] {
  return member !== null && member.active ? member.roles : [];
}

export interface Call {
  readonly command: string;
  readonly member: Member | null;
  readonly sender: Sender;
  readonly chat: ChatInfo;
  /** The tickets the command touches, as far as they exist. */
  readonly tickets: readonly Ticket[];
  readonly directory: Directory;
}

/** Rights for a whole call: every ticket it touches must be permitted, or nothing happens. */
export function permitCall({ command, member, sender, chat, tickets, directory }: Call): Permission {
  const ask = (relation: Relation) => {
    const answer = permit({ roles: rolesOf(member), command, chatRole: chat.role, relation });
    return answer.ok ? (fallbackRefusal(command, member, chat, directory) ?? answer) : answer;
  };
  if (tickets.length === 0) return ask('none');
  for (const ticket of tickets) {
    const answer = ask(relationOf(member, sender, ticket, directory));
    if (answer.ok) continue;
    return tickets.length === 1 ? answer : { ...answer, sentence: `#${ticket.number}：${answer.sentence}` };
  }
  return { ok: true };
}

/** The role alone does not make somebody the 推进办, nor a department's room its room. null: nothing is amiss. */
function fallbackRefusal(command: string, member: Member | null, chat: ChatInfo, directory: Directory): Permission | null {
  const name = CommandName.safeParse(command);
  if (!name.success || !FALLBACK_ONLY.has(name.data)) return null;
  const office = directory.departments.find((one) => one.fallback);
  if (office === undefined || member?.department !== office.code) return refuse('not-fallback', name.data, RIGHTS[name.data]);
  return chat.role === 'department' && chat.department !== office.code ? refuse('fallback-room', name.data, RIGHTS[name.data]) : null;
}
