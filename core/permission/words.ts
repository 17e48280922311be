import type { Place, Who } from './table.ts';

export const ROLE_NAMES: Readonly<Record<Who, string>> = {
  stranger: '未绑定的人',
  entrepreneur: '企业家',
  official: '部门经办人',
  head: '部门负责人',
  commissioner: '特派员',
  leader: '区领导',
  manager: '推进办和督查考核办',
  duty: '值班席',
  admin: '管理员',
};

export const PLACE_NAMES: Readonly<Record<Place, string>> = {
  work: '工作群',
  department: '单位群',
  duty: '值班群',
  private: '私聊',
};
