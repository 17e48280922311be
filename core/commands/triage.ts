import { z } from 'zod';
import { DepartmentCode, type TicketNumber } from '../ids.ts';
import { departmentName } from '../report/words.ts';
import type { TicketCommand } from '../ticket/command.ts';
import type { Ticket } from '../ticket/ticket.ts';
import type { CommandContext, ReadResults } from './command.ts';
import { accepted, defineCommand, refused } from './define.ts';
import { placement } from './placement.ts';
import { missing, namedTickets, Tickets } from './ticket-command.ts';

const Verdict = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('confirm') }),
  z.object({ kind: z.literal('dismiss') }),
  z.object({ kind: z.literal('department'), department: DepartmentCode }),
]);

/** Why a ticket is taken back on the desk's 0; what the house learns from it reads it by these words. */
export const NOT_A_MATTER = '值班席研判：不需办理';

/** The desk's answer to “whose is this?”: the button or number form; the same as 派单 with the suggestion at hand. */
export const triage = defineCommand({
  name: 'triage',
  words: [],
  latin: ['triage'],
  help: '答复研判询问：1 同意建议，0 不需办理，或写单位名',
  examples: ['研判 128 1', '研判 128 0', '研判 128 环保局'],
  args: z.object({ ticket: Tickets.length(1), verdict: Verdict }),
  parse(slots, context) {
    const ticket = namedTickets(slots, context).slice(0, 1);
    if (ticket.length === 0) return refused('请写上单号，例如：研判 128 1');
    const [department] = slots.departments;
    if (department !== undefined) return accepted({ ticket, verdict: { kind: 'department' as const, department } });
    const digit = /(?:^|[^\d])([01])\s*$/.exec(slots.rest.normalize('NFKC'))?.[1];
    if (digit === '1') return accepted({ ticket, verdict: { kind: 'confirm' as const } });
    if (digit === '0') return accepted({ ticket, verdict: { kind: 'dismiss' as const } });
    return refused(`请回 1（同意建议）、0（不需办理）或单位名，例如：研判 ${ticket[0] ?? 128} 环保局`);
  },
  tickets: (args) => args.ticket,
  reads: ({ ticket: [number] }) => (number === undefined ? [] : [{ read: 'story', number }]),
  run({ ticket: asked, verdict }, context, data, tickets) {
    const [ticket] = tickets;
    if (ticket === undefined) return { say: missing(asked, tickets).join('\n') };
    if (verdict.kind === 'dismiss')
      return one(ticket.number, { verb: 'withdraw', reason: NOT_A_MATTER }, `→ #${ticket.number}：已按不需办理处理。`);
    const department = verdict.kind === 'department' ? verdict.department : suggested(data, ticket.number);
    if (department === null) return { say: `这张单子没有建议单位，请写明单位，例如：研判 ${ticket.number} 环保局` };
    return dispatched(ticket, department, verdict.kind === 'confirm' ? '值班席同意建议' : '值班席研判', context);
  },
});

const one = (ticket: TicketNumber, command: TicketCommand, done: string) => ({ say: null, acts: [{ ticket, command, done }] });

function dispatched(ticket: Ticket, department: DepartmentCode, reason: string, context: CommandContext) {
  return one(
    ticket.number,
    placement(ticket, department, [], reason, context.directory),
    `→ #${ticket.number}：已派${departmentName(context.directory, department)}。`,
  );
}

/** What the last question to the desk proposed. */
function suggested(data: ReadResults, number: TicketNumber): DepartmentCode | null {
  const whole = data.story;
  if (whole === null || whole === undefined || whole.ticket.number !== number) return null;
  const asked = whole.events.flatMap(({ body }) => (body.type === 'triaged' ? [body] : []));
  return asked.at(-1)?.suggested ?? null;
}
