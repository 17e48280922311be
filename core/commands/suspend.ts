import { accepted, refused } from './define.ts';
import { reasonIn } from './reason.ts';
import { defineTicketCommand, exampleFor, TicketsAndWords } from './ticket-command.ts';

const VERB = /^(?:先?挂账|先?挂起|先?挂上|先挂|暂缓办理|先搁置)/;

export const suspend = defineTicketCommand({
  name: 'suspend',
  words: ['挂起', '暂缓办理'],
  latin: ['suspend'],
  help: '眼下办不了，先挂账（要写理由）',
  examples: ['挂账 128 已列入明年市政改造计划'],
  bare: true,
  args: TicketsAndWords,
  offers: 'handled',
  waits: (ticket) => ticket.state === 'claimed' || ticket.state === 'contacted' || ticket.state === 'answered',
  parse(slots, context, tickets) {
    const words = reasonIn(slots.words, [], VERB, context.directory);
    if (words === '') return refused(`请写明挂账的理由和打算，${exampleFor('挂账', tickets, '已列入明年市政改造计划')}`);
    return accepted({ tickets: [...tickets], words });
  },
  act: (args) => ({ verb: 'suspend', reason: args.words }),
  done: () => '已挂账。条件具备后请发“恢复”。',
});
