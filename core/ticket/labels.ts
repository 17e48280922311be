import { shanghaiDate } from '../deadlines/shanghai.ts';
import type { TicketNumber } from '../ids.ts';
import type { Verb } from './command.ts';
import type { Outcome, TicketState, Urgency } from './ticket.ts';

export const STATE_LABEL: Readonly<Record<TicketState, string>> = {
  accepted: '受理',
  dispatched: '派单',
  claimed: '签收',
  contacted: '联系',
  answered: '答复',
  suspended: '挂账',
  closed: '办结',
  withdrawn: '撤单',
  archived: '归档',
};

export const URGENCY_LABEL: Readonly<Record<Urgency, string>> = { normal: '一般', urgent: '紧急', critical: '特急' };

export const OUTCOME_LABEL: Readonly<Record<Outcome, string>> = { solved: '解决', partly: '部分解决', unsolved: '未解决' };

export const VERB_LABEL: Readonly<Record<Verb, string>> = {
  open: '受理',
  dispatch: '派单',
  triage: '请值班席定单位',
  claim: '签收',
  contact: '联系',
  verify: '核实',
  reply: '回复',
  answer: '答复',
  transfer: '转办',
  return: '退单',
  addCohandlers: '协办',
  suspend: '挂账',
  wait: '等企业',
  resume: '恢复',
  askExtension: '申请延期',
  grantExtension: '同意延期',
  declineExtension: '不同意延期',
  handOver: '移交',
  close: '办结',
  rate: '评价',
  reopen: '重开',
  withdraw: '撤单',
  callBack: '回访',
  archive: '归档',
  supplement: '补充',
  amend: '修改或撤回消息',
  urge: '催办',
  supervise: '督办',
  escalate: '提醒',
  clock: '定时限',
  merge: '合并',
  absorb: '并入',
  split: '拆分',
  join: '又有反映',
  part: '拆出另立',
  refine: '完善',
};

/** `#128`: how notices and lists write it. */
export function numberLabel(number: TicketNumber): string {
  return `#${number}`;
}

/** `128号`: how a sentence says it. */
export function spokenNumber(number: TicketNumber): string {
  return `${number}号`;
}

/** `HC2026-0128`: the form for paper and archives; the letters are configuration, the year is that of the report, in Shanghai. */
export function longNumberLabel(prefix: string, number: TicketNumber, receivedAt: string): string {
  return `${prefix}${shanghaiDate(receivedAt).slice(0, 4)}-${String(number).padStart(4, '0')}`;
}
