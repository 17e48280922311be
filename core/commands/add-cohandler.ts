import { z } from 'zod';
import { DepartmentCode } from '../ids.ts';
import { departmentName } from '../report/words.ts';
import { accepted, refused } from './define.ts';
import { othersThan } from './placement.ts';
import { defineTicketCommand, exampleFor, isOpen, Tickets } from './ticket-command.ts';

export const addCohandler = defineTicketCommand({
  name: 'add_cohandler',
  words: ['请协办', '会办'],
  latin: ['cohandle'],
  help: '请别的单位一起办',
  examples: ['协办 128 规划局', '协办 128 规划局 国土局'],
  bare: true,
  args: z.object({ tickets: Tickets, departments: z.array(DepartmentCode).min(1) }),
  offers: 'handled',
  waits: isOpen,
  parse(slots, context, tickets) {
    const departments = othersThan(context.member?.department ?? null, slots.departments);
    if (departments.length === 0) return refused(`请写明请哪个单位协办，${exampleFor('协办', tickets, '规划局')}`);
    return accepted({ tickets: [...tickets], departments: [...departments] });
  },
  act: (args) => ({ verb: 'addCohandlers', departments: args.departments }),
  done: (args, _ticket, { directory }) => `已请${args.departments.map((code) => departmentName(directory, code)).join('、')}协办。`,
});
