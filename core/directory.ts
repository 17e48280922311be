import { z } from 'zod';
import { type ChannelName, type ChatId, DepartmentCode, EnterpriseKey, MemberId } from './ids.ts';

/** Roles are bound to identities by a one-time code or by an admin, never by a display name. */
export const Role = z.enum([
  'entrepreneur', // 企业家 and their staff
  'official', // 部门经办人
  'head', // 部门负责人
  'commissioner', // 特派员
  'leader', // 区领导
  'manager', // 推进办、督查考核办
  'duty', // 值班席（经信局）
  'admin', // 管理员
]);
export type Role = z.infer<typeof Role>;

/** What the house knows a chat to be; `unknown`: not ours, the bot is silent there. */
export const ChatRole = z.enum(['work', 'department', 'duty', 'private', 'unknown']);
export type ChatRole = z.infer<typeof ChatRole>;

export const Department = z.object({
  code: DepartmentCode,
  name: z.string(),
  fullName: z.string(),
  aliases: z.array(z.string()),
  matters: z.array(z.string()),
  /** Plain words people use for the matters; the scorer's food. */
  words: z.array(z.string()),
  /** The 推进办: takes what nobody else takes. */
  fallback: z.boolean(),
  /** The official on duty now (值班); null: the group alone is told. */
  onDuty: MemberId.nullable(),
  /** 副值班: stands in for him, and is told when 签收 is late. */
  deputy: MemberId.nullable(),
});
export type Department = z.infer<typeof Department>;

export const Member = z.object({
  id: MemberId,
  /** Stable key of config/people.yaml. */
  key: z.string(),
  name: z.string(),
  title: z.string().nullable(),
  roles: z.array(Role),
  department: DepartmentCode.nullable(),
  enterprise: EnterpriseKey.nullable(),
  active: z.boolean(),
});
export type Member = z.infer<typeof Member>;

export const Enterprise = z.object({
  key: EnterpriseKey,
  name: z.string(),
  aliases: z.array(z.string()),
  kind: z.enum(['enterprise', 'project']),
  card: z.enum(['企业卡', '项目卡', '人才卡']).nullable(),
  address: z.string().nullable(),
});
export type Enterprise = z.infer<typeof Enterprise>;

/** One commissioner posted to one enterprise or project. `leads`: he coordinates its matters himself. */
export const Posting = z.object({ member: MemberId, enterprise: EnterpriseKey, leads: z.boolean() });
export type Posting = z.infer<typeof Posting>;

/** 请假. Both moments are in it. */
export interface Leave {
  readonly id: number;
  readonly member: MemberId;
  readonly from: Date;
  readonly until: Date;
  readonly deputy: MemberId;
  /** His open work has been moved to the deputy. */
  readonly handedOver: boolean;
}

/** Who sits in the bodies that escalations go to. */
export interface Bodies {
  /** 督查考核办. */
  readonly supervision: readonly MemberId[];
  /** Readers of the leaders' digest. */
  readonly leaders: readonly MemberId[];
}

export interface ChatInfo {
  readonly id: ChatId;
  readonly channel: ChannelName;
  readonly wireId: string;
  readonly kind: 'group' | 'private';
  readonly role: ChatRole;
  readonly department: DepartmentCode | null;
  readonly title: string | null;
  /** 旁听: heard, and nothing said there; absent: the bot speaks. */
  readonly shadow?: { readonly since: Date; readonly by: MemberId | null };
}

/** One person on one channel. `privateChat`: where he can be written to alone. */
export interface Identity {
  readonly member: MemberId;
  readonly channel: ChannelName;
  readonly wireId: string;
  readonly name: string;
  readonly privateChat: ChatId | null;
}

/** A snapshot of everything people-shaped, read whenever its revision moves. */
export interface Directory {
  readonly revision: number;
  readonly botName: string;
  /** SHADOW=1: wherever the public is met, the bot only listens. No command overrules it. */
  readonly shadow?: boolean;
  /** Channels this deployment runs; chats of others are not used. */
  readonly channels: readonly ChannelName[];
  readonly departments: readonly Department[];
  readonly members: readonly Member[];
  readonly enterprises: readonly Enterprise[];
  readonly postings: readonly Posting[];
  readonly chats: readonly ChatInfo[];
  readonly identities: readonly Identity[];
  /** The latest leaves, those to come and those that are over among them; who is away now is in `away`. */
  readonly leaves: readonly Leave[];
  /** Who is away at the moment this snapshot is used at, and who stands in (`directoryAt`). */
  readonly away: readonly { readonly member: MemberId; readonly deputy: MemberId }[];
  readonly bodies: Bodies;
}

/** The snapshot at a moment: whoever is on leave then is stood in for. */
export function directoryAt(directory: Directory, now: Date): Directory {
  const away = directory.leaves.filter(({ from, until }) => from.getTime() <= now.getTime() && now.getTime() <= until.getTime());
  if (away.length === 0 && directory.away.length === 0) return directory;
  return { ...directory, away: away.map(({ member, deputy }) => ({ member, deputy })) };
}
