import type { Directory } from '../../../core/directory.ts';
import { InboxId, type MemberId } from '../../../core/ids.ts';
import { noticesFor } from '../../../core/notice/index.ts';
import type { NoticeDraft } from '../../../core/notice/notice.ts';
import { place } from '../../../core/routing/index.ts';
import type { TicketCommand } from '../../../core/ticket/command.ts';
import { decide } from '../../../core/ticket/decide.ts';
import { apply, stamp } from '../../../core/ticket/fold.ts';
import type { Actor, Ticket } from '../../../core/ticket/ticket.ts';
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
export const byHouse = (...commands: readonly TicketCommand[]): Act => [HOUSE, ...commands];
export const by = (id: number, ...commands: readonly TicketCommand[]): Act => [member(who(id)), ...commands];

/** Plays the acts one after another; returns what was said of the last one, chat by chat. */
export function saidOfLast(acts: readonly Act[], directory: Directory = DIRECTORY): readonly Said[] {
  return saidOfEach(acts, directory).at(-1) ?? [];
}

export function saidOfEach(acts: readonly Act[], directory: Directory = DIRECTORY): readonly (readonly Said[])[] {
  let ticket: Ticket | null = null;
  return acts.map(([actor, ...commands]) => {
    const said: Said[] = [];
    for (const command of commands) {
      const decision = decide(ticket, command, NOW);
      if (!decision.ok) throw new Error(decision.refusal.sentence);
      const { events } = stamp(ticket, decision.events, { number: NUMBER, actor, cause: CAUSE, now: NOW });
      for (const event of events) {
        const after: Ticket = apply(ticket, event);
        for (const draft of noticesFor({ event, before: ticket, ticket: after, directory }, events))
          said.push(...placed(draft, after, directory));
        ticket = after;
      }
    }
    return said;
  });
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
