import { accepted, refused } from './define.ts';
import { defineTicketCommand, exampleFor, saidWords, TicketsAndWords } from './ticket-command.ts';

export const wait = defineTicketCommand({
  name: 'wait',
  words: ['待企业', '等企业补充', '待企业补充', '等待企业'],
  latin: ['wait'],
  help: '缺企业的材料，等企业补充（暂停计时）',
  examples: ['等企业 128 补齐土地证复印件'],
  bare: true,
  args: TicketsAndWords,
  offers: 'handled',
  waits: (ticket) => ticket.state === 'claimed' || ticket.state === 'contacted' || ticket.state === 'answered',
  parse(slots, context, tickets) {
    const words = saidWords(slots, context);
    if (words === null) return refused(`请写明要企业补充什么，${exampleFor('等企业', tickets, '补齐土地证复印件')}`);
    return accepted({ tickets: [...tickets], words });
  },
  act: (args) => ({ verb: 'wait', reason: args.words }),
  done: () => '已请企业补充，办理时限暂停；企业补充后自动恢复，也可以发“恢复”。',
});
