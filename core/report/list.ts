import type { ChatInfo, Directory } from '../directory.ts';
import { URGENCY_LABEL } from '../ticket/labels.ts';
import type { Ticket } from '../ticket/ticket.ts';
import { elapsedText } from './duration.ts';
import { departmentName, enterpriseName, STATE_NAMES } from './words.ts';

export interface Showing {
  readonly now: Date;
  readonly directory: Directory;
  readonly chat: ChatInfo;
}

/** When a ticket's clock stopped; an open one runs until now. */
export function endOf(ticket: Ticket, now: Date): string | Date {
  if (ticket.state === 'closed' || ticket.state === 'archived') return ticket.closedAt ?? ticket.updatedAt;
  return ticket.state === 'withdrawn' ? ticket.updatedAt : now;
}

/** One ticket in two phone lines. A touchy matter's words stay out of groups other than the handling unit's and the desk's. */
export function ticketLine(ticket: Ticket, { now, directory, chat }: Showing): string {
  const urgency = ticket.urgency === 'normal' ? '' : `【${URGENCY_LABEL[ticket.urgency]}】`;
  const who = enterpriseName(directory, ticket.enterprise) ?? ticket.reporter.name;
  const facts = [
    departmentName(directory, ticket.department),
    STATE_NAMES[ticket.state],
    `历时${elapsedText(ticket.receivedAt, endOf(ticket, now))}`,
  ];
  const summary = chat.role === 'work' && ticket.sensitive ? '（内容不便在群里显示）' : ticket.summary;
  return `${urgency}#${ticket.number} ${who}：${summary}\n　${facts.join('，')}`;
}
