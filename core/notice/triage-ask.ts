import type { Directory } from '../directory.ts';
import type { DepartmentCode } from '../ids.ts';
import { departmentName } from '../routing/lookup.ts';
import type { Ticket } from '../ticket/ticket.ts';
import { bareLine, toDuty, type Words } from './audience.ts';
import { triageButtons } from './buttons.ts';
import { notice } from './define.ts';
import type { NoticeInput } from './notice.ts';
import { excerpt, heading, lines, memberName, reasonWords, reporterName } from './words.ts';

/** The duty desk is asked which department is to handle it; a returned ticket comes back through the same door. */
export const triageAsk = notice('triaged', (input, { suggested, reason }) => {
  const { ticket, directory } = input;
  const tag = ticket.returns === 0 ? '请定承办单位' : '退单，请重新派单';
  const why = lines(reasonWords(reason), returnedBy(input));
  return toDuty(input, { name: 'triage-ask', ...askWords(tag, ticket, directory, suggested, why) });
});

function returnedBy({ event, ticket, directory }: NoticeInput): string | null {
  const { actor } = event;
  const official = actor.kind === 'member' ? directory.members.find((member) => member.id === actor.member) : undefined;
  if (ticket.returns === 0 || official === undefined || official.department === null) return null;
  return `退单人：${departmentName(directory, official.department)} ${memberName(directory, official.id)}`;
}

export function askWords(
  tag: string,
  ticket: Ticket,
  directory: Directory,
  suggested: DepartmentCode | null,
  why: string,
): Omit<Words, 'name'> {
  const head = heading(tag, ticket, directory, null);
  const suggestion = suggested === null ? null : departmentName(directory, suggested);
  const how = `请回复：${suggestion === null ? '' : `1 派给${suggestion}；`}0 不是问题；或直接回复部门名（也可发「派单 ${ticket.number} 部门」）。`;
  return {
    full: lines(head, `${reporterName(ticket, directory)}：${excerpt(ticket, ticket.text)}`, why, how),
    bare: lines(bareLine(head, ticket, directory), how),
    buttons: triageButtons(ticket, suggestion),
    mediaOf: ticket.sourceInbox,
  };
}
