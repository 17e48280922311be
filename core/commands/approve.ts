import { calendarOf, policyOf } from '../deadlines/policy.ts';
import { accepted } from './define.ts';
import { defineTicketCommand, TicketsAndWords } from './ticket-command.ts';

/** 延期 granted by the 推进办. Its rights are narrower than the table's roles: see `FALLBACK_ONLY` in core/permission/table.ts. */
export const approve = defineTicketCommand({
  name: 'approve',
  words: ['同意延期', '批准延期'],
  latin: ['approve'],
  help: '同意延期申请（推进办）',
  examples: ['同意 128'],
  args: TicketsAndWords,
  offers: 'none',
  waits: (ticket) => ticket.extension?.state === 'asked',
  parse: (slots, _context, tickets) => accepted({ tickets: [...tickets], words: slots.words }),
  act({ words }, ticket, { clockwork, now }) {
    const { extension } = ticket;
    const calendar = calendarOf(policyOf(clockwork.limits, ticket).rules, ticket.urgency, clockwork);
    const until = extension === null ? now : calendar.addWorking(new Date(extension.askedAt), { days: extension.days });
    return { verb: 'grantExtension', until: until.toISOString(), note: words };
  },
  done: (_args, ticket) => `已同意延期 ${ticket.extension?.days ?? 0} 个工作日。`,
});
