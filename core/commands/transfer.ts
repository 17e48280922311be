import { z } from 'zod';
import { DepartmentCode } from '../ids.ts';
import { departmentName } from '../report/words.ts';
import { accepted, refused } from './define.ts';
import { othersThan } from './placement.ts';
import { reasonIn } from './reason.ts';
import { defineTicketCommand, exampleFor, isOpen, Tickets, Words } from './ticket-command.ts';

const VERB = /^(?:转办|转给|转到|转去|转交|移交|移给|交给|改派|转派|转)/;

export const transfer = defineTicketCommand({
  name: 'transfer',
  words: ['转派', '移交', '转交'],
  latin: ['transfer'],
  help: '转给别的单位（要写理由）',
  examples: ['转办 128 环保局 排污许可由环保局核发'],
  bare: true,
  args: z.object({ tickets: Tickets, department: DepartmentCode, reason: Words }),
  offers: 'handled',
  waits: isOpen,
  parse(slots, context, tickets) {
    const [department, second] = othersThan(context.member?.department ?? null, slots.departments);
    const example = exampleFor('转办', tickets, '环保局 排污许可由环保局核发');
    if (department === undefined) return refused(`请写明转给哪个单位和理由，${example}`);
    if (second !== undefined) return refused(`一次只能转给一个单位；要几家一起办，请用“协办”。${example}`);
    const reason = reasonIn(slots.words, slots.departments, VERB, context.directory);
    if (reason === '') return refused(`请写明转办的理由，${example}`);
    return accepted({ tickets: [...tickets], department, reason });
  },
  act: (args) => ({ verb: 'transfer', department: args.department, reason: args.reason }),
  done: (args, _ticket, context) => `已转${departmentName(context.directory, args.department)}。`,
});
