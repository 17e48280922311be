import type { ChatInfo, ChatRole, Department, Directory, Identity, Member, Role } from '../../../core/directory.ts';
import { ChannelName, ChatId, DepartmentCode, EnterpriseKey, MemberId } from '../../../core/ids.ts';

export const WEB = ChannelName.parse('webchat');
export const TELEGRAM = ChannelName.parse('telegram');

export const dept = (code: string) => DepartmentCode.parse(code);
export const chat = (id: number) => ChatId.parse(id);
export const who = (id: number) => MemberId.parse(id);
export const firm = (key: string) => EnterpriseKey.parse(key);

/** People by what they are in these tests. */
export const YU = who(1); // reporter, of 蓝鳍渔具
export const BI = who(7); // on duty at 环保局
export const COLLEAGUE = who(8); // another official of 环保局
export const HEAD = who(9); // head of 环保局
export const PLANNER = who(10); // official of 规划局
export const SUI = who(20); // commissioner, leads 蓝鳍渔具
export const CONG = who(21); // commissioner, is told of 顺竿钓具
export const DESK = who(30); // duty desk
export const MANAGER = who(31);

const member = (id: MemberId, name: string, roles: Role[], department: string | null, enterprise: string | null = null): Member => ({
  id,
  key: `m${id}`,
  name,
  title: null,
  roles,
  department: department === null ? null : dept(department),
  enterprise: enterprise === null ? null : firm(enterprise),
  active: true,
});

const department = (code: string, name: string, onDuty: MemberId | null, fallback = false, deputy: MemberId | null = null): Department => ({
  code: dept(code),
  name,
  fullName: name,
  aliases: [],
  matters: [],
  words: [],
  fallback,
  onDuty,
  deputy,
});

export const group = (id: number, channel: ChannelName, role: ChatRole, code: string | null = null): ChatInfo => ({
  id: chat(id),
  channel,
  wireId: `wire-${id}`,
  kind: 'group',
  role,
  department: code === null ? null : dept(code),
  title: `群${id}`,
});

export const privateChat = (id: number, channel: ChannelName): ChatInfo => ({
  ...group(id, channel, 'private'),
  kind: 'private',
  title: null,
});

export const identity = (of: MemberId, channel: ChannelName, privately: number | null): Identity => ({
  member: of,
  channel,
  wireId: `${channel}-${of}`,
  name: `昵称${of}`,
  privateChat: privately === null ? null : chat(privately),
});

export const WORK = 1;
export const ENVIRONMENT_GROUP = 2;
export const DUTY_GROUP = 3;
export const PLANNING_GROUP = 4;

/** One deployment on the web chat; the tests take away what they ask about. */
export const DIRECTORY: Directory = {
  revision: 1,
  botName: '小汇',
  channels: [WEB],
  departments: [
    department('environment', '环保局', BI, false, COLLEAGUE),
    department('planning', '规划局', null),
    department('finance', '金融办', null),
    department('commerce', '商务局', null),
    department('office', '推进办', null, true),
  ],
  members: [
    member(YU, '于厂长', ['entrepreneur'], null, 'lanqi-fishing'),
    member(BI, '毕文博', ['official'], 'environment'),
    member(COLLEAGUE, '车春梅', ['official'], 'environment'),
    member(HEAD, '宫局长', ['head'], 'environment'),
    member(PLANNER, '刘永强', ['official'], 'planning'),
    member(SUI, '隋丽娜', ['commissioner', 'official'], 'commerce'),
    member(CONG, '丛玉洁', ['commissioner', 'official'], 'environment'),
    member(DESK, '原佳', ['duty', 'official'], 'industry'),
    member(MANAGER, '岳昊', ['manager'], null),
  ],
  enterprises: [
    { key: firm('lanqi-fishing'), name: '蓝鳍渔具', aliases: [], kind: 'enterprise', card: null, address: null },
    { key: firm('shungan-tackle'), name: '顺竿钓具', aliases: [], kind: 'enterprise', card: null, address: null },
    { key: firm('tangu-composite'), name: '碳谷复材', aliases: [], kind: 'enterprise', card: null, address: null },
  ],
  postings: [
    { member: SUI, enterprise: firm('lanqi-fishing'), leads: true },
    { member: CONG, enterprise: firm('shungan-tackle'), leads: false },
  ],
  chats: [
    group(WORK, WEB, 'work'),
    group(ENVIRONMENT_GROUP, WEB, 'department', 'environment'),
    group(DUTY_GROUP, WEB, 'duty'),
    group(PLANNING_GROUP, WEB, 'department', 'planning'),
    ...[101, 107, 108, 109, 110, 120, 121, 130, 131].map((id) => privateChat(id, WEB)),
  ],
  identities: [
    identity(YU, WEB, 101),
    identity(BI, WEB, 107),
    identity(COLLEAGUE, WEB, 108),
    identity(HEAD, WEB, 109),
    identity(PLANNER, WEB, 110),
    identity(SUI, WEB, 120),
    identity(CONG, WEB, 121),
    identity(DESK, WEB, 130),
    identity(MANAGER, WEB, 131),
  ],
  leaves: [],
  away: [],
  bodies: { supervision: [MANAGER], leaders: [] },
};

/** Without these chats, as when a group was never made or a person never wrote to the bot. */
export function without(directory: Directory, ...ids: readonly number[]): Directory {
  return {
    ...directory,
    chats: directory.chats.filter(({ id }) => !ids.includes(id)),
    identities: directory.identities.map((one) =>
      one.privateChat !== null && ids.includes(one.privateChat) ? { ...one, privateChat: null } : one,
    ),
  };
}
