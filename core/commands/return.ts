import { z } from 'zod';
import { DepartmentCode } from '../ids.ts';
import { accepted, refused } from './define.ts';
import { reasonIn } from './reason.ts';
import { defineTicketCommand, exampleFor, Tickets, Words } from './ticket-command.ts';

const VERB = /^(?:退单|退回去?|打回去?|退了?)(?![\u4e00-\u9fff]*(?:税|款|费|货))/;

export const giveBack = defineTicketCommand({
  name: 'return',
  words: ['退回', '打回'],
  latin: ['return'],
  help: '退回派单的人（要写理由）',
  examples: ['退单 128 不属于本单位职责，应由住建局办理'],
  bare: true,
  args: z.object({ tickets: Tickets, reason: Words, fallback: DepartmentCode }),
  offers: 'handled',
  waits: (ticket) => ticket.state === 'dispatched' || ticket.state === 'claimed',
  parse(slots, context, tickets) {
    // The unit named in a reason stays in it: it is what the desk wants to read.
    const reason = reasonIn(slots.words, [], VERB, context.directory);
    if (reason === '') return refused(`请写明退单的理由，${exampleFor('退单', tickets, '不属于本单位职责，应由住建局办理')}`);
    const fallback = context.directory.departments.find((one) => one.fallback);
    if (fallback === undefined) return refused('名录里还没有兜底单位（推进办），请管理员先登记，再退单。');
    return accepted({ tickets: [...tickets], reason, fallback: fallback.code });
  },
  act: (args) => ({ verb: 'return', reason: args.reason, fallback: args.fallback }),
  done: () => '已退单，理由已记下。',
});
