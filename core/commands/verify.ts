import { accepted, refused } from './define.ts';
import { defineTicketCommand, exampleFor, saidWords, TicketsAndWords } from './ticket-command.ts';

export const verify = defineTicketCommand({
  name: 'verify',
  words: ['已核实', '核实情况'],
  latin: ['verify'],
  help: '记下核实的情况',
  examples: ['核实 128 现场看过，情况属实'],
  bare: true,
  args: TicketsAndWords,
  offers: 'handled',
  waits: (ticket) => ticket.verifiedAt === null && (ticket.state === 'claimed' || ticket.state === 'contacted'),
  parse(slots, context, tickets) {
    const words = saidWords(slots, context);
    if (words === null) return refused(`请写上核实的情况，${exampleFor('核实', tickets, '现场看过，情况属实')}`);
    return accepted({ tickets: [...tickets], words });
  },
  act: (args, _ticket, context) => ({ verb: 'verify', note: args.words, handler: context.member?.id ?? null }),
  done: () => '已记下核实情况。',
});
