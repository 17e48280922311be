import { relationOf } from '../permission/relation.ts';
import { GOES_ON, givesUp, othersTold } from '../ticket/others-told.ts';
import { accepted } from './define.ts';
import { defineTicketCommand, isOpen, TicketsAndWords } from './ticket-command.ts';

export const withdraw = defineTicketCommand({
  name: 'withdraw',
  words: ['撤单', '撤销', '不用办了'],
  latin: ['withdraw'],
  help: '撤回自己反映的问题',
  examples: ['撤回 128', '撤单 128 已经自己解决了'],
  bare: true,
  args: TicketsAndWords,
  offers: 'reported',
  waits: isOpen,
  parse: (slots, _context, tickets) => accepted({ tickets: [...tickets], words: slots.words }),
  act(args, ticket, { member, sender, directory }) {
    const own = relationOf(member, sender, ticket, directory) === 'own';
    // Others have told of the same: their matter does not end with his.
    if (own && othersTold(ticket)) return givesUp(args.words || '撤回');
    if (own) {
      const reason = args.words === '' ? '反映人撤回' : args.words;
      return { verb: 'withdraw', reason, ask: true };
    }
    // Somebody else's matter is taken back only with a reason on record: nobody may press an enterprise into silence.
    if (args.words === '')
      return { sentence: `#${ticket.number} 不是您反映的，代为撤回请写明理由，例如：撤回 ${ticket.number} 企业来电说已自行解决` };
    return { verb: 'withdraw', reason: `代为撤回：${args.words}` };
  },
  done: (_args, ticket, { member, sender, directory }) =>
    relationOf(member, sender, ticket, directory) === 'own' && othersTold(ticket) ? GOES_ON : '已撤回。以后还有需要，随时再说。',
});
