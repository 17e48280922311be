import { relationOf } from '../permission/relation.ts';
import { readsWords } from '../permission/visibility.ts';
import { mineText, mineTotals } from '../report/mine.ts';
import type { TicketStory } from '../report/reads.ts';
import { standing, story } from '../report/story.ts';
import type { Ticket } from '../ticket/ticket.ts';
import type { CommandContext, ReadResults } from './command.ts';
import { accepted, defineCommand, refused } from './define.ts';
import { missing, namedTickets, OnlyTickets } from './ticket-command.ts';

const NO_TICKET = /^\s*[#-]?\s*(?:\d+|零)\s*号?\s*$/;

export const ticketStatus = defineCommand({
  name: 'ticket_status',
  words: ['查单', '进度', '办到哪了', '查一下', '查看'],
  latin: ['status'],
  help: '查一张单子办到哪一步',
  examples: ['查询 128'],
  bare: true,
  args: OnlyTickets,
  parse(slots, context) {
    // 查询 99999999999: a number that is no ticket's must not be answered with the asker's only one.
    if (slots.tickets.length === 0 && NO_TICKET.test(slots.rest.normalize('NFKC'))) return refused('没有这个单号，请核对，例如：查询 128');
    return accepted({ tickets: [...namedTickets(slots, context)] });
  },
  tickets: (args) => args.tickets,
  reads({ tickets }, { member, sender }) {
    const [number] = tickets;
    if (number === undefined)
      return [{ read: 'mine', member: member?.id ?? null, channel: sender.channel, wireId: sender.wireId, limit: 50 }];
    return tickets.length === 1 ? [{ read: 'story', number }] : [];
  },
  run({ tickets: asked }, context, data, tickets) {
    const own = data.mine ?? [];
    if (asked.length === 0)
      return {
        say: `${context.chat.kind === 'group' ? mineTotals(own, []) : mineText(own, context)}\n想看某一张，请写上单号，例如：查询 128`,
      };
    const lines = [...missing(asked, tickets), ...tickets.map((one) => told(one, context, data))];
    return { say: lines.join('\n') };
  },
});

/** One ticket in full to whoever may read it here; otherwise, and among several, where it stands. */
function told(ticket: Ticket, context: CommandContext, data: ReadResults): string {
  const { story: whole } = data;
  const here = readsWords(context, ticket, context.directory);
  const its = whole !== null && whole !== undefined && whole.ticket.number === ticket.number ? whole : null;
  if (here && its !== null) return story(its, context);
  if (its !== null && readsResult(ticket, context)) return [standing(ticket, context), ...resultOf(its)].join('\n');
  const alone = readsWords({ ...context, chat: { ...context.chat, kind: 'private', role: 'private' } }, ticket, context.directory);
  return `${standing(ticket, context)}${alone && !here ? '详情请私聊我查询。' : ''}`;
}

/** What he was told when it was answered and closed, whoever is joined may read again; of a touchy matter he was told nothing. */
function readsResult(ticket: Ticket, { member, sender, directory, chat }: CommandContext): boolean {
  return chat.role === 'private' && !ticket.sensitive && relationOf(member, sender, ticket, directory) === 'joined';
}

/** The office's last word, as long as it stands: what was opened again has no result yet. */
function resultOf({ ticket, events }: TicketStory): readonly string[] {
  if (ticket.state !== 'answered' && ticket.state !== 'closed' && ticket.state !== 'archived') return [];
  const { body } = events.findLast((one) => one.body.type === 'closed') ?? {};
  const note = ticket.state !== 'answered' && body?.type === 'closed' ? body.note : '';
  const words = note === '' ? (ticket.lastAnswer ?? '') : note;
  return words === '' ? [] : [`结果：${words}`];
}
