import { z } from 'zod';
import { OUTCOME_LABEL } from '../ticket/labels.ts';
import { Outcome } from '../ticket/ticket.ts';
import { trimOf } from '../understand/normalize.ts';
import { accepted } from './define.ts';
import { readOutcome } from './outcome.ts';
import { defineTicketCommand, isOpen, Tickets, Words } from './ticket-command.ts';

const SPACE = ' \t\n\u3000\u00a0';

/** What the enterprise will read of it: the order itself (都可以销号了) is no part of the result. */
function noteIn(words: string): string {
  const ended = trimOf(words, '', `${SPACE}。`);
  const order = /(?:都|可以|请|先|给){0,5}(?:销号|办结|结案)(?:吧|了|掉){0,3}$/.exec(ended);
  const result = order === null ? words : trimOf(ended.slice(0, order.index), '', `${SPACE},，、。`);
  return result.replace(/^(?:销号|办结|结案)(?:吧|了|掉)?[\s,，、。]+/, '').trim();
}

export const close = defineTicketCommand({
  name: 'close',
  words: ['销号', '结案'],
  latin: ['close'],
  help: '办结（解决、部分解决、未解决）',
  examples: ['办结 128 已解决', '办结 128 部分解决，余下的列入明年计划', '销号 13 14'],
  bare: true,
  args: z.object({ tickets: Tickets, outcome: Outcome, note: Words }),
  offers: 'handled',
  waits: isOpen,
  parse: (slots, _context, tickets) => accepted({ tickets: [...tickets], outcome: readOutcome(slots.words), note: noteIn(slots.words) }),
  act: (args, _ticket, context) => ({ verb: 'close', outcome: args.outcome, note: args.note, handler: context.member?.id ?? null }),
  done: (args) => `已办结（${OUTCOME_LABEL[args.outcome]}），请企业评价。`,
});
