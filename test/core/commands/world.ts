import type { Command, CommandContext, CommandResult, Parsed, ReadResults } from '../../../core/commands/command.ts';
import { COMMANDS, commandNamed } from '../../../core/commands/index.ts';
import { type ChatInfo, type ChatRole, Department, type Directory, Enterprise, Member, Posting } from '../../../core/directory.ts';
import { ChannelName, ChatId, DepartmentCode, EnterpriseKey, MemberId, TicketNumber } from '../../../core/ids.ts';
import { TicketEvent } from '../../../core/ticket/events.ts';
import { Ticket } from '../../../core/ticket/ticket.ts';
import { extractSlots } from '../../../core/understand/slots.ts';
import { CLOCKWORK } from '../../support/clockwork.ts';

/** A small office: every role once or more, two enterprises, two postings. Invented throughout. */
export const NOW = new Date('2017-04-26T02:30:00Z'); // 10:30 in Weihai

const department = (
  code: string,
  name: string,
  fullName: string,
  aliases: string[],
  onDuty: number | null = null,
  fallback = false,
  deputy: number | null = null,
) => Department.parse({ code, name, fullName, aliases, matters: [], words: [], fallback, onDuty, deputy });

const member = (id: number, key: string, name: string, roles: string[], unit: string | null, enterprise: string | null = null) =>
  Member.parse({ id, key, name, title: null, roles, department: unit, enterprise, active: true });

export const people = {
  boss: member(1, 'yu-chang', '于厂长', ['entrepreneur'], null, 'lanqi-fishing'),
  clerk: member(2, 'bi-kuaiji', '毕会计', ['entrepreneur'], null, 'lanqi-fishing'),
  rival: member(3, 'chi-zong', '迟总', ['entrepreneur'], null, 'tangu-composite'),
  official: member(4, 'wang-guodong', '王国栋', ['official'], 'environment'),
  head: member(5, 'teng-xiuyun', '滕秀云', ['head'], 'environment'),
  planner: member(6, 'tang-ying', '汤莹', ['official'], 'planning'),
  commissioner: member(7, 'zhang-yan', '张岩', ['commissioner', 'official'], 'industry'),
  leader: member(8, 'yu-haifeng', '于海峰', ['leader'], null),
  manager: member(9, 'lian-peilin', '连培林', ['manager'], null),
  duty: member(10, 'yuan-jia', '原佳', ['duty', 'official'], 'industry'),
  admin: member(11, 'gu-jing', '谷静', ['admin', 'official'], 'industry'),
  colleague: member(12, 'lyu-liang', '吕亮', ['official'], 'environment'),
  clerkOfIndustry: member(13, 'che-chunmei', '车春梅', ['official'], 'industry'),
  decider: member(14, 'ma-guodong', '马国栋', ['official', 'manager'], 'office'),
};
export type Person = keyof typeof people;

export const chat = (id: number, role: ChatRole, unit: string | null = null): ChatInfo => ({
  id: ChatId.parse(id),
  channel: ChannelName.parse('webchat'),
  wireId: `chat-${id}`,
  kind: role === 'private' ? 'private' : 'group',
  role,
  department: unit === null ? null : DepartmentCode.parse(unit),
  title: null,
});

export const chats = {
  work: chat(1, 'work'),
  environment: chat(2, 'department', 'environment'),
  planning: chat(3, 'department', 'planning'),
  duty: chat(4, 'duty'),
  office: chat(7, 'department', 'office'),
  private: chat(5, 'private'),
  unknown: chat(6, 'unknown'),
};

export const directory: Directory = {
  revision: 1,
  botName: '小汇',
  channels: [ChannelName.parse('webchat')],
  departments: [
    department('industry', '经信局', '环翠区经济和信息化局', ['经信', '工信局']),
    department('environment', '环保局', '威海市环境保护局环翠分局', ['环保', '生态环境局'], 4, false, 12),
    department('planning', '规划局', '威海市规划局环翠分局', ['规划']),
    department('land', '国土局', '威海市国土资源局环翠分局', ['国土']),
    department('office', '推进办', '三联三服推进办公室', ['推进办公室'], null, true),
  ],
  members: Object.values(people),
  enterprises: [
    Enterprise.parse({ key: 'lanqi-fishing', name: '蓝旗渔具', aliases: ['蓝旗'], kind: 'enterprise', card: '企业卡', address: '张村镇' }),
    Enterprise.parse({ key: 'tangu-composite', name: '碳谷复材', aliases: ['碳谷'], kind: 'project', card: null, address: null }),
  ],
  postings: [
    Posting.parse({ member: 7, enterprise: 'lanqi-fishing', leads: true }),
    Posting.parse({ member: 7, enterprise: 'tangu-composite', leads: false }),
  ],
  chats: Object.values(chats),
  identities: [
    { member: MemberId.parse(1), channel: ChannelName.parse('webchat'), wireId: 'boss', name: '老于', privateChat: null },
    { member: MemberId.parse(1), channel: ChannelName.parse('telegram'), wireId: 'tg-boss', name: 'yu', privateChat: null },
  ],
  leaves: [],
  away: [],
  bodies: { supervision: [MemberId.parse(9)], leaders: [MemberId.parse(8)] },
};

export const number = (value: number): TicketNumber => TicketNumber.parse(value);
export const unit = (code: string): DepartmentCode => DepartmentCode.parse(code);
export const enterprise = (key: string): EnterpriseKey => EnterpriseKey.parse(key);

/** #128: reported by the boss of 蓝旗渔具, in the hands of 环保局, 规划局 helping. */
export function ticket(over: Record<string, unknown> = {}): Ticket {
  return Ticket.parse({
    number: 128,
    version: 2,
    state: 'dispatched',
    reporter: { member: 1, channel: 'webchat', wireId: 'boss', name: '老于' },
    enterprise: 'lanqi-fishing',
    sourceChat: 1,
    sourceInbox: 900,
    text: '排污许可证交上去半个月没动静，电话13800000000',
    summary: '排污许可证半个月没办下来',
    urgency: 'normal',
    sensitive: false,
    category: 'environment',
    department: 'environment',
    handler: null,
    commissioner: null,
    cohandlers: ['planning'],
    routeReason: '内容属于环保局的职责',
    returns: 0,
    reworks: 0,
    urges: 0,
    supervised: false,
    outcome: null,
    rating: null,
    lastAnswer: null,
    mergedInto: null,
    policy: null,
    clocks: [],
    pauses: [],
    extension: null,
    firstTaker: null,
    takenAt: null,
    handOvers: 1,
    badRatings: 0,
    callback: null,
    receivedAt: '2017-04-26T01:00:00.000Z',
    acceptedAt: '2017-04-26T01:00:01.000Z',
    dispatchedAt: '2017-04-26T01:00:01.000Z',
    claimedAt: null,
    contactedAt: null,
    verifiedAt: null,
    answeredAt: null,
    closedAt: null,
    archivedAt: null,
    updatedAt: '2017-04-26T01:00:01.000Z',
    ...over,
  });
}

export function event(seq: number, body: unknown, at = '2017-04-26T02:00:00.000Z'): TicketEvent {
  return TicketEvent.parse({ ticket: 128, seq, at, actor: { kind: 'member', member: 4, name: '王国栋' }, cause: null, body });
}

export function context(who: Person | null, where: keyof typeof chats, over: Partial<CommandContext> = {}): CommandContext {
  return {
    now: NOW,
    directory,
    chat: chats[where],
    member: who === null ? null : people[who],
    sender: { channel: 'webchat', wireId: who ?? 'somebody', name: who ?? '路人' },
    media: 0,
    implied: null,
    quote: null,
    clockwork: CLOCKWORK,
    prefix: 'HC',
    codeMinutes: 10,
    random: () => 0.5,
    ...over,
  };
}

export function command(name: string): Command {
  const found = commandNamed(name);
  if (found === null) throw new Error(`no command ${name} among ${COMMANDS.length}`);
  return found;
}

export function parse(name: string, rest: string, at: CommandContext): Parsed<unknown> {
  return command(name).parse(extractSlots(rest, at.directory, at.now, name), at);
}

/** Parses the sentence as the parser's colleague would hand it over, and runs it on these tickets and reads. */
export function run(
  name: string,
  rest: string,
  at: CommandContext,
  given: { tickets?: readonly Ticket[]; data?: ReadResults } = {},
): CommandResult {
  const parsed = parse(name, rest, at);
  if (!parsed.ok) throw new Error(`refused: ${parsed.sentence}`);
  const wanted = command(name).tickets(parsed.args, at);
  const tickets = (given.tickets ?? []).filter((one) => wanted.includes(one.number));
  return command(name).run(parsed.args, at, given.data ?? {}, tickets);
}

export function refusal(name: string, rest: string, at: CommandContext): string {
  const parsed = parse(name, rest, at);
  if (parsed.ok) throw new Error(`${name} took “${rest}”: ${JSON.stringify(parsed.args)}`);
  return parsed.sentence;
}
