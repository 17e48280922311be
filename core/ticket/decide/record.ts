import type { TicketNumber } from '../../ids.ts';
import type { Decision } from '../command.ts';
import { spokenNumber } from '../labels.ts';
import type { Ticket } from '../ticket.ts';
import { type CommandOf, reasonOr, yields } from './common.ts';
import { refuse, wrongState } from './refusal.ts';

/** 补充. A closed ticket takes it without opening again: thanks and afterthoughts are no complaint. */
export function supplement(ticket: Ticket, command: CommandOf<'supplement'>): Decision {
  const text = command.text.trim();
  if (!text && command.media === 0) {
    return refuse('text-missing', `请写上要补充的内容，例如「补充 ${ticket.number} 地点在南门」，也可以发图片。`);
  }
  return yields({ type: 'supplemented', text, media: command.media });
}

/** An edit or a recall by the sender: recorded with the old text, whatever became of the ticket. */
export function amend(_ticket: Ticket, command: CommandOf<'amend'>): Decision {
  const { inbox, oldText, newText } = command;
  return yields({ type: 'amended', inbox, oldText, newText });
}

/** 催办. */
export function urge(_ticket: Ticket, command: CommandOf<'urge'>): Decision {
  return yields({ type: 'urged', note: command.note.trim() });
}

/** 督办. */
export function supervise(_ticket: Ticket, command: CommandOf<'supervise'>): Decision {
  return yields({ type: 'supervised', note: command.note.trim(), rule: null });
}

/** 合并, the side that goes. */
export function merge(ticket: Ticket, command: CommandOf<'merge'>): Decision {
  return isSelf(ticket, command.into) ?? yields({ type: 'merged', into: command.into, reason: reasonOr(command.reason) });
}

/** 合并, the side that stays. */
export function absorb(ticket: Ticket, command: CommandOf<'absorb'>): Decision {
  return isSelf(ticket, command.from) ?? yields({ type: 'absorbed', from: command.from, also: [...command.also] });
}

/** 拆分. A ticket that is over takes it where it was merged: then it is told under which number it goes on. */
export function split(ticket: Ticket, command: CommandOf<'split'>): Decision {
  if (ticket.state === 'withdrawn' && ticket.mergedInto === null) return wrongState(ticket, 'split');
  return isSelf(ticket, command.into) ?? yields({ type: 'split', into: command.into, from: command.from });
}

/** 同一件事: somebody else tells of it. */
export function join(command: CommandOf<'join'>): Decision {
  const { inbox, reporter, enterprise, text, media, reason } = command;
  return yields({ type: 'joined', inbox, reporter, enterprise, text: text.trim(), media, reason: reasonOr(reason) });
}

/** 拆分, of what was joined. */
export function part(ticket: Ticket, command: CommandOf<'part'>): Decision {
  const same = isSelf(ticket, command.into);
  if (same) return same;
  if (ticket.also.every((one) => one.inbox !== command.inbox)) {
    return refuse('not-joined', `这条消息没有并在${spokenNumber(ticket.number)}里，不用拆。`);
  }
  return yields({ type: 'parted', inbox: command.inbox, into: command.into });
}

/** What a model found out later; only what differs is recorded. */
export function refine(ticket: Ticket, command: CommandOf<'refine'>): Decision {
  const summary = command.summary === ticket.summary ? null : command.summary?.trim() || null;
  const urgency = command.urgency === ticket.urgency ? null : command.urgency;
  if (summary === null && urgency === null) return refuse('nothing-new', `${spokenNumber(ticket.number)}没有需要完善的内容。`);
  return yields({ type: 'refined', summary, urgency, reason: reasonOr(command.reason) });
}

function isSelf(ticket: Ticket, other: TicketNumber): Decision | null {
  return ticket.number === other ? refuse('same-ticket', `${spokenNumber(other)}是同一个工单，请写另一个编号。`) : null;
}
