import { z } from 'zod';
import { DepartmentCode } from '../ids.ts';
import { departmentName } from '../report/words.ts';
import { accepted, refused } from './define.ts';
import { placement } from './placement.ts';
import { reasonIn } from './reason.ts';
import { defineTicketCommand, exampleFor, Tickets, Words } from './ticket-command.ts';

const VERB = /^(?:派单|派给|派到|指派|分给|交办给?)/;

export const dispatch = defineTicketCommand({
  name: 'dispatch',
  words: ['派给', '指派', '交办'],
  latin: ['dispatch'],
  help: '把单子派给单位（先写主办，后写协办）',
  examples: ['派单 128 环保局', '派单 128 环保局 规划局 涉及两家'],
  args: z.object({ tickets: Tickets, department: DepartmentCode, cohandlers: z.array(DepartmentCode), reason: Words }),
  offers: 'none',
  waits: (ticket) => ticket.state === 'accepted',
  parse(slots, context, tickets) {
    const [department, ...cohandlers] = slots.departments;
    if (department === undefined) return refused(`请写明派给哪个单位，${exampleFor('派单', tickets, '环保局')}`);
    const words = reasonIn(slots.words, slots.departments, VERB, context.directory);
    return accepted({ tickets: [...tickets], department, cohandlers, reason: words === '' ? '值班席派单' : `值班席派单：${words}` });
  },
  act: (args, ticket, { directory }) => placement(ticket, args.department, args.cohandlers, args.reason, directory),
  done(args, ticket, { directory }) {
    const name = departmentName(directory, args.department);
    // A change of unit carries no co-handlers; nothing is claimed that was not done.
    if (ticket.state !== 'accepted') return `已改派${name}。${args.cohandlers.length > 0 ? '协办单位请另发“协办”。' : ''}`;
    const helpers = args.cohandlers.map((code) => departmentName(directory, code)).join('、');
    return `已派${name}${helpers === '' ? '' : `，${helpers}协办`}。`;
  },
});
