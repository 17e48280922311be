import { z } from 'zod';
import type { TicketNumber } from '../ids.ts';
import { ratingText } from '../report/words.ts';
import { Rating } from '../ticket/ticket.ts';
import type { Slots } from './command.ts';
import { accepted, refused } from './define.ts';
import { readRating } from './rating.ts';
import { defineTicketCommand, exampleFor, Tickets } from './ticket-command.ts';

export const rate = defineTicketCommand({
  name: 'rate',
  words: ['打分', '评分', '点评', '打个分'],
  latin: ['rate'],
  help: '评价办理结果（满意，或三项打分）',
  examples: ['评价 128 满意', '评价 128 态度5 质量4 效果5', '评价 128 不满意 问题还在'],
  bare: true,
  args: z.object({ tickets: Tickets, rating: Rating }),
  offers: 'reported',
  waits: (ticket) => ticket.state === 'closed' && ticket.rating === null,
  parse(slots, context) {
    const { tickets, rating } = ratingIn(slots, context.implied);
    if (rating === null)
      return refused(
        `请写上您的评价：非常满意、满意、基本满意、不满意，或给态度、质量、效果打1到5分，${exampleFor('评价', tickets, '满意')}`,
      );
    return accepted({ tickets: [...tickets], rating });
  },
  act: (args) => ({ verb: 'rate', rating: args.rating }),
  done: (args) => `评价已记下（${ratingText(args.rating)}），谢谢您。`,
});

/** Which tickets a sentence rates, and how. `implied`: the one it can only mean where it names none. */
export function ratingIn(
  slots: Slots,
  implied: TicketNumber | null,
): { readonly tickets: readonly TicketNumber[]; readonly rating: Rating | null } {
  const { tickets, text } = markedTickets(slots, implied);
  return { tickets, rating: readRating(text) };
}

const MARKS_IN_ONE = /^\s*[#＃]?\d+\s*号?[\s,，:：]+[1-5]{3}\s*$/;
const MARKS = /^\s*[1-5]\s*[\s,，、/]\s*[1-5]\s*[\s,，、/]\s*[1-5]\s*$/;

/** In `评价 128 5 4 5` the numbers behind the first are marks; in `评价 5 4 5`, said to a known ticket, all are. */
function markedTickets(slots: Slots, implied: TicketNumber | null): { readonly tickets: readonly TicketNumber[]; readonly text: string } {
  if (implied !== null && (slots.tickets.length === 0 || MARKS.test(slots.rest))) return { tickets: [implied], text: slots.rest };
  const [first, second] = slots.tickets;
  if (first === undefined) return { tickets: [], text: slots.rest };
  // 评价 12 555: three marks run together, for nothing else in it is one.
  if (MARKS_IN_ONE.test(slots.rest) && slots.tickets.length === 2) return { tickets: [first], text: slots.rest.replace(/^\D*\d+\D+/, '') };
  // Later small numbers are marks; larger ones are tickets.
  if (second === undefined || second > 5) return { tickets: [...new Set(slots.tickets)], text: slots.words };
  const behind = new RegExp(`^.*?${first}(?!\\d)\\s*号?`).exec(slots.rest.normalize('NFKC'));
  return { tickets: [first], text: behind === null ? slots.words : slots.rest.normalize('NFKC').slice(behind[0].length) };
}
