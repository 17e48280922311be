import type { Clockwork } from '../deadlines/clockwork.ts';
import type { ChatInfo, Directory } from '../directory.ts';
import { URGENCY_LABEL } from '../ticket/labels.ts';
import type { Ticket } from '../ticket/ticket.ts';
import { workTimeText } from './clocks.ts';
import { departmentName, enterpriseName, STATE_NAMES } from './words.ts';

export interface Showing {
  readonly now: Date;
  readonly directory: Directory;
  readonly chat: ChatInfo;
  readonly clockwork: Pick<Clockwork, 'calendar' | 'limits'>;
}

/** When a ticket's clock stopped; an open one runs until now. */
export function endOf(ticket: Ticket, now: Date): string | Date {
  if (ticket.state === 'closed' || ticket.state === 'archived') return ticket.closedAt ?? ticket.updatedAt;
  return ticket.state === 'withdrawn' ? ticket.updatedAt : now;
}

/** A touchy matter is a bare number in every group, as its notices are. */
export const isHidden = (ticket: Ticket, chat: ChatInfo): boolean => ticket.sensitive && chat.kind === 'group';

/** `#128 蓝旗渔具`: how a ticket is named to those who handle it. */
export function ticketName(ticket: Ticket, { directory, chat }: Showing): string {
  if (isHidden(ticket, chat)) return `#${ticket.number}`;
  return `#${ticket.number} ${enterpriseName(directory, ticket.enterprise) ?? ticket.reporter.name}`;
}

/** One ticket in two phone lines. */
export function ticketLine(ticket: Ticket, showing: Showing): string {
  const { now, directory, chat, clockwork } = showing;
  const urgency = ticket.urgency === 'normal' ? '' : `【${URGENCY_LABEL[ticket.urgency]}】`;
  const facts = [
    departmentName(directory, ticket.department),
    STATE_NAMES[ticket.state],
    `历时${workTimeText(ticket, ticket.receivedAt, endOf(ticket, now), clockwork)}`,
  ];
  const summary = isHidden(ticket, chat) ? '（内容不便在群里说，请私聊我查询）' : ticket.summary;
  return `${urgency}${ticketName(ticket, showing)}：${summary}\n　${facts.join('，')}`;
}
