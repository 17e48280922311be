import type { Directory } from '../directory.ts';
import type { DepartmentCode } from '../ids.ts';
import { departmentName } from '../routing/lookup.ts';
import { numberLabel } from '../ticket/labels.ts';
import type { Ticket } from '../ticket/ticket.ts';
import { bareLine, toDepartment, toDuty, type Words } from './audience.ts';
import { triageButtons } from './buttons.ts';
import { notice } from './define.ts';
import { excerpt, heading, lines, reasonWords, reporterName } from './words.ts';

/** The duty desk is asked which department is to handle it. */
export const triageAsk = notice('triaged', (input, { suggested, reason }) =>
  toDuty(input, { name: 'triage-ask', ...askWords('请定承办单位', input.ticket, input.directory, suggested, reasonWords(reason)) }),
);

/** The first 退单 is back at the duty desk, to be dispatched again. */
export const returnedToDesk = notice('returned', (input, { from, to, reason }) => {
  if (to !== null) return [];
  const who = from === null ? '承办单位' : departmentName(input.directory, from);
  const { firstTaker } = input.ticket;
  const first = firstTaker === null ? null : `首接单位：${departmentName(input.directory, firstTaker)}，重新派单前仍由其负责`;
  const why = lines(`${who}退单，理由：${reasonWords(reason)}`, first);
  return toDuty(input, { name: 'triage-ask', ...askWords('退单，请重新派单', input.ticket, input.directory, null, why) });
});

/** 首接负责: until another unit has it, the enterprise's questions are still for the one that took it first. */
export const returnedToFirstTaker = notice('returned', (input, { to }) => {
  const { firstTaker, number } = input.ticket;
  if (to !== null || firstTaker === null) return [];
  const text = `${numberLabel(number)} 已退单，等值班席重新派单。贵单位是首接单位，重新派单前企业来问，仍请贵单位答复。`;
  return toDepartment(input, firstTaker, { name: 'first-taker', full: text, bare: text, urgent: false });
});

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
