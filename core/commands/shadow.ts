import { z } from 'zod';
import type { ChatInfo, Directory } from '../directory.ts';
import { ChatId, DepartmentCode, InboxId } from '../ids.ts';
import { Days, resolvePeriod } from '../report/period.ts';
import { momentText } from '../report/shanghai.ts';
import { answerOf, labelOf } from '../shadow/verdict.ts';
import { codeOf, labelWords } from '../shadow/words.ts';
import { ShadowIntent } from '../shadow/would.ts';
import { Urgency } from '../ticket/ticket.ts';
import type { CommandContext, CommandResult, Parsed, ReadResults, Slots } from './command.ts';
import { accepted, defineCommand, refused } from './define.ts';

const Answer = z.object({
  inboxes: z.array(InboxId).min(1).max(20),
  right: z.boolean(),
  intent: ShadowIntent.nullable(),
  urgency: Urgency.nullable(),
});
const Args = z.discriminatedUnion('what', [
  z.object({ what: z.literal('state') }),
  z.object({ what: z.literal('turn'), on: z.boolean(), chat: ChatId }),
  z.object({ what: z.literal('sheet'), days: Days }),
  z.object({ what: z.literal('verdict'), answer: Answer, department: DepartmentCode.nullable() }),
]);
type Args = z.output<typeof Args>;
type Of<W extends Args['what']> = Extract<Args, { what: W }>;

const EXAMPLES = ['旁听', '旁听 开', '旁听 关', '旁听 表 上周', '旁听 m45 对', '旁听 m45 不对 环保局', '旁听 m45 不对 不是诉求'];
const HOW = '旁听 开，旁听 关，旁听 表，对 m45，不对 m45 环保局';

/** 旁听: the bot only listens in a group, and people say whether it would have done right. */
export const shadow = defineCommand({
  name: 'shadow',
  words: ['旁听模式'],
  latin: ['shadow'],
  help: '让机器人在群里只听不说，看它本来会怎么办，判对错',
  examples: EXAMPLES,
  args: Args,
  parse(slots, context) {
    const { rest } = slots;
    const answer = answerOf(rest);
    if (answer !== null) return verdict(slots, answer);
    if (/^(?:\s|状态|情况|查看)*[?？。]?$/.test(rest)) return accepted({ what: 'state' as const });
    if (/^\s*(?:周?报?表|报告|明细|导出)/.test(rest)) return sheet(slots, context);
    const on = /^\s*(?:开启?|打开|启用|启动|转入)/.test(rest);
    const off = /^\s*(?:关闭?|关掉|停用?|停止|退出|结束|取消)/.test(rest);
    return on || off ? turn(slots, on, context) : refused(`请写明要做什么，例如：${HOW}`);
  },
  reads(args) {
    return args.what === 'verdict' ? [{ read: 'heardInShadow', inboxes: args.answer.inboxes }] : [];
  },
  run(args, context, data) {
    switch (args.what) {
      case 'state':
        return { say: stateText(context), privately: inWork(context) };
      case 'turn':
        return turnedTo(args, context);
      case 'sheet':
        return {
          say: `正在做旁听表（${args.days.label}），做好就私聊发给您。`,
          privately: true,
          report: { kind: 'shadow', days: args.days },
        };
      case 'verdict':
        return judged(args, context, data);
      default:
        return args satisfies never;
    }
  },
});

/** Nothing of it is for the group to read. */
const inWork = ({ chat }: CommandContext): boolean => chat.role === 'work';

/** Silence is anybody's of the desk to ask for; that the bot speaks before the whole group is for the managers and the administrator. */
function turn({ rest }: Slots, on: boolean, { chat, directory, member }: CommandContext): Parsed<z.input<typeof Args>> {
  const roles = member?.roles ?? [];
  if (!on && !roles.includes('manager') && !roles.includes('admin')) return refused('抱歉，关闭旁听要由推进办、督查考核办或管理员来定。');
  if (chat.role === 'work') return accepted({ what: 'turn', on, chat: chat.id });
  const groups = workGroups(directory);
  const named = groups.filter(({ title }) => title !== null && title !== '' && rest.includes(title));
  const [only, another] = named.length > 0 ? named : groups;
  if (only === undefined) return refused('还没有登记工作群。');
  if (another !== undefined) return refused(`有不止一个工作群，请写上群名，例如：旁听 ${on ? '开' : '关'} ${only.title ?? ''}`);
  return accepted({ what: 'turn', on, chat: only.id });
}

const workGroups = ({ chats, channels }: Directory): readonly ChatInfo[] =>
  chats.filter((chat) => chat.role === 'work' && chat.kind === 'group' && channels.includes(chat.channel));

function sheet(slots: Slots, { now }: CommandContext): Parsed<z.input<typeof Args>> {
  const days = resolvePeriod(slots.period ?? 'this_week', now);
  return days === null ? refused('没有这样的日期，请核对一下，例如：旁听 表 上周') : accepted({ what: 'sheet', days });
}

function verdict(slots: Slots, answer: NonNullable<ReturnType<typeof answerOf>>): Parsed<z.input<typeof Args>> {
  if (answer.inboxes.length === 0) return refused('请写上编号或引用那一条，例如：对 m45，不对 m45 环保局');
  if (slots.departments.length > 1) return refused('一条只归一个主办单位，请只写一个，例如：不对 m45 环保局');
  const department = answer.right ? null : (slots.departments[0] ?? null);
  return accepted({ what: 'verdict', answer: { ...answer, inboxes: [...answer.inboxes] }, department });
}

function turnedTo({ on, chat: id }: Of<'turn'>, context: CommandContext): CommandResult {
  const { directory, member } = context;
  const privately = inWork(context);
  const chat = directory.chats.find((one) => one.id === id);
  const title = `“${chat?.title ?? '工作群'}”`;
  if (member === null || chat === undefined) return { say: null };
  const locked = directory.shadow === true ? '整个系统现由环境变量 SHADOW=1 定为旁听，要说话还须管理员在服务器上改掉并重启。' : '';
  if (on === (chat.shadow !== undefined)) return { say: `${title}${on ? '已经在旁听' : '没有在旁听'}。${locked}`, privately };
  const said = on
    ? `${title}从现在起只听不说：群里不回一个字，也不立单；本来会怎么办、怎么说，发到值班席。判得对回“对 m编号”，不对回“不对 m编号”加单位名，或加“不是诉求”；放过的看“旁听 表”。`
    : `${title}的旁听已关：从下一条消息起正常受理、答话。`;
  return { say: `${said}${on ? '' : locked}`, privately, directory: [{ kind: 'shadow', chat: id, on, by: member.id }] };
}

function stateText({ directory, now }: CommandContext): string {
  const lines = workGroups(directory).map(({ title, shadow: silent }) => {
    const who = directory.members.find((one) => one.id === silent?.by)?.name ?? '';
    return `${title ?? '工作群'}：${silent === undefined ? '正常说话' : `旁听中，${momentText(silent.since.toISOString(), now)} ${who}开启`}`;
  });
  const all = directory.shadow === true ? ['整个系统由环境变量 SHADOW=1 定为旁听：工作群和企业的私聊里都只听不说。'] : [];
  return [...all, ...lines].join('\n') || '还没有登记工作群。';
}

function judged({ answer, department }: Of<'verdict'>, { directory, member }: CommandContext, data: ReadResults): CommandResult {
  if (member === null) return { say: null };
  const found = data.heardInShadow ?? [];
  const labels = found.map((made) => ({ inbox: made.inbox, label: labelOf(made, answer, department) }));
  const missing = answer.inboxes.filter((inbox) => !found.some((one) => one.inbox === inbox)).map(codeOf);
  const lines = labels.map(({ inbox, label }) => {
    const words = answer.right ? '' : labelWords(label, directory);
    return `已记下：${codeOf(inbox)} ${answer.right ? '判得对' : `判得不对${words === '' ? '' : `，${words}`}`}。`;
  });
  return {
    say: [...lines, ...(missing.length === 0 ? [] : [`没有 ${missing.join('、')} 的旁听记录，请核对编号。`])].join('\n'),
    shadow: labels.map(({ inbox, label }) => ({ kind: 'verdict', inbox, right: answer.right, ...label, by: member.id })),
  };
}
