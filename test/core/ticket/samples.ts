import { AmountText } from '../../../core/deadlines/amount.ts';
import { ChannelName, ChatId, DepartmentCode, EnterpriseKey, InboxId, MemberId, TicketNumber } from '../../../core/ids.ts';
import type { TicketCommand, Verb } from '../../../core/ticket/command.ts';
import { decide } from '../../../core/ticket/decide.ts';
import type { TicketEvent } from '../../../core/ticket/events.ts';
import { stamp } from '../../../core/ticket/fold.ts';
import type { Actor, Ticket, TicketState } from '../../../core/ticket/ticket.ts';

export const NUMBER = TicketNumber.parse(128);
export const OTHER = TicketNumber.parse(129);
export const ENVIRONMENT = DepartmentCode.parse('environment');
export const PLANNING = DepartmentCode.parse('planning');
export const OFFICE = DepartmentCode.parse('office');
export const BI = MemberId.parse(7);
export const COLLEAGUE = MemberId.parse(8);
export const REPORTER = MemberId.parse(1);
export const NOW = new Date('2026-04-27T02:00:00.000Z');

export const BY_BI: Actor = { kind: 'member', member: BI, name: '毕文博' };

const CLAIM_CLOCK = {
  step: 'claim',
  startedAt: '2026-04-27T02:00:00.000Z',
  limit: AmountText.parse('30m'),
  dueAt: '2026-04-27T02:30:00.000Z',
  warnAt: '2026-04-27T02:24:00.000Z',
  setAt: '2026-04-27T02:00:00.000Z',
} as const;

/** One plain example of every verb; a verb without one does not compile. */
export const COMMANDS: { readonly [V in Verb]: Extract<TicketCommand, { verb: V }> } = {
  open: {
    verb: 'open',
    number: NUMBER,
    reporter: { member: REPORTER, channel: ChannelName.parse('webchat'), wireId: 'yu', name: '于厂长' },
    enterprise: EnterpriseKey.parse('lanqi-fishing'),
    sourceChat: ChatId.parse(1),
    sourceInbox: InboxId.parse(11),
    text: '污水管堵了，车间进水',
    summary: '污水管堵塞，车间进水',
    urgency: 'normal',
    sensitive: false,
    category: 'environment',
    receivedAt: '2026-04-27T01:59:59.000Z',
  },
  dispatch: { verb: 'dispatch', department: ENVIRONMENT, handler: BI, commissioner: null, cohandlers: [], reason: '属于环保局职责' },
  triage: { verb: 'triage', suggested: ENVIRONMENT, reason: '把握不够' },
  claim: { verb: 'claim', handler: COLLEAGUE },
  contact: { verb: 'contact', note: '下午上门', handler: COLLEAGUE },
  verify: { verb: 'verify', note: '现场看过，情况属实', handler: COLLEAGUE },
  reply: { verb: 'reply', text: '已安排抢修', handler: COLLEAGUE },
  answer: { verb: 'answer', text: '管道已疏通', handler: COLLEAGUE },
  transfer: { verb: 'transfer', department: PLANNING, reason: '属于规划许可' },
  return: { verb: 'return', reason: '不属于本单位职责', fallback: OFFICE },
  addCohandlers: { verb: 'addCohandlers', departments: [PLANNING] },
  suspend: { verb: 'suspend', reason: '等待管网改造' },
  wait: { verb: 'wait', reason: '补齐排水许可复印件' },
  resume: { verb: 'resume', note: '可以办了' },
  askExtension: { verb: 'askExtension', days: 5, reason: '等待专家评审', atMost: 10, times: 1 },
  grantExtension: { verb: 'grantExtension', until: '2026-05-07T02:00:00.000Z', note: '' },
  declineExtension: { verb: 'declineExtension', reason: '事项紧急，请按期办结' },
  handOver: { verb: 'handOver', to: COLLEAGUE, reason: '请假' },
  close: { verb: 'close', outcome: 'solved', note: '已疏通', handler: COLLEAGUE },
  rate: { verb: 'rate', rating: { attitude: 5, quality: 5, effect: 5, comment: null } },
  reopen: { verb: 'reopen', reason: '还没解决' },
  withdraw: { verb: 'withdraw', reason: '已自行解决' },
  callBack: { verb: 'callBack', pressed: false, note: '' },
  archive: { verb: 'archive' },
  supplement: { verb: 'supplement', text: '地点在南门', media: 0 },
  amend: { verb: 'amend', inbox: InboxId.parse(11), oldText: '污水管堵了', newText: '雨水管堵了' },
  urge: { verb: 'urge', note: '请抓紧' },
  supervise: { verb: 'supervise', note: '今天办好' },
  escalate: {
    verb: 'escalate',
    rung: {
      key: 'claim.1.red',
      step: 'claim',
      round: 1,
      rung: 'red',
      dueAt: '2026-04-27T02:30:00.000Z',
      moment: '2026-04-27T02:30:00.000Z',
      card: 'red',
      act: 'remind',
      tell: ['head'],
      digest: false,
    },
  },
  clock: { verb: 'clock', policy: 'mashangban', mode: 'start', clocks: [CLAIM_CLOCK], reason: '按“马上办”定时限' },
  merge: { verb: 'merge', into: OTHER, reason: '同一件事' },
  absorb: {
    verb: 'absorb',
    from: OTHER,
    also: [
      {
        inbox: InboxId.parse(13),
        reporter: { member: COLLEAGUE, channel: ChannelName.parse('webchat'), wireId: 'ruan', name: '阮经理' },
        enterprise: EnterpriseKey.parse('tangu-composite'),
        text: '我们也堵了',
        at: '2026-04-27T01:59:59.000Z',
        via: [OTHER],
        own: true,
        chat: ChatId.parse(1),
      },
    ],
  },
  split: { verb: 'split', into: OTHER, from: null },
  join: {
    verb: 'join',
    inbox: InboxId.parse(12),
    reporter: { member: COLLEAGUE, channel: ChannelName.parse('webchat'), wireId: 'ruan', name: '阮经理' },
    enterprise: EnterpriseKey.parse('tangu-composite'),
    text: '我们也堵了',
    media: 0,
    reason: '说的是同一起情况',
  },
  part: { verb: 'part', inbox: InboxId.parse(12), into: OTHER },
  refine: { verb: 'refine', summary: '污水倒灌', urgency: 'urgent', reason: '模型补全' },
};

/** How a ticket gets into each state, by the verbs themselves. */
const WAY_TO: Readonly<Record<TicketState, readonly Verb[]>> = {
  accepted: ['open'],
  dispatched: ['open', 'dispatch'],
  claimed: ['open', 'dispatch', 'claim'],
  contacted: ['open', 'dispatch', 'claim', 'contact'],
  answered: ['open', 'dispatch', 'claim', 'contact', 'answer'],
  suspended: ['open', 'dispatch', 'claim', 'suspend'],
  closed: ['open', 'dispatch', 'claim', 'contact', 'answer', 'close'],
  withdrawn: ['open', 'withdraw'],
  archived: ['open', 'dispatch', 'claim', 'contact', 'answer', 'close', 'archive'],
};

export interface Lived {
  readonly ticket: Ticket;
  readonly events: readonly TicketEvent[];
}

/** Runs a command that must be taken. */
export function take(lived: Lived | null, command: TicketCommand, now: Date = NOW, actor: Actor = BY_BI): Lived {
  const decision = decide(lived?.ticket ?? null, command, now);
  if (!decision.ok) throw new Error(`${command.verb} was refused: ${decision.refusal.sentence}`);
  const { ticket, events } = stamp(lived?.ticket ?? null, decision.events, { number: NUMBER, actor, cause: InboxId.parse(12), now });
  return { ticket, events: [...(lived?.events ?? []), ...events] };
}

export function live(...commands: readonly TicketCommand[]): Lived {
  const [first, ...later] = commands;
  if (first === undefined) throw new Error('a life begins with a command');
  return later.reduce((lived, command) => take(lived, command), take(null, first));
}

export function inState(state: TicketState): Ticket {
  const { ticket } = live(...WAY_TO[state].map((verb) => COMMANDS[verb]));
  if (ticket.state !== state) throw new Error(`meant ${state}, got ${ticket.state}`);
  return ticket;
}
