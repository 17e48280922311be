import type { Decision } from '../command.ts';
import type { EventBody } from '../events.ts';
import { spokenNumber } from '../labels.ts';
import type { Rating, Ticket } from '../ticket.ts';
import { type CommandOf, claimFirst, reasonOr, resumeFirst, yields } from './common.ts';
import { refuse } from './refusal.ts';

/** 办结. Unless it was just answered, the note is the only thing the enterprise will be told: it cannot be empty. */
export function close(ticket: Ticket, command: CommandOf<'close'>): Decision {
  const note = command.note.trim();
  if (!note && ticket.state !== 'answered') {
    return refuse('note-missing', `${spokenNumber(ticket.number)}还没有答复，办结要写明结果，例如「办结 ${ticket.number} 路灯已修好」。`);
  }
  const closed: EventBody = { type: 'closed', outcome: command.outcome, note };
  return yields(...claimFirst(ticket, command.handler), ...resumeFirst(ticket, '已办结，恢复后结束挂账'), closed);
}

/** 评价. 差评 (1 or 2 in any of the three) always goes back: 重办; the second brings a 督办单. */
export function rate(ticket: Ticket, command: CommandOf<'rate'>): Decision {
  const { rating } = command;
  const scores = [rating.attitude, rating.quality, rating.effect].filter((score) => score !== null);
  if (scores.length === 0) {
    return refuse('score-missing', `请写上评价，例如「评价 ${ticket.number} 满意」，或给服务态度、办理质量、办理效果打 1–5 分。`);
  }
  const bad = scores.some((score) => score <= 2);
  if (!bad) return yields({ type: 'rated', rating, bad });
  const rework: EventBody = { type: 'rework', reason: reworkReason(rating) };
  if (ticket.badRatings === 0) return yields({ type: 'rated', rating, bad }, rework);
  const order: EventBody = { type: 'supervised', note: '企业两次评价不满意', rule: 'unsatisfied-twice' };
  return yields({ type: 'rated', rating, bad }, rework, order);
}

function reworkReason(rating: Rating): string {
  const low = [
    { name: '服务态度', score: rating.attitude },
    { name: '办理质量', score: rating.quality },
    { name: '办理效果', score: rating.effect },
  ].flatMap(({ name, score }) => (score !== null && score <= 2 ? [`${name} ${score} 分`] : []));
  const comment = rating.comment?.trim();
  return `评价不满意（${low.join('，')}）${comment ? `：${comment}` : ''}`;
}

/** 重开. */
export function reopen(_ticket: Ticket, command: CommandOf<'reopen'>): Decision {
  return yields({ type: 'reopened', reason: reasonOr(command.reason) });
}

/** 撤单. */
export function withdraw(_ticket: Ticket, command: CommandOf<'withdraw'>): Decision {
  return yields({ type: 'withdrawn', reason: reasonOr(command.reason), callback: command.ask ?? false });
}

/** 回访 after a 撤单: whether anybody pressed him. The first answer counts; pressed may be said later still. */
export function callBack(ticket: Ticket, command: CommandOf<'callBack'>): Decision {
  const no = spokenNumber(ticket.number);
  if (ticket.callback === null) return refuse('not-asked', `${no}没有要回访的事项。`);
  if (ticket.callback !== 'asked' && !command.pressed) return refuse('already-answered', `${no}的回访已经记下，谢谢您。`);
  return yields({ type: 'called-back', pressed: command.pressed, note: command.note.trim() });
}

/** 归档. */
export function archive(): Decision {
  return yields({ type: 'archived' });
}
