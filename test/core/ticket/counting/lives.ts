import fc from 'fast-check';
import { climbDue } from '../../../../core/conversation/climb.ts';
import { Draft } from '../../../../core/conversation/draft.ts';
import type { CounterChange } from '../../../../core/conversation/effects.ts';
import { InboxId, MemberId } from '../../../../core/ids.ts';
import type { TicketCommand } from '../../../../core/ticket/command.ts';
import type { TicketEvent } from '../../../../core/ticket/events.ts';
import type { Actor, Ticket } from '../../../../core/ticket/ticket.ts';
import { CLOCKWORK } from '../../../support/clockwork.ts';
import { directory, number, unit } from '../../commands/world.ts';
import { COMMANDS } from '../samples.ts';

export const UNITS = ['environment', 'planning', 'office'].map(unit);
export const COMMISSIONER = MemberId.parse(7);
/** The Monday before a holiday that is made up for on a Saturday. */
const BEGIN = new Date('2026-04-27T10:00:00+08:00');

/** A ticket's whole life, with what it counted. */
export interface Life {
  readonly ticket: Ticket;
  readonly events: readonly TicketEvent[];
  readonly counters: readonly CounterChange[];
}

/** Something is tried after so many minutes; what is refused is left out. `clock`: whatever the ladder has due by then. */
export interface Try {
  readonly wait: number;
  readonly act: ((now: Date) => TicketCommand) | 'clock';
  readonly by?: Actor;
}

const OFFICIAL: Actor = { kind: 'member', member: MemberId.parse(4), name: '王国栋' };
const HIMSELF: Actor = { kind: 'member', member: COMMISSIONER, name: '张岩' };

/** By the real engine: decided, folded, clocks set, counted. */
export function lived(tries: readonly Try[], category = 'land'): Life {
  let now = BEGIN;
  let life: Life | null = null;
  const go = (act: Try['act'], by: Actor = OFFICIAL): void => {
    const draft = new Draft({ directory, now, actor: by, cause: InboxId.parse(12), clockwork: CLOCKWORK });
    const ticket = life?.ticket ?? null;
    if (act !== 'clock') draft.act(ticket, number(128), act(now), { quiet: true });
    else if (ticket !== null) climbDue(draft, ticket, CLOCKWORK, now);
    const { tickets, counters } = draft.effects('ignored', '');
    const [change] = tickets;
    if (change === undefined) return;
    life = {
      ticket: change.ticket,
      events: [...(life?.events ?? []), ...change.events],
      counters: [...(life?.counters ?? []), ...counters],
    };
  };
  go((at) => ({ ...COMMANDS.open, number: number(128), category, receivedAt: new Date(at.getTime() - 90_000).toISOString() }));
  for (const { wait, act, by } of tries) {
    now = new Date(now.getTime() + wait * 60_000);
    go(act, by);
  }
  if (life === null) throw new Error('nothing was opened');
  return life;
}

const to = (department: (typeof UNITS)[number]): TicketCommand[] => [
  { verb: 'dispatch', department, handler: null, commissioner: null, cohandlers: [], reason: '职责' },
  { verb: 'dispatch', department, handler: COMMISSIONER, commissioner: COMMISSIONER, cohandlers: [], reason: '特派员牵头' },
  { verb: 'transfer', department, reason: '属于他们' },
];
const score = (mark: number) => ({ attitude: mark, quality: 4, effect: 5, comment: null });
const handler = MemberId.parse(4);

const HANDING: readonly TicketCommand[] = [
  ...UNITS.flatMap(to),
  { verb: 'return', reason: '不归我们', fallback: unit('office') },
  { verb: 'claim', handler },
];
const WORKING: readonly TicketCommand[] = [
  { verb: 'claim', handler },
  { verb: 'contact', note: '已联系', handler },
  { verb: 'verify', note: '属实', handler },
  { verb: 'reply', text: '在办', handler },
  { verb: 'answer', text: '办好了', handler },
  { verb: 'close', outcome: 'solved', note: '已解决', handler },
  { verb: 'close', outcome: 'partly', note: '解决了一半', handler },
  { verb: 'rate', rating: score(5) },
  { verb: 'rate', rating: score(1) },
];
const ASIDE: readonly TicketCommand[] = [
  { verb: 'suspend', reason: '等指标' },
  { verb: 'wait', reason: '补材料' },
  { verb: 'resume', note: '可以办了' },
  { verb: 'askExtension', days: 5, reason: '等评审', atMost: 10, times: 1 },
  { verb: 'declineExtension', reason: '抓紧' },
  { verb: 'reopen', reason: '还没好' },
  { verb: 'withdraw', reason: '不用了', ask: true },
  { verb: 'withdraw', reason: '不用了' },
  { verb: 'callBack', pressed: false, note: '' },
  { verb: 'callBack', pressed: true, note: '让我撤' },
  { verb: 'merge', into: number(129), reason: '同一件事' },
  { verb: 'archive' },
  { verb: 'urge', note: '抓紧' },
  { verb: 'supervise', note: '今天办好' },
  { verb: 'refine', summary: null, urgency: 'urgent', reason: '看着急' },
  { verb: 'refine', summary: null, urgency: 'critical', reason: '很急' },
  { verb: 'supplement', text: '南门', media: 0 },
];

const granted = (now: Date): TicketCommand => ({
  verb: 'grantExtension',
  until: CLOCKWORK.calendar.addWorking(now, { days: 5 }).toISOString(),
  note: '',
});

const said = (command: TicketCommand) => () => command;
const one = (...commands: readonly TicketCommand[]) => fc.constantFrom(...commands).map((command): Try['act'][] => [said(command)]);

/** What belongs together, now and then in its order, else nobody would get to the end of it by chance. */
const TOGETHER: readonly (readonly Try['act'][])[] = [
  [said({ verb: 'claim', handler }), said({ verb: 'askExtension', days: 5, reason: '等评审', atMost: 10, times: 1 }), granted],
  [said({ verb: 'claim', handler }), 'clock', said({ verb: 'claim', handler })],
  [said({ verb: 'contact', note: '已联系', handler }), said({ verb: 'suspend', reason: '等指标' }), said({ verb: 'resume', note: '' })],
  [said({ verb: 'claim', handler }), said({ verb: 'suspend', reason: '等指标' }), said({ verb: 'answer', text: '办好了', handler })],
  [said({ verb: 'claim', handler }), said({ verb: 'wait', reason: '补材料' }), said({ verb: 'reply', text: '收到', handler })],
  [said({ verb: 'close', outcome: 'solved', note: '已解决', handler }), said({ verb: 'rate', rating: score(5) })],
];

const acts: fc.Arbitrary<readonly Try['act'][]> = fc.oneof(
  { weight: 3, arbitrary: one(...HANDING) },
  { weight: 5, arbitrary: one(...WORKING) },
  { weight: 3, arbitrary: one(...ASIDE) },
  { weight: 3, arbitrary: fc.constant(['clock'] as const) },
  { weight: 2, arbitrary: fc.constantFrom(...TOGETHER) },
);

/** From a minute to a week; nothing at all is also a time that passes. */
const wait = fc.constantFrom(0, 1, 9, 31, 130, 300, 700, 1500, 4400, 10_080);

export const anyLife: fc.Arbitrary<Life> = fc
  .array(fc.tuple(acts, wait, fc.constantFrom(OFFICIAL, HIMSELF)), { minLength: 1, maxLength: 25, size: 'max' })
  .map((all) => all.flatMap(([some, minutes, by]) => some.map((act): Try => ({ wait: minutes, act, by }))))
  .map((tries) => lived([{ wait: 0, act: () => to(UNITS[0] ?? unit('environment'))[1] ?? COMMANDS.dispatch }, ...tries]));
