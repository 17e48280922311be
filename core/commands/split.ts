import { z } from 'zod';
import { DepartmentCode, InboxId } from '../ids.ts';
import type { QuotedMessage } from '../report/reads.ts';
import type { AlsoReported, Ticket } from '../ticket/ticket.ts';
import { accepted, defineCommand, refused } from './define.ts';
import { reasonIn } from './reason.ts';
import { isOpen, missing, namedTickets, Tickets, Words } from './ticket-command.ts';

const VERB = /^(?:拆分|拆单|拆出)/;
/** `m45`: the message that was joined, as the desk's notice and its button name it. */
const MESSAGE = /(?:^|\s)m(\d{1,15})(?=\s|$)/i;

export const split = defineCommand({
  name: 'split',
  words: ['拆单'],
  latin: ['split'],
  help: '一张单子说了两件事，拆出一件另立一张；并错了的也用它拆开',
  examples: ['拆分 128 环保局 夜间噪声扰民'],
  args: z.object({
    ticket: Tickets.length(1, '一次拆一张单子，例如：拆分 128 环保局 夜间噪声扰民'),
    department: DepartmentCode.nullable(),
    text: Words,
    joined: InboxId.nullable(),
  }),
  parse(slots, context) {
    const example = '例如：拆分 128 环保局 夜间噪声扰民';
    const tickets = namedTickets(slots, context).slice(0, MESSAGE.test(slots.rest) ? 1 : undefined);
    if (tickets.length === 0) return refused(`请写上单号和要拆出的事，${example}`);
    if (slots.departments.length > 1) return refused(`拆出的事只写一个主办单位，${example}`);
    const department = slots.departments[0] ?? null;
    const message = MESSAGE.exec(slots.rest)?.[1];
    if (message !== undefined) return accepted({ ticket: [...tickets], department, text: '', joined: Number(message) });
    const text = reasonIn(slots.words, slots.departments, VERB, context.directory);
    if (text === '') return refused(`请写明拆出的是哪件事，${example}`);
    return accepted({ ticket: [...tickets], department, text, joined: null });
  },
  tickets: (args) => args.ticket,
  run({ ticket: asked, department, text, joined }, _context, _data, tickets) {
    const [ticket] = tickets;
    if (ticket === undefined) return { say: missing(asked, tickets).join('\n') };
    if (!isOpen(ticket)) return { say: `#${ticket.number} 已经不在办了，请为新的事情另外立单。` };
    if (joined === null) return { say: null, openFrom: { quoted: reportOf(ticket), department, splitFrom: ticket.number, text } };
    const also = ticket.also.find((one) => one.inbox === joined);
    if (also === undefined) return { say: `这条消息没有并在 #${ticket.number} 里，或者已经拆开了。` };
    return { say: null, openFrom: { quoted: saidBy(also, ticket), department, splitFrom: ticket.number, joined: true } };
  },
});

/** The new ticket is his who reported the first, from the same message. */
function reportOf(ticket: Ticket): QuotedMessage {
  const { sourceInbox, sourceChat, number, text, reporter, receivedAt } = ticket;
  return {
    inbox: sourceInbox,
    chat: sourceChat,
    tickets: [number],
    text,
    senderWireId: reporter.wireId,
    senderName: reporter.name,
    at: receivedAt,
  };
}

/** What was joined by mistake becomes the report of whoever said it. */
function saidBy({ inbox, reporter, text, at }: AlsoReported, { sourceChat, number }: Ticket): QuotedMessage {
  return { inbox, chat: sourceChat, tickets: [number], text, senderWireId: reporter.wireId, senderName: reporter.name, at };
}
