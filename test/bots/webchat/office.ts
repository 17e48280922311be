import { type ChatInfo, Department, type Directory, Enterprise, Member, type Role } from '../../../core/directory.ts';
import { ChannelName, ChatId, DepartmentCode } from '../../../core/ids.ts';

/** A directory that a test may change while the server runs. */
export interface Office extends Directory {
  readonly members: Member[];
  readonly chats: ChatInfo[];
}

const webchat = ChannelName.parse('webchat');

export function addMember(office: Office, key: string, name: string, roles: readonly Role[], where: string | null = null): Member {
  const works = roles.some((role) => role !== 'entrepreneur');
  const member = Member.parse({
    id: office.members.length + 1,
    key,
    name,
    title: null,
    roles,
    department: works ? where : null,
    enterprise: works ? null : where,
    active: true,
  });
  office.members.push(member);
  return member;
}

export function addGroup(
  office: Office,
  wireId: string,
  title: string,
  role: 'work' | 'department' | 'duty',
  department: string | null = null,
): void {
  office.chats.push({
    id: ChatId.parse(office.chats.length + 1),
    channel: webchat,
    wireId,
    kind: 'group',
    role,
    department: department === null ? null : DepartmentCode.parse(department),
    title,
  });
}

export function emptyOffice(): Office {
  return {
    revision: 1,
    botName: '小汇',
    channels: [webchat],
    departments: [],
    members: [],
    enterprises: [],
    postings: [],
    chats: [],
    identities: [],
    leaves: [],
    away: [],
    bodies: { supervision: [], leaders: [] },
  };
}

/** Two departments, a duty desk, and one person of each kind. */
export function smallOffice(): Office {
  const department = (code: string, name: string): Department =>
    Department.parse({ code, name, fullName: name, aliases: [], matters: [], words: [], fallback: false, onDuty: null, deputy: null });
  const office: Office = {
    ...emptyOffice(),
    departments: [department('environment', '环保局'), department('land', '国土局'), department('industry', '经信局')],
    enterprises: [Enterprise.parse({ key: 'lanqi-fishing', name: '蓝鳍渔具', aliases: [], kind: 'enterprise', card: null, address: null })],
  };
  addMember(office, 'boss', '周海', ['entrepreneur'], 'lanqi-fishing');
  addMember(office, 'env', '王国栋', ['official'], 'environment');
  addMember(office, 'env-head', '滕秀云', ['head'], 'environment');
  addMember(office, 'env-commissioner', '丛玉洁', ['commissioner', 'official'], 'environment');
  addMember(office, 'land', '戚立新', ['official'], 'land');
  addMember(office, 'duty', '原佳', ['duty', 'official'], 'industry');
  addMember(office, 'leader', '林东升', ['leader']);
  addMember(office, 'manager', '连培林', ['manager']);
  addMember(office, 'admin', '谷静', ['admin', 'official'], 'industry');
  addGroup(office, 'work', '环翠创业汇', 'work');
  addGroup(office, 'duty', '经信局值班席', 'duty');
  addGroup(office, 'dept-environment', '环保局马上办', 'department', 'environment');
  addGroup(office, 'dept-land', '国土局马上办', 'department', 'land');
  addGroup(office, 'dept-industry', '经信局马上办', 'department', 'industry');
  return office;
}
