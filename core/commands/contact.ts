import { accepted } from './define.ts';
import { defineTicketCommand, handlerOf, helpersWord, saidWords, TicketsAndWords } from './ticket-command.ts';

export const contact = defineTicketCommand({
  name: 'contact',
  words: ['已联系'],
  latin: ['contact'],
  help: '记下已经联系了企业',
  examples: ['联系 128 已与李经理通话，下午上门', '#128 已联系企业'],
  bare: true,
  args: TicketsAndWords,
  offers: 'handled',
  waits: (ticket) => ticket.state === 'dispatched' || ticket.state === 'claimed',
  parse: (slots, context, tickets) => accepted({ tickets: [...tickets], words: saidWords(slots, context) ?? '已联系企业' }),
  act: (args, ticket, context) =>
    helpersWord(ticket, args.words, context) ?? { verb: 'contact', note: args.words, handler: handlerOf(ticket, context) },
  done: (_args, ticket, context) => (helpersWord(ticket, '', context) ? '主办单位还没签收，已转告主办单位。' : '已记下首次联系。'),
});
