import { z } from 'zod';
import { openPause } from '../deadlines/ticket-clock.ts';
import { relationOf } from '../permission/relation.ts';
import { OPEN_STATES, type Ticket } from '../ticket/ticket.ts';
import type { CommandContext } from './command.ts';
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
  follows: (_args, ticket, context) => (endsWaiting(ticket, context) ? { verb: 'resume', note: '企业已补充' } : null),
  done: () => '已补充，承办单位能看到。',
});

/** 等企业 is over when the enterprise has spoken: the reporter, or a colleague of his. */
function endsWaiting(ticket: Ticket, { member, sender, directory }: CommandContext): boolean {
  const relation = relationOf(member, sender, ticket, directory);
  return openPause(ticket.pauses)?.kind === 'waiting' && (relation === 'own' || relation === 'colleague');
}
