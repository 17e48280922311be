import type { Department, Directory, Member } from '../directory.ts';
import type { DepartmentCode, EnterpriseKey } from '../ids.ts';
import { ROLE_NAMES } from '../permission/words.ts';
import { standIn } from '../routing/lookup.ts';
import { commissionerOf } from './commissioners.ts';
import { departmentName, memberName } from './words.ts';

/** 值班: who is on duty where. */
export function rosterText(directory: Directory): string {
  const { departments } = directory;
  const set = departments.filter((one) => one.onDuty !== null).map((one) => `${one.name}：${onDutyWords(one, directory)}`);
  const unset = departments.filter((one) => one.onDuty === null).map((one) => one.name);
  return [
    set.length === 0 ? '还没有单位登记值班人。' : '各单位值班人：',
    ...set,
    ...(unset.length === 0 ? [] : [`未登记值班人（新单只发到单位群）：${unset.join('、')}`]),
    '更换请发，例如：值班 环保局 王国栋，副值班 环保局 吕亮',
  ].join('\n');
}

/** Who is on duty, who stands in for him today, and the deputy. */
function onDutyWords(unit: Department, directory: Directory): string {
  const standing = unit.onDuty === null ? null : standIn(directory, unit.onDuty);
  const away = standing === null || standing === unit.onDuty ? '' : `（请假，${memberName(directory, standing)}代班）`;
  const deputy = unit.deputy === null ? '' : `，副值班${memberName(directory, unit.deputy) ?? '（已离任）'}`;
  return `${memberName(directory, unit.onDuty) ?? '（已离任）'}${away}${deputy}`;
}

/** 名录 as a whole: how many people each unit has, and how many of them the bot can reach. */
export function directoryText(directory: Directory): string {
  const active = directory.members.filter((one) => one.active);
  const lines = directory.departments.map((unit) => {
    const own = active.filter((one) => one.department === unit.code);
    return `${unit.name}：${own.length} 人，已绑定 ${own.filter((one) => isBound(one, directory)).length} 人`;
  });
  return [
    `名录共 ${active.length} 人，已绑定 ${active.filter((one) => isBound(one, directory)).length} 人；企业和项目 ${directory.enterprises.length} 家。`,
    ...lines,
    '看一个单位、企业或个人，请发，例如：名录 环保局',
  ].join('\n');
}

export function unitText(code: DepartmentCode, directory: Directory): string {
  const own = directory.members.filter((one) => one.active && one.department === code);
  const unit = directory.departments.find((one) => one.code === code);
  return [
    `${unit?.fullName ?? code}：${own.length} 人`,
    ...own.map((one) => memberLine(one, directory)),
    `值班人：${memberName(directory, unit?.onDuty ?? null) ?? '未登记'}，副值班：${memberName(directory, unit?.deputy ?? null) ?? '未登记'}`,
  ].join('\n');
}

export function enterpriseText(key: EnterpriseKey, directory: Directory): string {
  const enterprise = directory.enterprises.find((one) => one.key === key);
  if (enterprise === undefined) return '名录里没有这家企业。';
  const own = directory.members.filter((one) => one.active && one.enterprise === key);
  return [
    `${enterprise.name}（${enterprise.kind === 'project' ? '项目' : '企业'}${enterprise.card === null ? '' : `，${enterprise.card}`}）`,
    ...(enterprise.address === null ? [] : [`地址：${enterprise.address}`]),
    commissionerOf(key, directory),
    ...own.map((one) => memberLine(one, directory)),
  ].join('\n');
}

export function memberLine(member: Member, directory: Directory): string {
  const place = member.department === null ? '' : departmentName(directory, member.department);
  const roles = member.roles.map((role) => ROLE_NAMES[role]).join('、');
  return [
    `${member.name}（${[place, member.title].filter((one) => one !== '' && one !== null).join(' ')}）`,
    roles,
    isBound(member, directory) ? '已绑定' : '未绑定',
  ]
    .filter((one) => one !== '')
    .join('，')
    .replace('（）', '');
}

const isBound = (member: Member, directory: Directory): boolean => directory.identities.some((one) => one.member === member.id);
