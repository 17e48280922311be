import { z } from 'zod';

/** Every command by its neutral name, with the Chinese word that help shows. Rights and refusals name commands by it. */
export const COMMAND_TITLES = {
  help: '帮助',
  my_tickets: '我的工单',
  ticket_status: '查询',
  supplement: '补充',
  withdraw: '撤回',
  rate: '评价',
  reopen: '重开',
  callback: '回访',
  claim: '签收',
  contact: '联系',
  verify: '核实',
  reply: '回复',
  answer: '答复',
  close: '办结',
  transfer: '转办',
  return: '退单',
  add_cohandler: '协办',
  suspend: '挂账',
  wait: '等企业',
  resume: '恢复',
  extend: '延期',
  list_dept: '本单位在办',
  overdue_list: '超时',
  board: '看板',
  stats: '统计',
  ranking: '排名',
  commissioner_list: '特派员',
  export: '导出',
  urge: '催办',
  supervise: '督办',
  approve: '同意',
  decline: '不同意',
  open_from: '立单',
  dispatch: '派单',
  triage: '研判',
  merge: '合并',
  split: '拆分',
  bind_code: '绑定码',
  bind: '绑定',
  signin_code: '登录码',
  appoint: '任命',
  roster: '值班',
  deputy: '副值班',
  leave: '请假',
  leave_end: '销假',
  directory: '名录',
  shadow: '旁听',
  learning: '学习',
} as const;

export type CommandName = keyof typeof COMMAND_TITLES;

const known: ReadonlySet<string> = new Set(Object.keys(COMMAND_TITLES));

export const CommandName = z.custom<CommandName>((value) => typeof value === 'string' && known.has(value));

export const COMMAND_NAMES: readonly CommandName[] = z.array(CommandName).parse(Object.keys(COMMAND_TITLES));
