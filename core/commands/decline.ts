import { accepted, refused } from './define.ts';
import { defineTicketCommand, exampleFor, TicketsAndWords } from './ticket-command.ts';

/** 延期 declined by the 推进办, with its reason. */
export const decline = defineTicketCommand({
  name: 'decline',
  words: ['不同意延期', '不批准延期'],
  latin: ['decline'],
  help: '不同意延期申请（推进办，要写理由）',
  examples: ['不同意 128 事项紧急，请按期办结'],
  args: TicketsAndWords,
  offers: 'none',
  waits: (ticket) => ticket.extension?.state === 'asked',
  parse(slots, _context, tickets) {
    if (slots.words.trim() === '' && tickets.length > 0)
      return refused(`不同意要写明理由，${exampleFor('不同意', tickets, '事项紧急，请按期办结')}`);
    return accepted({ tickets: [...tickets], words: slots.words });
  },
  act: ({ words }) => ({ verb: 'declineExtension', reason: words }),
  done: () => '已答复不同意延期。',
});
