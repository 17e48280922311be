import type { Directory } from '../directory.ts';
import type { DepartmentCode } from '../ids.ts';
import { departmentName } from '../routing/lookup.ts';
import { numberLabel } from '../ticket/labels.ts';
import type { Ticket } from '../ticket/ticket.ts';
import { notice } from './define.ts';
import type { NoticeDraft } from './notice.ts';
import { memberName } from './words.ts';

/** The receipt of a ticket that went straight to a department. It names who is to handle it, not that anybody was told. */
export const receipt = notice('dispatched', ({ before, ticket, directory }, { department, cohandlers }) => {
  if (before === null || before.version > 1) return [];
  return [receiptDraft(ticket, directory, `（${offices(ticket, department, cohandlers, directory)}）`, '')];
});

/** The receipt of a ticket whose department is not clear yet. */
export const triageReceipt = notice('triaged', ({ before, ticket, directory }) => {
  if (before === null || before.version > 1) return [];
  return [receiptDraft(ticket, directory, '', '，正在确认承办单位')];
});

function receiptDraft(ticket: Ticket, directory: Directory, whose: string, after: string): NoticeDraft {
  const inPrivate = directory.chats.some((chat) => chat.id === ticket.sourceChat && chat.kind === 'private');
  const discreet = ticket.sensitive && !inPrivate ? `内容不便在群里说，后续请私聊${directory.botName}。` : '';
  const danger = ticket.urgency === 'critical' ? '如有人身危险，请立即拨打 110、119 或 120。' : '';
  return {
    to: { to: 'source' },
    name: 'receipt',
    text: `收到，已受理 ${numberLabel(ticket.number)}${whose}${after}。${discreet}${danger}`,
    mentionReporter: true,
    // A quote repeats the content, which is what a sensitive ticket must not do in a group.
    quoteSource: !ticket.sensitive,
    urgent: ticket.urgency !== 'normal',
  };
}

/** The commissioner is left out of a sensitive one: his name tells which enterprise it is about. */
function offices(ticket: Ticket, department: DepartmentCode, cohandlers: readonly DepartmentCode[], directory: Directory): string {
  const main = departmentName(directory, department);
  const leader = ticket.handler !== null && ticket.handler === ticket.commissioner && !ticket.sensitive ? ticket.handler : null;
  const joint = cohandlers.map((code) => departmentName(directory, code)).join('、');
  const units = joint ? `${main}主办，${joint}协办` : main;
  return leader === null ? units : `${units}，特派员${memberName(directory, leader)}牵头`;
}
