import { z } from 'zod';
import { type AmountText, amountOf } from '../deadlines/amount.ts';
import { policyOf } from '../deadlines/policy.ts';
import { accepted, refused } from './define.ts';
import { defineTicketCommand, exampleFor, Tickets, Words } from './ticket-command.ts';

const NUMBER = '(?:\\d{1,3}|[一二两三四五六七八九十]{1,3})';
const LONGER = '(?:申请|请求|请|想|再|能不能|能否|可否|给|多|我们|延期|延长|延后|推迟|宽限|展期|顺延|往后推|缓|晚|延|到|\\s)*';
/** How long, said on its own: `5天`, `宽限两天呗`. Days inside a reason (评审要等5天) are left in it. */
const HOW_LONG = new RegExp(
  `(^|[\\s,，、。；;:：])${LONGER}${NUMBER}\\s*个?\\s*(?:工作日|天|日|星期|礼拜|周)(?:吧|呗|吗|左右|行吗|可以吗|好吗)*(?=$|[\\s,，、。；;:：])`,
);
const EDGES = /^(?:理由是?|原因是?|因为|由于|[\s,，、。；;:：])+|[\s,，、；;:：]+$/g;
/** A policy that spells the most in hours means days of this many minutes. */
const DAY_MINUTES = 450;

export const extend = defineTicketCommand({
  name: 'extend',
  words: ['延时', '申请延期', '展期'],
  latin: ['extend'],
  help: '到期前申请延期（要写天数和理由，推进办审批）',
  examples: ['延期 128 5天 等待专家评审'],
  bare: true,
  args: z.object({ tickets: Tickets, days: z.int().min(1, '延期至少 1 天。').max(366), reason: Words }),
  offers: 'handled',
  waits: (ticket) =>
    ticket.extension === null && (ticket.state === 'claimed' || ticket.state === 'contacted' || ticket.state === 'answered'),
  parse(slots, _context, tickets) {
    if (slots.days === null) return refused(`请写明延期几个工作日和理由，${exampleFor('延期', tickets, '5天 等待专家评审')}`);
    const reason = slots.words.replace(HOW_LONG, '$1').replace(EDGES, '').trim();
    if (!/[\p{L}\p{N}]/u.test(reason)) {
      return refused(`请写明延期的理由，${exampleFor('延期', tickets, `${slots.days}天 等待专家评审`)}`);
    }
    return accepted({ tickets: [...tickets], days: slots.days, reason });
  },
  act({ days, reason }, ticket, { clockwork }) {
    const { atMost, times } = policyOf(clockwork.limits, ticket).rules.extension;
    return { verb: 'askExtension', days, reason, atMost: daysOf(atMost), times };
  },
  done: ({ days }) => `已申请延期 ${days} 个工作日，请等推进办审批；批准前仍按原时限。`,
});

function daysOf(most: AmountText): number {
  const amount = amountOf(most);
  return 'days' in amount ? amount.days : Math.floor(amount.minutes / DAY_MINUTES);
}
