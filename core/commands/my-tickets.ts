import { z } from 'zod';
import { LIST_LINES } from '../limits.ts';
import { totalsOnly } from '../permission/scope.ts';
import { ticketLine } from '../report/list.ts';
import { mineText } from '../report/mine.ts';
import { OPEN_STATES, type Ticket } from '../ticket/ticket.ts';
import type { CommandContext } from './command.ts';
import { accepted, defineCommand } from './define.ts';

export const myTickets = defineCommand({
  name: 'my_tickets',
  words: ['我的单子', '我反映的', '我报的', '我的问题', '我的诉求'],
  latin: ['mine'],
  help: '列出我反映的（和我经办的）单子',
  examples: ['我的工单'],
  bare: true,
  args: z.object({}),
  parse: () => accepted({}),
  reads: (_args, { member, sender }) => [
    { read: 'mine', member: member?.id ?? null, channel: sender.channel, wireId: sender.wireId, limit: 50 },
    ...(member?.department ? [{ read: 'openOf', department: member.department, limit: 200 } as const] : []),
  ],
  run(_args, context, data) {
    const reported = data.mine ?? [];
    const handled = (data.openOf?.tickets ?? []).filter((one) => one.handler !== null && one.handler === context.member?.id);
    if (totalsOnly(context.chat)) return { say: counts(reported, handled) };
    const sayReported = handled.length === 0 || reported.length > 0 ? [mineText(reported, context)] : [];
    return { say: [...sayReported, ...handledText(handled, context)].join('\n') };
  },
});

/** In the work group everybody reads along: numbers only, and where to see more. */
function counts(reported: readonly Ticket[], handled: readonly Ticket[]): string {
  const open = reported.filter((one) => OPEN_STATES.has(one.state));
  if (reported.length === 0 && handled.length === 0) return '您还没有反映过问题。有困难直接在群里说就行，我来转给部门。';
  const numbers = open.slice(0, LIST_LINES).map((one) => `#${one.number}`);
  const mine =
    reported.length === 0
      ? ''
      : `您反映过 ${reported.length} 件，在办 ${open.length} 件${open.length === 0 ? '' : `：${numbers.join('、')}`}。`;
  const his = handled.length === 0 ? '' : `您经办的在办单 ${handled.length} 件。`;
  return `${mine}${his}详情请私聊我。`;
}

function handledText(handled: readonly Ticket[], context: CommandContext): readonly string[] {
  if (handled.length === 0) return [];
  const left = handled.length - LIST_LINES;
  return [
    `您经办的：在办 ${handled.length} 件。`,
    ...handled.slice(0, LIST_LINES).map((one) => ticketLine(one, context)),
    ...(left > 0 ? [`还有 ${left} 件没有列出。`] : []),
  ];
}
