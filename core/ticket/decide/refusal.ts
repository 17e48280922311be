import { unreachable } from '../../errors.ts';
import type { Decision, Verb } from '../command.ts';
import { STATE_LABEL, spokenNumber, VERB_LABEL } from '../labels.ts';
import type { Ticket } from '../ticket.ts';

export function refuse(code: string, sentence: string): Decision {
  return { ok: false, refusal: { code, sentence } };
}

export function noSuchTicket(): Decision {
  return refuse('no-such-ticket', '没有找到这个工单，请核对编号；发「我的工单」可以查看您的工单。');
}

export function numberTaken(ticket: Ticket): Decision {
  const no = spokenNumber(ticket.number);
  return refuse(
    'already-open',
    `${no}已经有了（现在是${STATE_LABEL[ticket.state]}），不能重复受理；发「查询 ${ticket.number}」可以看办理情况。`,
  );
}

/** The state does not take the verb: says where the ticket stands and what can be done with it now. */
export function wrongState(ticket: Ticket, verb: Verb): Decision {
  const no = spokenNumber(ticket.number);
  if (ticket.mergedInto !== null) return whenMerged(ticket, spokenNumber(ticket.mergedInto));
  // Answers to a question: where none was asked, the state is not what stands in their way.
  if (verb === 'grantExtension' || verb === 'declineExtension') return refuse('no-extension-asked', `${no}没有等待审批的延期申请。`);
  if (verb === 'callBack') return refuse('not-asked', `${no}没有撤单，没有要回访的事项。`);
  switch (ticket.state) {
    case 'accepted':
      return refuse('not-dispatched', whileAccepted(ticket, verb));
    case 'dispatched':
      return whileDispatched(ticket, verb);
    case 'claimed':
    case 'contacted':
    case 'answered':
      return whileHandled(ticket, verb);
    case 'suspended':
      return whileSuspended(ticket, verb);
    case 'closed':
      return refuse('already-closed', `${no}${whenClosed(ticket, verb)}`);
    case 'withdrawn':
      return whenWithdrawn(ticket, verb);
    case 'archived':
      return refuse('already-archived', `${no}已归档，${mayNot(verb, 'archive')}；如果还没解决，请发「重开 ${ticket.number} 原因」。`);
    default:
      return unreachable(ticket.state);
  }
}

function whileAccepted(ticket: Ticket, verb: Verb): string {
  const no = spokenNumber(ticket.number);
  if (verb === 'rate' || verb === 'archive') return `${no}正在确认承办单位，还没有办结，办结后才能${VERB_LABEL[verb]}。`;
  if (verb === 'reopen') return `${no}正在确认承办单位，不用重开；有新情况请发「补充 ${ticket.number} 内容」。`;
  if (verb === 'resume') return `${no}没有挂账，正在确认承办单位。`;
  return `${no}还没有派单，不能${VERB_LABEL[verb]}；值班席可以先发「派单 ${ticket.number} 部门」。`;
}

function whileDispatched(ticket: Ticket, verb: Verb): Decision {
  const no = spokenNumber(ticket.number);
  if (verb === 'suspend' || verb === 'wait' || verb === 'askExtension') {
    return refuse('not-claimed', `${no}还没有签收，请先发「签收 ${ticket.number}」，再${VERB_LABEL[verb]}。`);
  }
  return whileOpen(ticket, verb, '已派单，等待签收');
}

function whileHandled(ticket: Ticket, verb: Verb): Decision {
  const no = spokenNumber(ticket.number);
  if (verb === 'return')
    return refuse('already-answered', `${no}已经答复，不能退单；确需别的单位办理，请发「转办 ${ticket.number} 部门 理由」。`);
  return whileOpen(ticket, verb, ticket.state === 'answered' ? '已经答复' : '正在办理');
}

function whileSuspended(ticket: Ticket, verb: Verb): Decision {
  const no = spokenNumber(ticket.number);
  if (verb === 'suspend') return refuse('already-suspended', `${no}已经挂账；可以办了请发「恢复 ${ticket.number}」。`);
  if (verb === 'wait' || verb === 'askExtension') {
    return refuse('suspended', `${no}正在挂账，办理时限已经暂停，不用${VERB_LABEL[verb]}；可以办了请发「恢复 ${ticket.number}」。`);
  }
  if (verb === 'claim' || verb === 'return')
    return refuse('suspended', `${no}正在挂账，不能${VERB_LABEL[verb]}；请先发「恢复 ${ticket.number}」。`);
  return whileOpen(ticket, verb, '正在挂账');
}

/** Refusals that every dispatched ticket shares; `stands` says where it stands. */
function whileOpen(ticket: Ticket, verb: Verb, stands: string): Decision {
  const no = spokenNumber(ticket.number);
  const n = ticket.number;
  if (verb === 'dispatch' || verb === 'triage')
    return refuse('already-dispatched', `${no}${stands}；要换承办单位，请发「转办 ${n} 部门 理由」。`);
  if (verb === 'rate') return refuse('not-closed', `${no}${stands}，还没有办结，办结后请您评价；有新情况可以发「补充 ${n} 内容」。`);
  if (verb === 'reopen') return refuse('not-closed', `${no}${stands}，不用重开；有新情况请发「补充 ${n} 内容」。`);
  if (verb === 'archive') return refuse('not-closed', `${no}${stands}，还没有办结，不能归档。`);
  if (verb === 'resume') return refuse('not-suspended', `${no}${stands}，没有挂账，不用恢复。`);
  return refuse('wrong-state', `${no}${stands}，现在不能${VERB_LABEL[verb]}；发「查询 ${n}」可以看办理情况。`);
}

function whenClosed(ticket: Ticket, verb: Verb): string {
  if (verb === 'withdraw') return `已经办结，不用撤单；发「查询 ${ticket.number}」可以看办理结果。`;
  return `已办结，${mayNot(verb, 'close')}；如果还没解决，请发「重开 ${ticket.number} 原因」。`;
}

function whenWithdrawn(ticket: Ticket, verb: Verb): Decision {
  return refuse('already-withdrawn', `${spokenNumber(ticket.number)}已撤单，${mayNot(verb, 'withdraw')}；如果还要办，请在群里重新反映。`);
}

function whenMerged(ticket: Ticket, into: string): Decision {
  return refuse('already-merged', `${spokenNumber(ticket.number)}已并入${into}，请在${into}上继续。`);
}

/** Asking again for what is already so needs no ban. */
function mayNot(verb: Verb, done: Verb): string {
  return verb === done ? `不用再${VERB_LABEL[verb]}` : `不能再${VERB_LABEL[verb]}`;
}
