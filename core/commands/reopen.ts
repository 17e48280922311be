import { accepted } from './define.ts';
import { defineTicketCommand, TicketsAndWords } from './ticket-command.ts';

export const reopen = defineTicketCommand({
  name: 'reopen',
  words: ['重办', '重新办理', '重新打开'],
  latin: ['reopen'],
  help: '办结了却没解决，重新办',
  examples: ['重开 128 路灯又不亮了'],
  bare: true,
  args: TicketsAndWords,
  offers: 'reported',
  waits: (ticket) => ticket.state === 'closed' || ticket.state === 'archived',
  parse: (slots, _context, tickets) => accepted({ tickets: [...tickets], words: slots.words.trim() === '' ? '问题没有解决' : slots.words }),
  act: (args) => ({ verb: 'reopen', reason: args.words }),
  done: () => '已重新打开，会接着办。',
});
