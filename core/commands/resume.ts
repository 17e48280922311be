import { openPause } from '../deadlines/ticket-clock.ts';
import { accepted } from './define.ts';
import { defineTicketCommand, TicketsAndWords } from './ticket-command.ts';

export const resume = defineTicketCommand({
  name: 'resume',
  words: ['恢复办理', '取消挂账', '解除挂账'],
  latin: ['resume'],
  help: '挂账或等企业的单子接着办',
  examples: ['恢复 128 改造计划已批复'],
  args: TicketsAndWords,
  offers: 'handled',
  waits: (ticket) => ticket.state === 'suspended' || openPause(ticket.pauses) !== null,
  parse: (slots, _context, tickets) => accepted({ tickets: [...tickets], words: slots.words }),
  act: (args) => ({ verb: 'resume', note: args.words }),
  done: () => '已恢复办理。',
});
