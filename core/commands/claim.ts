import { defineTicketCommand, OnlyTickets, onlyTickets } from './ticket-command.ts';

export const claim = defineTicketCommand({
  name: 'claim',
  words: ['接单', '接收', '受领'],
  latin: ['claim'],
  help: '签收派来的单子',
  examples: ['签收 128', '接单 128 130'],
  bare: true,
  args: OnlyTickets,
  offers: 'handled',
  waits: (ticket) => ticket.state === 'dispatched',
  parse: onlyTickets,
  act: (_args, _ticket, context) => ({ verb: 'claim', handler: context.member?.id ?? null }),
  done: () => '已签收，请尽快联系企业，联系后发“已联系”。',
});
