import { HouseError } from '../../core/errors.ts';
import type { ChatId, MemberId } from '../../core/ids.ts';
import type { Prisma } from '../generated/client.ts';
import type { Db } from './client.ts';

type Tx = Prisma.TransactionClient;

export async function listenTo(tx: Tx, version: number): Promise<void> {
  await tx.directoryRevision.update({ where: { id: 1 }, data: { ears: version } });
}

/** Which version listened before this one, of the same corpus and still there; 0: the shipped one. */
export async function versionBefore(tx: Pick<Db, 'earsVersion'>, current: number): Promise<number> {
  if (current === 0) return 0;
  const now = await tx.earsVersion.findUnique({ where: { id: current }, select: { baseHash: true } });
  const found = await tx.earsVersion.findFirst({
    where: { id: { lt: current }, state: 'retired', bytes: { not: null }, ...(now ? { baseHash: now.baseHash } : {}) },
    orderBy: { id: 'desc' },
    select: { id: true },
  });
  return found?.id ?? 0;
}

export interface Rollback {
  readonly from: number;
  readonly to: number;
  /** null: whoever sits at the machine. */
  readonly by: MemberId | null;
  readonly reason: string;
}

/** @throws conflict where another version listens by now than the one it was decided on */
export async function rollBack(tx: Tx, { from, to, by, reason }: Rollback, at: Date): Promise<void> {
  const moved = await tx.directoryRevision.updateMany({ where: { id: 1, ears: from }, data: { ears: to } });
  if (moved.count === 0 || (await versionBefore(tx, from)) !== to) throw new HouseError('conflict', '刚刚换了版本，请再看一次。');
  // Not `retired`: nobody goes back to what was taken back.
  await tx.earsVersion.update({
    where: { id: from },
    data: { state: 'refused', reason: `回退：${reason}`, decidedAt: at, decidedBy: by },
  });
  if (to !== 0) await tx.earsVersion.update({ where: { id: to }, data: { state: 'adopted', decidedAt: at } });
  // The next night would learn the same again from the same labels.
  await tx.learningState.update({ where: { id: 1 }, data: { heldAt: at } });
}

/** 学习 训练: an order ends the holding. */
export async function orderTraining(tx: Tx, by: MemberId, chat: ChatId, at: Date): Promise<void> {
  await tx.learningState.update({ where: { id: 1 }, data: { orderedAt: at, orderedBy: by, orderedChat: chat, heldAt: null } });
}
