import { z } from 'zod';
import { DepartmentCode, InboxId, TicketNumber } from '../ids.ts';
import type { QuotedMessage } from '../report/reads.ts';
import type { AlsoReported, Ticket } from '../ticket/ticket.ts';
import type { CommandResult } from './command.ts';
import { accepted, defineCommand, refused } from './define.ts';
import { reasonIn } from './reason.ts';
import { isOpen, missing, namedTickets, Words } from './ticket-command.ts';

const VERB = /^(?:拆分|拆单|拆出来?|拆开)(?:另立|一下|吧)?/;
/** 从 11 拆出 12: what is left of it says nothing of a matter. */
const NOTHING_SAID = /^[从自把将由出里中的\s]*$/;
/** `m45`: the message that was joined, as the desk's notice and its button name it. */
const MESSAGE = /(?:^|\s)m(\d{1,15})(?=\s|$)/i;
/** The same in the words of that notice, where it is quoted. */
const IN_NOTICE = /拆分 \d+ m(\d{1,15})/;

export const split = defineCommand({
  name: 'split',
  words: ['拆单'],
  latin: ['split'],
  help: '一张单子说了两件事，拆出一件另立一张；并错了的也用它拆开',
  examples: ['拆分 128 环保局 夜间噪声扰民', '（引用并错的那条消息）拆分 128', '拆分 128 130'],
  // Under a quote it says by itself what is meant; whoever may not call it has only talked.
  bare: true,
  args: z.object({
    ticket: TicketNumber,
    /** A merged ticket that is to go on by itself again. */
    merged: TicketNumber.nullable(),
    department: DepartmentCode.nullable(),
    text: Words,
    joined: InboxId.nullable(),
    quote: z.object({ messageId: z.string().nullable(), text: z.string().nullable() }).nullable(),
  }),
  parse(slots, context) {
    const example = '例如：拆分 128 环保局 夜间噪声扰民';
    const message = MESSAGE.exec(slots.rest)?.[1];
    const [ticket, other, third] = namedTickets(slots, context);
    if (ticket === undefined) return refused(`请写上单号和要拆出的事，${example}`);
    if (slots.departments.length > 1) return refused(`拆出的事只写一个主办单位，${example}`);
    const department = slots.departments[0] ?? null;
    const plain = { ticket, merged: null, department, text: '', joined: null, quote: null };
    if (message !== undefined) return accepted({ ...plain, joined: Number(message) });
    const said = reasonIn(slots.words, slots.departments, VERB, context.directory);
    const text = NOTHING_SAID.test(said) ? '' : said;
    if (third !== undefined || (other !== undefined && text !== '')) return refused(`一次拆一张单子，${example}`);
    if (other !== undefined) return accepted({ ...plain, merged: other });
    if (text !== '') return accepted({ ...plain, text });
    return context.quote === null ? refused(`请写明拆出的是哪件事，${example}`) : accepted({ ...plain, quote: context.quote });
  },
  tickets: ({ ticket, merged }) => (merged === null ? [ticket] : [ticket, merged]),
  reads: ({ quote }, { chat }) => (quote === null ? [] : [{ read: 'quoted', chat: chat.id, ...quote }]),
  run({ ticket: number, merged, department, text, joined, quote }, _context, { quoted }, tickets) {
    const asked = merged === null ? [number] : [number, merged];
    const lost = missing(asked, tickets);
    const ticket = tickets.find((one) => one.number === number);
    const other = tickets.find((one) => one.number === merged);
    if (ticket === undefined || lost.length > 0) return { say: lost.join('\n') };
    if (other !== undefined) return apart(ticket, other, department);
    if (!isOpen(ticket)) return { say: over(ticket, joined) };
    if (text !== '') return { say: null, openFrom: { quoted: reportOf(ticket), department, splitFrom: number, text } };
    if (quote === null) return partOff(ticket, alsoBy(ticket, joined), department);
    if (quoted === null || quoted === undefined)
      return { say: '没有找到您引用的那条消息，可能太久以前了。请发“拆分 单号 m编号”，编号见值班席的提醒。' };
    return partOff(ticket, alsoQuoted(ticket, quoted), department);
  },
});

/** Of two, whichever was merged into the other goes on by itself. */
function apart(one: Ticket, other: Ticket, department: DepartmentCode | null): CommandResult {
  const [ticket, merged] = one.mergedInto === other.number ? [other, one] : [one, other];
  if (merged.mergedInto !== ticket.number) return { say: `#${other.number} 没有并在 #${one.number} 里，不用拆。` };
  if (!isOpen(ticket)) return { say: over(ticket, null) };
  const opened = { quoted: reportOf(merged), department: department ?? merged.department, splitFrom: ticket.number, merged };
  return { say: null, openFrom: opened };
}

function over({ number, mergedInto }: Ticket, joined: InboxId | null): string {
  if (mergedInto === null) return `#${number} 已经不在办了，请为新的事情另外立单。`;
  return `#${number} 已并入 #${mergedInto}，要拆开请发“拆分 ${mergedInto} ${joined === null ? number : `m${joined}`}”。`;
}

function partOff(ticket: Ticket, also: AlsoReported | undefined, department: DepartmentCode | null): CommandResult {
  const { number } = ticket;
  if (also === undefined)
    return { say: `这条消息没有并在 #${number} 里，或者已经拆开了。要拆出一件事，请写明是什么事，例如：拆分 ${number} 夜间噪声扰民` };
  const [merged] = also.via;
  // Its message has opened a ticket, and one message opens no second.
  if (also.own && merged !== undefined) return { say: `这条是 #${merged} 的原话，要拆开请发“拆分 ${number} ${merged}”。` };
  return { say: null, openFrom: { quoted: saidBy(also, ticket), department, splitFrom: number, joined: true } };
}

const alsoBy = (ticket: Ticket, inbox: InboxId | null): AlsoReported | undefined => ticket.also.find((one) => one.inbox === inbox);

/** By the very message; by any other of the same person's, where he told of it once; by the desk's notice of it. */
function alsoQuoted(ticket: Ticket, { inbox, text, senderWireId }: QuotedMessage): AlsoReported | undefined {
  if (inbox === null) {
    const named = IN_NOTICE.exec(text)?.[1];
    return named === undefined ? undefined : alsoBy(ticket, InboxId.parse(Number(named)));
  }
  const [his, another] = ticket.also.filter((one) => one.reporter.wireId === senderWireId);
  return alsoBy(ticket, inbox) ?? (another === undefined ? his : undefined);
}

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
function saidBy({ inbox, reporter, text, at, chat }: AlsoReported, { sourceChat, number }: Ticket): QuotedMessage {
  const said = { tickets: [number], text, senderWireId: reporter.wireId, senderName: reporter.name, at };
  return { inbox, chat: chat ?? sourceChat, ...said };
}
