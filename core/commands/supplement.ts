import { z } from 'zod';
import { OPEN_STATES } from '../ticket/ticket.ts';
import { accepted, refused } from './define.ts';
import { defineTicketCommand, exampleFor, Tickets, Words } from './ticket-command.ts';

export const supplement = defineTicketCommand({
  name: 'supplement',
  words: ['补充说明', '更正'],
  latin: ['supplement'],
  help: '给单子补充情况或图片',
  examples: ['补充 128 地点在南门，晚上八点以后最严重'],
  bare: true,
  args: z.object({ tickets: Tickets, words: Words, media: z.int().nonnegative() }),
  offers: 'reported',
  waits: (ticket) => OPEN_STATES.has(ticket.state) || ticket.state === 'closed',
  parse(slots, context, tickets) {
    const words = slots.words.trim();
    if (words === '' && context.media === 0) return refused(`请写上要补充的情况，或带上图片，${exampleFor('补充', tickets, '地点在南门')}`);
    return accepted({ tickets: [...tickets], words, media: context.media });
  },
  act: (args) => ({ verb: 'supplement', text: args.words, media: args.media }),
  done: () => '已补充，承办单位能看到。',
});
