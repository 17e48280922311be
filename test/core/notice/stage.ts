import { clocksAfter } from '../../../core/deadlines/schedule.ts';
import type { Directory } from '../../../core/directory.ts';
import { InboxId, type MemberId } from '../../../core/ids.ts';
import { noticesFor } from '../../../core/notice/index.ts';
import type { NoticeDraft } from '../../../core/notice/notice.ts';
import { place } from '../../../core/routing/index.ts';
import type { TicketCommand } from '../../../core/ticket/command.ts';
import { decide } from '../../../core/ticket/decide.ts';
import type { TicketEvent } from '../../../core/ticket/events.ts';
import { apply, stamp } from '../../../core/ticket/fold.ts';
import type { Actor, Ticket } from '../../../core/ticket/ticket.ts';
import { CLOCKWORK } from '../../support/clockwork.ts';
import { BI, chat, DIRECTORY, dept, firm, WEB, WORK, who, YU } from '../routing/world.ts';
import { COMMANDS, NOW, NUMBER } from '../ticket/samples.ts';

export interface Said {
  readonly chat: number;
  readonly kind: 'group' | 'private';
  readonly name: string;
  readonly text: string;
  readonly draft: NoticeDraft;
}

export const CAUSE = InboxId.parse(77);

export const member = (id: MemberId): Actor => ({
  kind: 'member',
  member: id,
  name: DIRECTORY.members.find((one) => one.id === id)?.name ?? '',
});
const HOUSE: Actor = { kind: 'house', part: 'understand' };

export const OPEN = {
  ...COMMANDS.open,
  reporter: { member: YU, channel: WEB, wireId: `${WEB}-${YU}`, name: '于厂长' },
  enterprise: firm('tangu-composite'),
  sourceChat: chat(WORK),
};
export const DISPATCH = { ...COMMANDS.dispatch, department: dept('environment'), handler: BI };

export type Act = readonly [Actor, ...TicketCommand[]];
export const byClock = (...commands: readonly TicketCommand[]): Act => [{ kind: 'house', part: 'clock' }, ...commands];
export const byHouse = (...commands: readonly TicketCommand[]): Act => [HOUSE, ...commands];
export const by = (id: number, ...commands: readonly TicketCommand[]): Act => [member(who(id)), ...commands];

/** Plays the acts one after another, the last of them `at`; returns what was said of it, chat by chat. */
export function saidOfLast(acts: readonly Act[], directory: Directory = DIRECTORY, at: Date = NOW): readonly Said[] {
  return saidOfEach(acts, directory, at).at(-1) ?? [];
}

export function saidOfEach(acts: readonly Act[], directory: Directory = DIRECTORY, at: Date = NOW): readonly (readonly Said[])[] {
  let ticket: Ticket | null = null;
  return acts.map(([actor, ...commands], i) => {
    const now = i === acts.length - 1 ? at : NOW;
    const said: Said[] = [];
    for (const command of commands) {
      const before: Ticket | null = ticket;
      const decision = decide(before, command, now);
      if (!decision.ok) throw new Error(decision.refusal.sentence);
      const { events } = stamp(before, decision.events, { number: NUMBER, actor, cause: CAUSE, now });
      for (const event of events) {
        const after: Ticket = apply(ticket, event);
        for (const draft of noticesFor({ event, before: ticket, ticket: after, directory, clockwork: CLOCKWORK }, events))
          said.push(...placed(draft, after, directory));
        ticket = after;
      }
      ticket = withClocks(before, ticket, events, now);
    }
    return said;
  });
}

/** As the house sets them after every act. */
function withClocks(before: Ticket | null, after: Ticket | null, events: readonly TicketEvent[], now: Date): Ticket | null {
  if (after === null) return null;
  const types = events.map((event) => event.body.type);
  return clocksAfter(before, after, types, CLOCKWORK, now).reduce((ticket, command) => {
    const decision = decide(ticket, command, now);
    return decision.ok ? stamp(ticket, decision.events, { number: NUMBER, actor: HOUSE, cause: null, now }).ticket : ticket;
  }, after);
}

function placed(draft: NoticeDraft, ticket: Ticket, directory: Directory): Said[] {
  return place(draft, ticket, directory).says.map(({ chat: to, text }) => ({
    chat: Number(to.id),
    kind: to.kind,
    name: draft.name,
    text,
    draft,
  }));
}

/** `2 dispatch: 【派单】…`, one line a message, its line breaks as ⏎. */
export function script(said: readonly Said[]): readonly string[] {
  return said.map(({ chat: to, name, text }) => `${to} ${name}: ${text.replaceAll('\n', ' ⏎ ')}`);
}
