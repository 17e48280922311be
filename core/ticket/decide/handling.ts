import { openPause } from '../../deadlines/ticket-clock.ts';
import type { Decision } from '../command.ts';
import { spokenNumber } from '../labels.ts';
import type { Ticket } from '../ticket.ts';
import { type CommandOf, claimFirst, reasonOr, resumeFirst, yields } from './common.ts';
import { refuse, wrongState } from './refusal.ts';

/** 签收. */
export function claim(ticket: Ticket, command: CommandOf<'claim'>): Decision {
  return yields({ type: 'claimed', handler: command.handler ?? ticket.handler });
}

/** 签收 of what is already taken: a colleague is told so, and whoever has it is told what comes next. */
export function claimRefused(ticket: Ticket, command: CommandOf<'claim'>): Decision {
  if (ticket.state !== 'claimed' && ticket.state !== 'contacted' && ticket.state !== 'answered') return wrongState(ticket, 'claim');
  const no = spokenNumber(ticket.number);
  if (command.handler !== null && command.handler === ticket.handler) {
    return refuse('already-yours', `${no}您已经签收了，联系企业后请发「联系 ${ticket.number} 情况」或「回复 ${ticket.number} 内容」。`);
  }
  return refuse('already-claimed', `${no}已有同事签收，正在办理；您了解情况可以发「回复 ${ticket.number} 内容」。`);
}

/** 联系. */
export function contact(ticket: Ticket, command: CommandOf<'contact'>): Decision {
  const note = command.note.trim();
  return yields(...claimFirst(ticket, command.handler), ...resumeFirst(ticket, '联系企业，恢复办理'), { type: 'contacted', note });
}

/** 回复. A suspended ticket stays so: word of why it waits is not work on it. */
export function reply(ticket: Ticket, command: CommandOf<'reply'>): Decision {
  const text = command.text.trim();
  if (!text) return refuse('text-missing', `请写上回复的内容，例如「回复 ${ticket.number} 已安排人员下午上门」。`);
  return yields(...claimFirst(ticket, command.handler), { type: 'replied', text });
}

/** 答复. */
export function answer(ticket: Ticket, command: CommandOf<'answer'>): Decision {
  const text = command.text.trim();
  if (!text) return refuse('text-missing', `请写上答复的内容，例如「答复 ${ticket.number} 材料已核对，今天办好」。`);
  return yields(...claimFirst(ticket, command.handler), ...resumeFirst(ticket, '已答复，恢复办理'), { type: 'answered', text });
}

/** 挂账. */
export function suspend(ticket: Ticket, command: CommandOf<'suspend'>): Decision {
  const reason = command.reason.trim();
  if (!reason) return refuse('reason-missing', `挂账要写明理由，例如「挂账 ${ticket.number} 等待用地指标」。`);
  return yields({ type: 'suspended', reason });
}

/** 核实. */
export function verify(ticket: Ticket, command: CommandOf<'verify'>): Decision {
  const note = command.note.trim();
  if (!note) return refuse('note-missing', `请写上核实的情况，例如「核实 ${ticket.number} 现场看过，情况属实」。`);
  return yields(...claimFirst(ticket, command.handler), ...resumeFirst(ticket, '已核实，恢复办理'), { type: 'verified', note });
}

/** 等企业: only the enterprise can go on (a missing paper); the unit's clocks stand still until it does. */
export function wait(ticket: Ticket, command: CommandOf<'wait'>): Decision {
  const no = spokenNumber(ticket.number);
  const reason = command.reason.trim();
  if (!reason) return refuse('reason-missing', `请写明要企业补充什么，例如「等企业 ${ticket.number} 补齐土地证复印件」。`);
  if (openPause(ticket.pauses)?.kind === 'waiting') {
    return refuse('already-waiting', `${no}已经在等企业补充；企业补来了会自动恢复计时，也可以发「恢复 ${ticket.number}」。`);
  }
  return yields({ type: 'waiting', reason });
}

/** 移交 within the department. */
export function handOver(ticket: Ticket, command: CommandOf<'handOver'>): Decision {
  if (ticket.handler === command.to) return refuse('same-handler', `${spokenNumber(ticket.number)}本来就由他经办。`);
  return yields({ type: 'handed-over', from: ticket.handler, to: command.to, reason: reasonOr(command.reason) });
}

/** 恢复. */
export function resume(ticket: Ticket, command: CommandOf<'resume'>): Decision {
  if (openPause(ticket.pauses) === null && ticket.state !== 'suspended') return wrongState(ticket, 'resume');
  return yields({ type: 'resumed', note: command.note.trim() });
}
