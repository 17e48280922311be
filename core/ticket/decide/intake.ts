import { runningClock } from '../../deadlines/ticket-clock.ts';
import type { DepartmentCode } from '../../ids.ts';
import type { Decision } from '../command.ts';
import { spokenNumber } from '../labels.ts';
import type { Ticket } from '../ticket.ts';
import { type CommandOf, reasonOr, yields } from './common.ts';
import { refuse } from './refusal.ts';

/** 受理. A wire whose clock runs ahead must not make a ticket that was received after it was accepted. */
export function open(command: CommandOf<'open'>, now: Date): Decision {
  const { reporter, enterprise, sourceChat, sourceInbox, text, summary, urgency, sensitive, category } = command;
  const received = new Date(command.receivedAt).getTime();
  const receivedAt = new Date(Number.isNaN(received) ? now.getTime() : Math.min(received, now.getTime())).toISOString();
  const also = [...(command.also ?? [])];
  return yields({
    type: 'opened',
    reporter,
    enterprise,
    sourceChat,
    sourceInbox,
    text,
    summary,
    urgency,
    sensitive,
    category,
    receivedAt,
    also,
  });
}

/** 派单. */
export function dispatch(_ticket: Ticket, command: CommandOf<'dispatch'>): Decision {
  const { department, handler, commissioner } = command;
  const cohandlers = others(command.cohandlers, [department]);
  return yields({ type: 'dispatched', department, handler, commissioner, cohandlers, reason: reasonOr(command.reason) });
}

export function triage(_ticket: Ticket, command: CommandOf<'triage'>): Decision {
  return yields({ type: 'triaged', suggested: command.suggested, reason: reasonOr(command.reason) });
}

/** 转办. */
export function transfer(ticket: Ticket, command: CommandOf<'transfer'>): Decision {
  const no = spokenNumber(ticket.number);
  const reason = command.reason.trim();
  if (command.department === ticket.department) return refuse('same-department', `${no}本来就由这个单位承办，不用转办。`);
  if (!reason) return refuse('reason-missing', `转办要写明理由，例如「转办 ${ticket.number} 规划局 属于规划许可」。`);
  return yields({ type: 'transferred', from: ticket.department, department: command.department, reason });
}

/**
 * 退单, within its own limit: the first goes back to the duty desk; the second to the 推进办, which rules and cannot hand it back;
 * nor can whoever it ruled for (no ping-pong).
 */
export function giveBack(ticket: Ticket, command: CommandOf<'return'>, now: Date): Decision {
  const no = spokenNumber(ticket.number);
  const reason = command.reason.trim();
  if (ticket.department === command.fallback) {
    return refuse(
      'at-fallback',
      `${no}由兜底单位承办，不能退单；可以发「转办 ${ticket.number} 部门 理由」或「协办 ${ticket.number} 部门」。`,
    );
  }
  if (ticket.returns > 1) {
    return refuse('ruled', `${no}的承办单位已由推进办裁定，不能再退单；需要别的单位配合请发「协办 ${ticket.number} 部门」。`);
  }
  const limit = runningClock(ticket.clocks, 'return');
  if (limit !== null && now.getTime() > new Date(limit.dueAt).getTime()) {
    return refuse('return-late', `${no}已过退单时限，由本单位负责到底；确需别的单位办理，请发「转办 ${ticket.number} 部门 理由」。`);
  }
  if (!reason) return refuse('reason-missing', `退单要写明理由，例如「退单 ${ticket.number} 不属于本单位职责」。`);
  return yields({ type: 'returned', from: ticket.department, reason, to: ticket.returns === 0 ? null : command.fallback });
}

/** 协办. */
export function addCohandlers(ticket: Ticket, command: CommandOf<'addCohandlers'>): Decision {
  const no = spokenNumber(ticket.number);
  if (command.departments.length === 0) return refuse('department-missing', `请写明协办单位，例如「协办 ${ticket.number} 规划局」。`);
  const departments = others(command.departments, [...ticket.cohandlers, ...(ticket.department === null ? [] : [ticket.department])]);
  if (departments.length === 0) return refuse('already-handling', `${no}已经由这个单位承办或协办了，不用再加。`);
  return yields({ type: 'cohandlers-added', departments });
}

function others(departments: readonly DepartmentCode[], taken: readonly DepartmentCode[]): DepartmentCode[] {
  return [...new Set(departments)].filter((code) => !taken.includes(code));
}
