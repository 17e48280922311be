import { amountOf } from '../deadlines/amount.ts';
import { calendarOf, limitOf, policyOf } from '../deadlines/policy.ts';
import { PROMISED, type PromisedStep, STEP_LABEL } from '../deadlines/steps.ts';
import { runningClock } from '../deadlines/ticket-clock.ts';
import { momentText } from '../report/shanghai.ts';
import { longNumberLabel, numberLabel } from '../ticket/labels.ts';
import type { Words } from './audience.ts';
import { handlingButtons, replyButtons } from './buttons.ts';
import type { NoticeInput } from './notice.ts';
import { clip, lines, memberName, officeName, reporterName } from './words.ts';

type OrderRule = 'overdue' | 'unsatisfied-twice';

/** 督办单: which matter, whose, why, what is asked and by when. */
export function orderWords(input: NoticeInput, rule: OrderRule): Omit<Words, 'name'> {
  const { ticket, directory, clockwork } = input;
  const head = `【督办单】${longNumberLabel(clockwork.prefix, ticket.number, ticket.receivedAt)}（${numberLabel(ticket.number)}）`;
  const handler = ticket.handler === null || ticket.sensitive ? '' : `，经办人：${memberName(directory, ticket.handler)}`;
  const unit = `承办单位：${officeName(ticket, directory)}${handler}`;
  const why = `督办事由：${rule === 'overdue' ? lateSteps(input) : '企业两次评价不满意，已退回重办'}`;
  const by = momentText(askedBy(input, rule).toISOString(), new Date(input.event.at));
  const wanted = rule === 'overdue' && !isLate(input, 'close') ? '答复企业' : '办结并答复企业';
  const asked = `督办要求：请于 ${by} 前${wanted}；到时办不到的，请说明原因和打算，发「回复 ${ticket.number} 内容」。`;
  return {
    full: lines(head, unit, `事项：${reporterName(ticket, directory)}：${clip(ticket.summary, 80)}`, why, asked),
    bare: lines(head, unit, why, asked, `内容不便在群里说，请私聊${directory.botName}发「查询 ${ticket.number}」查看。`),
    urgent: true,
    ...(ticket.department === null
      ? {}
      : { buttons: ticket.state === 'dispatched' ? handlingButtons(ticket, directory) : replyButtons(ticket) }),
  };
}

function isLate({ event, ticket }: NoticeInput, step: PromisedStep): boolean {
  const clock = runningClock(ticket.clocks, step);
  return clock !== null && Date.parse(clock.dueAt) <= Date.parse(event.at);
}

/** `答复应于 4月30日 10:00 前完成，已超时`. */
function lateSteps({ event, ticket }: NoticeInput): string {
  const at = new Date(event.at);
  const late = PROMISED.flatMap((step) => {
    const clock = runningClock(ticket.clocks, step);
    if (clock === null || Date.parse(clock.dueAt) > at.getTime()) return [];
    return [`${STEP_LABEL[step]}应于 ${momentText(clock.dueAt, at)} 前完成`];
  });
  return late.length === 0 ? '超过办理时限' : `${late.join('，')}，至今没有完成`;
}

/** Of what is late an answer is asked within the policy's 答复 limit from now on; a second 重办 within its own. */
function askedBy({ event, ticket, clockwork }: NoticeInput, rule: OrderRule): Date {
  const { rules } = policyOf(clockwork.limits, ticket);
  const limit = rule === 'overdue' ? limitOf(rules, 'answer', ticket) : rules.rework;
  return calendarOf(rules, ticket.urgency, clockwork).addWorking(new Date(event.at), amountOf(limit));
}
