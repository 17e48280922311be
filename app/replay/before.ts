import { Draft } from '../../core/conversation/draft.ts';
import { DepartmentCode, InboxId, TicketNumber } from '../../core/ids.ts';
import type { Actor } from '../../core/ticket/ticket.ts';
import type { Db } from '../../prisma/store/client.ts';
import { memberKey } from './cast.ts';
import { SCENE } from './channel.ts';
import type { Scene } from './scene.ts';
import type { Stage } from './stage.ts';

const HOUR_MS = 60 * 60 * 1000;

/** Tickets that stood before the scene began, written as the pipeline would have written them. */
export async function openBefore(db: Db, stage: Stage, scene: Scene, at: Date): Promise<void> {
  for (const before of scene.pre_tickets) {
    const directory = await stage.store.directory.current();
    const work = directory.chats.find((chat) => chat.role === 'work');
    const department =
      directory.departments.find((one) => one.code === before.dept)?.code ?? directory.departments.find((one) => one.fallback)?.code;
    if (!work || !department) continue;
    const number = TicketNumber.parse(before.no);
    const wireId = memberKey(before.reporter);
    const identity = directory.identities.find((one) => one.wireId === wireId);
    const member = directory.members.find((one) => one.id === identity?.member) ?? null;
    await stage.channel.receive()([
      {
        channel: SCENE,
        chat: { wireId: work.wireId, kind: 'group', title: null },
        sender: { wireId, name: member?.name ?? before.reporter },
        at,
        key: `m:pre-${before.key}`,
        body: {
          kind: 'message',
          messageId: `pre-${before.key}`,
          text: before.summary,
          quote: null,
          mentions: [],
          mentionsBot: false,
          media: [],
        },
      },
    ]);
    const row = await db.inbox.findFirstOrThrow({ where: { chatId: work.id, key: `m:pre-${before.key}` } });
    const cause = InboxId.parse(Number(row.id));
    const actor: Actor = member ? { kind: 'member', member: member.id, name: member.name } : { kind: 'house', part: 'cli' };
    const draft = new Draft({ directory, now: at, actor, cause, clockwork: stage.clockwork });
    draft.act(null, number, {
      verb: 'open',
      number,
      reporter: { member: member?.id ?? null, channel: SCENE, wireId, name: member?.name ?? before.reporter },
      enterprise: directory.enterprises.find((one) => one.name === before.enterprise)?.key ?? member?.enterprise ?? null,
      sourceChat: work.id,
      sourceInbox: cause,
      text: before.summary,
      summary: before.summary.slice(0, 40),
      urgency: 'normal',
      sensitive: false,
      category: 'other',
      receivedAt: at.toISOString(),
    });
    draft.link(number, 'report', cause);
    draft.act(null, number, {
      verb: 'dispatch',
      department: DepartmentCode.parse(department),
      handler: null,
      commissioner: null,
      cohandlers: [],
      reason: '场景开始之前',
    });
    await stage.store.commit(draft.effects('ticketed', 'before the scene'), at);
    if (before.status === 'closed') await closeBefore(stage, number, new Date(at.getTime() + HOUR_MS));
  }
  const highest = Math.max(0, ...scene.pre_tickets.map((one) => one.no));
  if (highest > 0) await db.$queryRaw`SELECT setval('ticket_number', ${highest}::int)::text AS at`;
  await stage.settle();
}

async function closeBefore(stage: Stage, number: TicketNumber, at: Date): Promise<void> {
  const [ticket] = await stage.store.tickets([number]);
  if (!ticket) return;
  const directory = await stage.store.directory.current();
  const draft = new Draft({ directory, now: at, actor: { kind: 'house', part: 'cli' }, cause: null, clockwork: stage.clockwork });
  draft.act(ticket, number, { verb: 'close', outcome: 'solved', note: '已办结', handler: null });
  await stage.store.commit(draft.effects('ignored', ''), at);
}
