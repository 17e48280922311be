import type { Directory } from '../directory.ts';
import type { DepartmentCode, MemberId } from '../ids.ts';
import { departmentName, enterpriseOf } from '../routing/lookup.ts';
import type { TicketEvent } from '../ticket/events.ts';
import { numberLabel, URGENCY_LABEL } from '../ticket/labels.ts';
import type { Ticket } from '../ticket/ticket.ts';

/** Characters of a report or a supplement that a notice repeats; the whole of it is one 查询 away. */
const EXCERPT = 240;
/** An answer is carried whole up to here: cutting it would change what was said. */
const ANSWER = 3000;
const REASON = 120;
const NAME = 30;

/** At most `max` UTF-16 units, never half a character. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** The reporter's words; a long one says how to read the rest. */
export function excerpt(ticket: Ticket, text: string): string {
  const words = text.trim();
  if (words.length <= EXCERPT) return words || '（没有文字，见图片或文件）';
  return `${clip(words, EXCERPT)}\n（内容较长，发「查询 ${ticket.number}」看详情）`;
}

export function answerWords(text: string): string {
  return clip(text.trim(), ANSWER);
}

export function reasonWords(text: string): string {
  return clip(text.trim(), REASON);
}

/** `蓝鳍渔具 于厂长`. */
export function reporterName(ticket: Ticket, directory: Directory): string {
  const enterprise = enterpriseOf(directory, ticket.enterprise);
  const name = clip(ticket.reporter.name.trim() || '反映人', NAME);
  return enterprise === null ? name : `${clip(enterprise.name, NAME)} ${name}`;
}

export function memberName(directory: Directory, id: MemberId): string {
  return clip(directory.members.find((member) => member.id === id)?.name ?? '经办人', NAME);
}

export function officeName(ticket: Ticket, directory: Directory): string {
  return ticket.department === null ? '承办单位' : departmentName(directory, ticket.department);
}

/** Who speaks in an event: the commissioner by name, an official by his department, else the department that has it. */
export function speaker(event: TicketEvent, ticket: Ticket, directory: Directory): string {
  if (event.actor.kind !== 'member') return officeName(ticket, directory);
  const id = event.actor.member;
  if (id === ticket.commissioner) return `特派员${memberName(directory, id)}`;
  const own = directory.members.find((member) => member.id === id)?.department ?? null;
  return own === null ? officeName(ticket, directory) : departmentName(directory, own);
}

/** The person who acts, as a notice names him to officials. */
export function actorName(event: TicketEvent, directory: Directory): string {
  if (event.actor.kind === 'member') return memberName(directory, event.actor.member);
  return event.actor.kind === 'stranger' ? clip(event.actor.name.trim() || '有人', NAME) : directory.botName;
}

/** Also who was bound only after he had reported: then the report stands under the wire he spoke on. */
export function isReporter({ actor }: TicketEvent, { reporter }: Ticket, directory: Directory): boolean {
  if (actor.kind === 'stranger') return actor.channel === reporter.channel && actor.wireId === reporter.wireId;
  if (actor.kind !== 'member') return false;
  const his = (one: Directory['identities'][number]) =>
    one.member === actor.member && one.channel === reporter.channel && one.wireId === reporter.wireId;
  return actor.member === reporter.member || directory.identities.some(his);
}

/** The first line of what officials read: `【派单】#128 环保局（紧急）`. */
export function heading(tag: string, ticket: Ticket, directory: Directory, code: DepartmentCode | null = ticket.department): string {
  const office = code === null ? '' : ` ${departmentName(directory, code)}`;
  const urgency = ticket.urgency === 'normal' ? '' : `（${URGENCY_LABEL[ticket.urgency]}）`;
  return `【${tag}】${numberLabel(ticket.number)}${office}${urgency}`;
}

/** Only the lines that say something. */
export function lines(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join('\n');
}
