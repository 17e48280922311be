import { z } from 'zod';
import { TicketNumber } from '../ids.ts';
import { carriedOver } from '../ticket/also.ts';
import { accepted, defineCommand, refused } from './define.ts';
import { isOpen, missing, Tickets } from './ticket-command.ts';

const INTO = /并到|并入|并进|并给|合到|合并到|归到|到|入/;

export const merge = defineCommand({
  name: 'merge',
  words: ['并单'],
  latin: ['merge'],
  help: '把说同一件事的单子并成一张',
  examples: ['合并 130 到 128', '合并 130 131 到 128'],
  args: z.object({ from: Tickets, into: TicketNumber }),
  parse(slots) {
    const tickets = [...new Set(slots.tickets)];
    // `130 到 128` names the one that stays last; without a direction the eldest stays, for its clock runs longest.
    const into = INTO.test(slots.rest) ? tickets.at(-1) : tickets.toSorted((a, b) => a - b)[0];
    if (into === undefined || tickets.length < 2) return refused('请写上要合并的单号，例如：合并 130 到 128');
    return accepted({ from: tickets.filter((one) => one !== into), into });
  },
  tickets: ({ from, into }) => [...from, into],
  run({ from, into }, _context, _data, tickets) {
    const lost = missing([...from, into], tickets);
    if (lost.length > 0) return { say: lost.join('\n') };
    // Both sides or neither: a ticket must not absorb one that could not go.
    const over = tickets.filter((one) => !isOpen(one));
    if (over.length > 0) return { say: `${over.map((one) => `#${one.number}`).join('、')} 已经不在办，不能合并。` };
    const stays = tickets.find((one) => one.number === into);
    const carried = (number: TicketNumber) => {
      const goes = tickets.find((one) => one.number === number);
      return goes === undefined || stays === undefined ? [] : carriedOver(goes, stays);
    };
    const acts = from.flatMap((number) => [
      {
        ticket: number,
        command: { verb: 'merge', into, reason: `与 #${into} 是同一件事` } as const,
        done: `→ #${number}：已并入 #${into}。并错了请发“拆分 ${into} ${number}”。`,
      },
      { ticket: into, command: { verb: 'absorb', from: number, also: carried(number) } as const },
    ]);
    return { say: null, acts };
  },
});
