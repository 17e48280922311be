import { accepted } from './define.ts';
import { defineTicketCommand, isOpen, TicketsAndWords } from './ticket-command.ts';

export const urge = defineTicketCommand({
  name: 'urge',
  words: ['催一催', '加急'],
  latin: ['urge'],
  help: '催一催承办单位',
  examples: ['催办 128', '催办 128 请今天给企业回话'],
  bare: true,
  args: TicketsAndWords,
  offers: 'none',
  waits: isOpen,
  parse: (slots, _context, tickets) => accepted({ tickets: [...tickets], words: slots.words }),
  act: (args) => ({ verb: 'urge', note: args.words }),
  done: () => '已催办。',
});
