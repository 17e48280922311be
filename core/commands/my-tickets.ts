import { z } from 'zod';
import { handledText, mineText, mineTotals } from '../report/mine.ts';
import { accepted, defineCommand } from './define.ts';

export const myTickets = defineCommand({
  name: 'my_tickets',
  words: ['我的单子'],
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
    if (context.chat.kind === 'group') return { say: mineTotals(reported, handled) };
    const own = handled.length === 0 || reported.length > 0 ? [mineText(reported, context)] : [];
    return { say: [...own, ...handledText(handled, context)].join('\n') };
  },
});
