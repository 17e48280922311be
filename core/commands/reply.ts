import { accepted, refused } from './define.ts';
import { defineTicketCommand, exampleFor, handlerOf, helpersWord, isOpen, saidWords, TicketsAndWords } from './ticket-command.ts';

export const reply = defineTicketCommand({
  name: 'reply',
  words: ['回话'],
  latin: ['reply'],
  help: '把办理进展告诉企业',
  examples: ['回复 128 材料已收到，周三前给结果'],
  bare: true,
  args: TicketsAndWords,
  offers: 'handled',
  waits: isOpen,
  parse(slots, context, tickets) {
    const words = saidWords(slots, context);
    if (words === null) return refused(`请写上要告诉企业的话，${exampleFor('回复', tickets, '材料已收到，周三前给结果')}`);
    return accepted({ tickets: [...tickets], words });
  },
  act: (args, ticket, context) =>
    helpersWord(ticket, args.words, context) ?? { verb: 'reply', text: args.words, handler: handlerOf(ticket, context) },
  done: (_args, ticket, context) => (helpersWord(ticket, '', context) ? '主办单位还没签收，已转告主办单位。' : '已转给企业。'),
});
