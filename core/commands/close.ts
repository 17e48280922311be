import { z } from 'zod';
import { OUTCOME_LABEL } from '../ticket/labels.ts';
import { Outcome } from '../ticket/ticket.ts';
import { accepted } from './define.ts';
import { readOutcome } from './outcome.ts';
import { defineTicketCommand, isOpen, Tickets, Words } from './ticket-command.ts';

export const close = defineTicketCommand({
  name: 'close',
  words: ['销号', '结案', '办完', '办好了'],
  latin: ['close'],
  help: '办结（解决、部分解决、未解决）',
  examples: ['办结 128 已解决', '办结 128 部分解决，余下的列入明年计划', '销号 13 14'],
  bare: true,
  args: z.object({ tickets: Tickets, outcome: Outcome, note: Words }),
  offers: 'handled',
  waits: isOpen,
  parse: (slots, _context, tickets) => accepted({ tickets: [...tickets], outcome: readOutcome(slots.words), note: slots.words.trim() }),
  act: (args, _ticket, context) => ({ verb: 'close', outcome: args.outcome, note: args.note, handler: context.member?.id ?? null }),
  done: (args) => `已办结（${OUTCOME_LABEL[args.outcome]}），请企业评价。`,
});
