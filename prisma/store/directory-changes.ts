import type { DirectoryChange } from '../../core/conversation/effects.ts';
import { HouseError, unreachable } from '../../core/errors.ts';
import { Prisma } from '../generated/client.ts';
import { orderTraining, rollBack } from './ears-changes.ts';
import { aloneOfSilent } from './public.ts';

type Tx = Prisma.TransactionClient;

/** Changes that people made by command. Each marks its row as edited, so that the seed leaves it alone from then on. */
export async function changeDirectory(tx: Tx, changes: readonly DirectoryChange[], at: Date): Promise<void> {
  for (const change of changes) await changeOne(tx, change, at);
  await tx.directoryRevision.update({ where: { id: 1 }, data: { revision: { increment: 1 } } });
}

async function changeOne(tx: Tx, change: DirectoryChange, at: Date): Promise<void> {
  switch (change.kind) {
    case 'code': {
      const { codeHash, member, purpose, expiresAt } = change;
      await tx.bindingCode.create({ data: { codeHash, memberId: member, purpose, expiresAt, createdAt: at, createdBy: 'command' } });
      return;
    }
    case 'bind':
      return bind(tx, change, at);
    case 'roles':
      await tx.member.update({
        where: { id: change.member },
        data: { roles: [...change.roles], department: change.department, editedAt: at },
      });
      return;
    case 'duty':
      await tx.department.update({ where: { code: change.department }, data: { onDuty: change.member, editedAt: at } });
      return;
    case 'deputy':
      await tx.department.update({ where: { code: change.department }, data: { deputy: change.member, editedAt: at } });
      return;
    case 'leave': {
      const { member, from, until, deputy, by } = change;
      await tx.leave.create({ data: { memberId: member, from, until, deputy, by: `member ${by}`, createdAt: at } });
      return;
    }
    case 'leave-end':
      // The last moment is still in a leave; whoever is back is back from now on.
      await tx.leave.update({ where: { id: change.leave }, data: { until: new Date(change.at.getTime() - 1) } });
      return;
    case 'chat':
      await tx.chat.update({ where: { id: change.chat }, data: { role: change.role, department: change.department, editedBy: 1 } });
      return;
    case 'shadow':
      return turnShadow(tx, change, at);
    case 'posting':
      return post(tx, change, at);
    case 'train':
      return orderTraining(tx, change.by, change.chat, at);
    case 'rollback':
      return rollBack(tx, change, at);
    default:
      return unreachable(change);
  }
}

/** The code is spent in the same transaction that binds: two uses of one code cannot both win. */
async function bind(tx: Tx, change: Extract<DirectoryChange, { kind: 'bind' }>, at: Date): Promise<void> {
  const { channel, wireId, name, privateChat, codeHash } = change;
  const usedBy = `${channel}:${wireId}`;
  const spent = await tx.bindingCode.updateManyAndReturn({
    where: { codeHash, purpose: 'bind', usedAt: null, expiresAt: { gt: at } },
    data: { usedAt: at, usedBy },
  });
  const code = spent[0];
  if (!code) throw new HouseError('conflict', '绑定码已失效。');
  const bound = { memberId: code.memberId, name, privateChat, boundAt: at, boundBy: `code ${code.id}` };
  await tx.identity.upsert({ where: { channel_wireId: { channel, wireId } }, create: { channel, wireId, ...bound }, update: bound });
}

async function post(tx: Tx, change: Extract<DirectoryChange, { kind: 'posting' }>, at: Date): Promise<void> {
  const { member, enterprise, leads, until } = change;
  await tx.posting.updateMany({ where: { memberId: member, enterprise, until: null }, data: { until: until ?? at } });
  if (until === null) await tx.posting.create({ data: { memberId: member, enterprise, leads, since: at, by: 'command' } });
}

/**
 * What waits to be said there, or to somebody of the public alone about what was reported there, is not said any more, from the same
 * moment on. Each by its own index, which holds nothing but what waits.
 */
async function turnShadow(tx: Tx, { chat, on, by }: Extract<DirectoryChange, { kind: 'shadow' }>, at: Date): Promise<void> {
  const { channel } = await tx.chat.update({ where: { id: chat }, data: { shadowSince: on ? at : null, shadowBy: on ? by : null } });
  if (!on) return;
  await tx.$executeRaw`UPDATE outbox SET status = 'withdrawn' WHERE channel = ${channel} AND chat_id = ${chat} AND status = 'pending'`;
  await tx.$executeRaw`UPDATE outbox SET status = 'withdrawn' WHERE channel = ${channel} AND chat_id = ${chat} AND status = 'held'`;
  for (const waits of [Prisma.sql`outbox.status = 'pending'`, Prisma.sql`outbox.status = 'held'`]) {
    await tx.$executeRaw`
      UPDATE outbox SET status = 'withdrawn' FROM chat
      WHERE chat.id = outbox.chat_id AND ${waits} AND outbox.ticket IS NOT NULL AND ${aloneOfSilent(Prisma.sql`outbox.ticket`)}`;
  }
}
