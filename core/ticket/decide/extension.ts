import { openPause, runningClock } from '../../deadlines/ticket-clock.ts';
import type { Decision } from '../command.ts';
import { spokenNumber } from '../labels.ts';
import type { Ticket } from '../ticket.ts';
import { type CommandOf, reasonOr, yields } from './common.ts';
import { refuse } from './refusal.ts';

/** 延期: asked before the deadline, with a reason, at most the limit, and no oftener than the policy allows. */
export function askExtension(ticket: Ticket, command: CommandOf<'askExtension'>, now: Date): Decision {
  const no = spokenNumber(ticket.number);
  const n = ticket.number;
  const { days, atMost, times } = command;
  const reason = command.reason.trim();
  const granted = ticket.pauses.filter((pause) => pause.kind === 'extension').length;
  if (ticket.extension?.state === 'asked') return refuse('extension-pending', `${no}的延期申请正在等推进办审批，不用再申请。`);
  if (granted >= times) return refuse('extension-used', `${no}已经延期过，一件只能延期 ${times} 次。`);
  if (!reason) return refuse('reason-missing', `延期要写明理由，例如「延期 ${n} ${Math.min(5, atMost)}天 等待专家评审」。`);
  if (days > atMost)
    return refuse('extension-too-long', `一次最多延期 ${atMost} 个工作日，请重新申请，例如「延期 ${n} ${atMost}天 理由」。`);
  const close = runningClock(ticket.clocks, 'close');
  // While the clocks stand still it is as late as when they were stopped.
  const stopped = openPause(ticket.pauses);
  const at = stopped === null ? now.getTime() : new Date(stopped.from).getTime();
  if (close !== null && at >= new Date(close.dueAt).getTime()) {
    return refuse('extension-late', `${no}已过办结时限，延期要在到期前申请；请抓紧办理并回复进展。`);
  }
  return yields({ type: 'extension-asked', days, reason });
}

/** 同意. */
export function grantExtension(ticket: Ticket, command: CommandOf<'grantExtension'>): Decision {
  const { extension } = ticket;
  if (extension?.state !== 'asked') return nothingAsked(ticket);
  return yields({ type: 'extension-granted', days: extension.days, until: command.until, note: command.note.trim() });
}

/** 不同意, with a reason. */
export function declineExtension(ticket: Ticket, command: CommandOf<'declineExtension'>): Decision {
  if (ticket.extension?.state !== 'asked') return nothingAsked(ticket);
  if (!command.reason.trim())
    return refuse('reason-missing', `不同意延期要写明理由，例如「不同意 ${ticket.number} 事项紧急，请按期办结」。`);
  return yields({ type: 'extension-declined', reason: reasonOr(command.reason) });
}

function nothingAsked(ticket: Ticket): Decision {
  return refuse('no-extension-asked', `${spokenNumber(ticket.number)}没有等待审批的延期申请。`);
}
