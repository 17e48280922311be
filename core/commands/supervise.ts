import { accepted } from './define.ts';
import { defineTicketCommand, isOpen, TicketsAndWords } from './ticket-command.ts';

export const supervise = defineTicketCommand({
  name: 'supervise',
  words: ['挂牌督办', '重点督办'],
  latin: ['supervise'],
  help: '列入督办',
  examples: ['督办 128', '督办 128 请三日内办结并报告'],
  bare: true,
  args: TicketsAndWords,
  offers: 'none',
  waits: isOpen,
  parse: (slots, _context, tickets) => accepted({ tickets: [...tickets], words: slots.words }),
  act: (args) => ({ verb: 'supervise', note: args.words }),
  done: () => '已列入督办。',
});
