import { accepted, refused } from './define.ts';
import { defineTicketCommand, exampleFor, isOpen, saidWords, TicketsAndWords } from './ticket-command.ts';

export const answer = defineTicketCommand({
  name: 'answer',
  words: ['正式答复'],
  latin: ['answer'],
  help: '正式答复企业',
  examples: ['答复 128 排污许可证今天已核发，请到政务大厅3号窗口领取'],
  bare: true,
  args: TicketsAndWords,
  offers: 'handled',
  waits: isOpen,
  parse(slots, context, tickets) {
    const words = saidWords(slots, context);
    if (words === null) return refused(`请写上答复的内容，${exampleFor('答复', tickets, '许可证今天已核发，请到政务大厅领取')}`);
    return accepted({ tickets: [...tickets], words });
  },
  act: (args, _ticket, context) => ({ verb: 'answer', text: args.words, handler: context.member?.id ?? null }),
  done: () => '答复已发给企业。事情办完后请发“办结”。',
});
