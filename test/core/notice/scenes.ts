import type { RungMark } from '../../../core/deadlines/rung.ts';
import type { Step } from '../../../core/deadlines/steps.ts';
import type { TicketCommand } from '../../../core/ticket/command.ts';
import type { EventType } from '../../../core/ticket/events.ts';
import { BI, CONG, chat, DESK, dept, firm, MANAGER, PLANNER, SUI, YU } from '../routing/world.ts';
import { COMMANDS } from '../ticket/samples.ts';
import { type Act, by, byClock, byHouse, DISPATCH, OPEN } from './stage.ts';

/** A rung of the ladder as config/ladder.yaml has it. */
function climb(step: Step, name: string, of: Pick<RungMark, 'dueAt' | 'act' | 'tell' | 'card'>): TicketCommand {
  const rung: RungMark = { key: `${step}.1.${name}`, step, round: 1, rung: name, moment: of.dueAt, digest: false, ...of };
  return { verb: 'escalate', rung };
}

export interface Scene {
  /** The event of the last act that the scene is about. */
  readonly event: EventType;
  readonly what: string;
  readonly acts: readonly Act[];
  /** When the last act is played; absent: at once. */
  readonly at?: Date;
}

const PLANNING = dept('planning');
const BAD = { verb: 'rate', rating: { attitude: 1, quality: 3, effect: 3, comment: '还在漏水' } } as const;

const TOLD = byHouse(OPEN, DISPATCH);
const CLAIMED = [TOLD, by(BI, { verb: 'claim', handler: BI })] as const;
const ASKED = [...CLAIMED, by(BI, COMMANDS.askExtension)] as const;
const CALLED = [...CLAIMED, by(YU, { ...COMMANDS.withdraw, ask: true })] as const;
const CLAIM_DUE = '2026-04-27T02:30:00.000Z';
const CLOSE_DUE = '2026-05-20T02:00:00.000Z';
const CLOSED = [TOLD, by(BI, COMMANDS.answer), by(BI, COMMANDS.close)] as const;

/** At least one scene of every event. */
export const SCENES: readonly Scene[] = [
  { event: 'dispatched', what: 'straight to a department', acts: [TOLD] },
  { event: 'dispatched', what: 'with a co-handler', acts: [byHouse(OPEN, { ...DISPATCH, cohandlers: [PLANNING] })] },
  {
    event: 'dispatched',
    what: 'under a commissioner who leads',
    acts: [byHouse({ ...OPEN, enterprise: firm('lanqi-fishing') }, { ...DISPATCH, handler: SUI, commissioner: SUI })],
  },
  {
    event: 'dispatched',
    what: 'critical, with a commissioner who is told',
    acts: [byHouse({ ...OPEN, urgency: 'critical', enterprise: firm('shungan-tackle') }, { ...DISPATCH, commissioner: CONG })],
  },
  { event: 'triaged', what: 'unsure', acts: [byHouse(OPEN, COMMANDS.triage)] },
  { event: 'dispatched', what: 'by the duty desk', acts: [byHouse(OPEN, COMMANDS.triage), by(DESK, DISPATCH)] },
  { event: 'claimed', what: 'by the official', acts: CLAIMED },
  { event: 'contacted', what: 'which implies the claim', acts: [TOLD, by(BI, COMMANDS.contact)] },
  { event: 'verified', what: 'which implies the claim', acts: [TOLD, by(BI, COMMANDS.verify)] },
  { event: 'replied', what: 'which implies the claim', acts: [TOLD, by(BI, COMMANDS.reply)] },
  { event: 'answered', what: 'by the department', acts: [TOLD, by(BI, COMMANDS.answer)] },
  {
    event: 'answered',
    what: 'by a co-handler',
    acts: [byHouse(OPEN, { ...DISPATCH, cohandlers: [PLANNING] }), by(BI, COMMANDS.claim), by(PLANNER, COMMANDS.answer)],
  },
  { event: 'transferred', what: 'by the official', acts: [TOLD, by(BI, COMMANDS.transfer)] },
  { event: 'returned', what: 'for the first time', acts: [TOLD, by(BI, COMMANDS.return)] },
  {
    event: 'returned',
    what: 'for the second time, to a 推进办 without a group',
    acts: [TOLD, by(BI, COMMANDS.return), by(DESK, { ...DISPATCH, department: PLANNING, handler: null }), by(PLANNER, COMMANDS.return)],
  },
  {
    event: 'returned',
    what: 'after it was taken',
    acts: [...CLAIMED, by(BI, COMMANDS.return)],
  },
  {
    event: 'returned',
    what: 'for the second time, after somebody had taken it',
    acts: [
      ...CLAIMED,
      by(BI, COMMANDS.return),
      by(DESK, { ...DISPATCH, department: PLANNING, handler: null }),
      by(PLANNER, COMMANDS.return),
    ],
  },
  { event: 'cohandlers-added', what: 'later', acts: [TOLD, by(BI, COMMANDS.addCohandlers)] },
  { event: 'suspended', what: 'with its reason', acts: [...CLAIMED, by(BI, COMMANDS.suspend)] },
  { event: 'waiting', what: 'for the enterprise', acts: [...CLAIMED, by(BI, COMMANDS.wait)] },
  { event: 'extension-asked', what: 'in time', acts: [...CLAIMED, by(BI, COMMANDS.askExtension)] },
  { event: 'extension-granted', what: 'by the 推进办', acts: [...ASKED, by(MANAGER, COMMANDS.grantExtension)] },
  { event: 'extension-declined', what: 'by the 推进办', acts: [...ASKED, by(MANAGER, COMMANDS.declineExtension)] },
  { event: 'handed-over', what: 'on leave', acts: [...CLAIMED, byClock(COMMANDS.handOver)] },
  {
    event: 'handed-over',
    what: 'to a commissioner’s stand-in, who sits elsewhere',
    acts: [
      byHouse({ ...OPEN, enterprise: firm('lanqi-fishing') }, { ...DISPATCH, handler: SUI, commissioner: SUI }),
      byClock({ ...COMMANDS.handOver, to: PLANNER }),
    ],
  },
  {
    event: 'resumed',
    what: 'by the house, for the enterprise has given it',
    acts: [...CLAIMED, by(BI, COMMANDS.wait), byHouse(COMMANDS.resume)],
  },
  { event: 'resumed', what: 'by itself', acts: [...CLAIMED, by(BI, COMMANDS.suspend), by(BI, COMMANDS.resume)] },
  { event: 'closed', what: 'after an answer', acts: CLOSED },
  {
    event: 'closed',
    what: 'with a commissioner and a co-handler',
    acts: [
      byHouse({ ...OPEN, enterprise: firm('shungan-tackle') }, { ...DISPATCH, commissioner: CONG, cohandlers: [PLANNING] }),
      by(BI, COMMANDS.close),
    ],
  },
  { event: 'rated', what: 'well', acts: [...CLOSED, by(YU, COMMANDS.rate)] },
  { event: 'rework', what: 'after a bad rating', acts: [...CLOSED, by(YU, BAD)] },
  { event: 'reopened', what: 'not solved', acts: [...CLOSED, by(YU, COMMANDS.reopen)] },
  { event: 'withdrawn', what: 'by the reporter', acts: [TOLD, by(YU, COMMANDS.withdraw)] },
  { event: 'withdrawn', what: 'and he is called back', acts: [...CLAIMED, by(YU, { ...COMMANDS.withdraw, ask: true })] },
  {
    event: 'withdrawn',
    what: 'in private, and he is called back',
    acts: [byHouse({ ...OPEN, sourceChat: chat(101) }, DISPATCH), by(YU, { ...COMMANDS.withdraw, ask: true })],
  },
  { event: 'called-back', what: 'by nobody pressed', acts: [...CALLED, by(YU, COMMANDS.callBack)] },
  { event: 'called-back', what: 'pressed', acts: [...CALLED, by(YU, { verb: 'callBack', pressed: true, note: '局里打电话让我撤' })] },
  { event: 'withdrawn', what: 'by somebody else', acts: [TOLD, by(MANAGER, COMMANDS.withdraw)] },
  { event: 'archived', what: 'by the clock', acts: [...CLOSED, byHouse(COMMANDS.archive)] },
  { event: 'supplemented', what: 'with a picture', acts: [TOLD, by(YU, { ...COMMANDS.supplement, media: 1 })] },
  { event: 'supplemented', what: 'when it was waited for', acts: [...CLAIMED, by(BI, COMMANDS.wait), by(YU, COMMANDS.supplement)] },
  { event: 'supplemented', what: 'when closed', acts: [...CLOSED, by(YU, COMMANDS.supplement)] },
  { event: 'amended', what: 'by an edit', acts: [TOLD, by(YU, COMMANDS.amend)] },
  { event: 'amended', what: 'by a recall', acts: [TOLD, by(YU, { ...COMMANDS.amend, newText: null })] },
  { event: 'urged', what: 'by a manager', acts: [TOLD, by(MANAGER, COMMANDS.urge)] },
  { event: 'supervised', what: 'by a manager', acts: [TOLD, by(MANAGER, COMMANDS.supervise)] },
  {
    event: 'supervised',
    what: 'by the rules, for lateness',
    acts: [
      ...CLAIMED,
      byClock(climb('close', 'order', { dueAt: CLOSE_DUE, act: 'order', tell: ['head', 'office', 'supervision'], card: null })),
    ],
    at: new Date('2026-05-26T01:00:00.000Z'),
  },
  {
    event: 'supervised',
    what: 'by the rules, for a second bad rating',
    acts: [...CLOSED, by(YU, BAD), by(BI, COMMANDS.close), by(YU, BAD)],
  },
  {
    event: 'escalated',
    what: 'a yellow card',
    acts: [TOLD, byClock(climb('claim', 'remind', { dueAt: CLAIM_DUE, act: 'remind', tell: ['handler', 'duty'], card: 'yellow' }))],
  },
  {
    event: 'escalated',
    what: 'and urged',
    acts: [
      ...CLAIMED,
      byClock(climb('close', 'urge', { dueAt: CLOSE_DUE, act: 'urge', tell: ['handler', 'head', 'commissioner'], card: null })),
    ],
    at: new Date('2026-05-22T01:00:00.000Z'),
  },
  {
    event: 'lapsed',
    what: 'for nothing followed',
    acts: [
      ...CLAIMED,
      byClock(climb('contact', 'lapse', { dueAt: '2026-04-27T06:00:00.000Z', act: 'lapse', tell: ['duty', 'deputy', 'head'], card: null })),
    ],
    at: new Date('2026-04-27T08:00:00.000Z'),
  },
  { event: 'clocked', what: 'by the house', acts: [TOLD, byClock(COMMANDS.clock)] },
  { event: 'merged', what: 'into another', acts: [TOLD, by(DESK, COMMANDS.merge)] },
  { event: 'absorbed', what: 'another', acts: [TOLD, by(DESK, COMMANDS.absorb)] },
  { event: 'split', what: 'off', acts: [TOLD, by(DESK, COMMANDS.split)] },
  { event: 'joined', what: 'by another enterprise', acts: [TOLD, by(DESK, { ...COMMANDS.join, enterprise: firm('lanqi-fishing') })] },
  { event: 'joined', what: 'by a colleague', acts: [TOLD, by(DESK, COMMANDS.join)] },
  { event: 'parted', what: 'again', acts: [TOLD, by(DESK, COMMANDS.join), by(DESK, COMMANDS.part)] },
  { event: 'refined', what: 'more urgent', acts: [TOLD, byHouse(COMMANDS.refine)] },
];

/** The same life with a touchy matter. */
export function sensitive(scene: Scene): Scene {
  const touchy = (command: TicketCommand): TicketCommand => (command.verb === 'open' ? { ...command, sensitive: true } : command);
  return { ...scene, acts: scene.acts.map(([actor, ...commands]) => [actor, ...commands.map(touchy)]) };
}
