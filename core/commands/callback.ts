import { z } from 'zod';
import { pressedOf } from '../understand/callback.ts';
import { accepted, refused } from './define.ts';
import { defineTicketCommand, Tickets, Words } from './ticket-command.ts';

/** The answer to the question after a 撤单. What is said to the reporter is the same whatever he answers. */
export const callback = defineTicketCommand({
  name: 'callback',
  words: ['回访答复'],
  latin: ['callback'],
  help: '撤单后的回访：有没有人要求您撤',
  examples: ['回访 128 没有', '回访 128 有 局里打电话让我撤'],
  bare: true,
  args: z.object({ tickets: Tickets, pressed: z.boolean(), note: Words }),
  offers: 'reported',
  waits: (ticket) => ticket.callback === 'asked',
  parse(slots, context, tickets) {
    // `callback 128 1` from the button: its digit is no second ticket.
    const digit = /^\s*[#＃]?\s*\d+\s*号?\s+([01])\s*$/.exec(slots.rest.normalize('NFKC'))?.[1];
    const first = tickets.slice(0, 1);
    const n = first[0] ?? context.implied ?? 128;
    if (digit !== undefined) return accepted({ tickets: first, pressed: digit === '1', note: '' });
    const answer = pressedOf(slots.words);
    if (answer === null) return refused(`请回答有没有人要求您撤单，发「回访 ${n} 没有」或「回访 ${n} 有 情况」。`);
    return accepted({ tickets: first, ...answer });
  },
  act: ({ pressed, note }) => ({ verb: 'callBack', pressed, note }),
  done: () => '您的答复已记下，谢谢您。',
});
