import { z } from 'zod';
import { HouseError } from '../../core/errors.ts';
import { ChatId, MemberId } from '../../core/ids.ts';
import { Comparison } from '../../core/learning/compare.ts';
import type { EarsVersion, LearningState, VersionState } from '../../core/learning/view.ts';
import type { Prisma, EarsVersion as VersionRow } from '../generated/client.ts';
import type { Db } from './client.ts';

/** A version as training hands it over. */
export interface NewVersion {
  /** Of the corpus and the labels it was made of. */
  readonly key: string;
  readonly labels: number;
  readonly baseHash: string;
  readonly bytes: Uint8Array;
  readonly comparison: Comparison;
  /** The comparison says it is no worse. */
  readonly fit: boolean;
}

/** Whom an order's outcome is told. */
export interface Order {
  readonly at: Date;
  readonly chat: ChatId | null;
}

export interface EarsStore {
  /** The version that listens; 0: the shipped one. */
  current(): Promise<number>;
  /** null: there is none, or its bytes were put away. */
  bytes(id: number): Promise<Uint8Array | null>;
  made(key: string): Promise<boolean>;
  /** Beside the others; in place of the one that listens only if it is fit, and that one is still the one it was compared with. @returns null: it is there already */
  add(version: NewVersion, at: Date): Promise<EarsVersion | null>;
  /** Versions of another corpus are of no use with this one: from then on the shipped ears listen until the next training. */
  shipped(baseHash: string, at: Date): Promise<boolean>;
  state(): Promise<LearningState>;
  /** By whoever sits at the machine, who is told in the terminal. */
  order(at: Date): Promise<void>;
  /** Training that began then is over. @returns the order that was carried out */
  ran(at: Date, error: string | null): Promise<Order | null>;
  versions(limit: number): Promise<readonly EarsVersion[]>;
  version(id: number): Promise<EarsVersion | null>;
  /** By whoever sits at the machine. @returns from which version to which; null: the shipped one listens already */
  rollback(reason: string, at: Date): Promise<{ readonly from: number; readonly to: number } | null>;
}

const State = z.enum(['candidate', 'adopted', 'refused', 'retired']) satisfies z.ZodType<VersionState>;
/** So many that were replaced can be gone back to; of older ones only the record is kept. */
const KEPT = 5;
const KNOWN = 'known-version';

const listed = {
  id: true,
  madeAt: true,
  labels: true,
  state: true,
  comparison: true,
  reason: true,
  decidedAt: true,
  decidedBy: true,
} as const;

export function earsStore(db: Db): EarsStore {
  return {
    current: () => currentOf(db),

    async bytes(id) {
      return (await db.earsVersion.findUnique({ where: { id }, select: { bytes: true } }))?.bytes ?? null;
    },

    async made(key) {
      return (await db.earsVersion.count({ where: { key } })) > 0;
    },

    async add(version, at) {
      try {
        return await db.$transaction((tx) => add(tx, version, at));
      } catch (error) {
        if (error instanceof HouseError && error.code === KNOWN) return null;
        throw error;
      }
    },

    async shipped(baseHash, at) {
      return db.$transaction(async (tx) => {
        const old = await tx.earsVersion.updateMany({
          where: { state: 'adopted', baseHash: { not: baseHash } },
          data: { state: 'retired', reason: '随新的自带样例停用', decidedAt: at },
        });
        if (old.count > 0) await listenTo(tx, 0);
        return old.count > 0;
      });
    },

    async state() {
      const row = await db.learningState.findUniqueOrThrow({ where: { id: 1 } });
      const iso = (date: Date | null) => date?.toISOString() ?? null;
      return { ranAt: iso(row.ranAt), heldAt: iso(row.heldAt), orderedAt: iso(row.orderedAt), error: row.error };
    },

    async order(at) {
      await db.learningState.update({ where: { id: 1 }, data: { orderedAt: at, orderedBy: null, orderedChat: null, heldAt: null } });
    },

    async ran(at, error) {
      return db.$transaction(async (tx) => {
        const [before] = await tx.$queryRaw<{ ordered_at: Date | null; ordered_chat: number | null }[]>`
          SELECT ordered_at, ordered_chat FROM learning_state WHERE id = 1 FOR UPDATE`;
        const { ordered_at: ordered, ordered_chat: chat } = before ?? { ordered_at: null, ordered_chat: null };
        // What was ordered while it ran is still to be done.
        const carried = ordered !== null && ordered.getTime() <= at.getTime();
        const over = carried ? { orderedAt: null, orderedBy: null, orderedChat: null } : {};
        await tx.learningState.update({ where: { id: 1 }, data: { ranAt: at, error: error?.slice(0, 500) ?? null, ...over } });
        return carried ? { at: ordered, chat: chat === null ? null : ChatId.parse(chat) } : null;
      });
    },

    async versions(limit) {
      const rows = await db.earsVersion.findMany({ orderBy: { id: 'desc' }, take: limit, select: listed });
      return rows.map(versionOf);
    },

    async version(id) {
      const row = await db.earsVersion.findUnique({ where: { id }, select: listed });
      return row && versionOf(row);
    },

    async rollback(reason, at) {
      return db.$transaction(async (tx) => {
        const from = await currentOf(tx);
        if (from === 0) return null;
        const to = await versionBefore(tx, from);
        await rollBack(tx, { from, to, by: null, reason }, at);
        await tx.audit.create({
          data: {
            at,
            actor: { kind: 'house', part: 'cli' },
            action: 'learning',
            object: `ears ${from} → ${to}`,
            allowed: true,
            detail: `rollback: ${reason}`,
          },
        });
        return { from, to };
      });
    },
  };
}

type Tx = Prisma.TransactionClient;

async function currentOf(db: Pick<Db, 'directoryRevision'>): Promise<number> {
  return (await db.directoryRevision.findUniqueOrThrow({ where: { id: 1 } })).ears;
}

async function listenTo(tx: Tx, version: number): Promise<void> {
  await tx.directoryRevision.update({ where: { id: 1 }, data: { ears: version } });
}

async function add(tx: Tx, { key, labels, baseHash, bytes, comparison, fit }: NewVersion, at: Date): Promise<EarsVersion | null> {
  // Whoever else changes which version listens waits here: what was compared with is then still what is replaced.
  const [row] = await tx.$queryRaw<{ ears: number }[]>`SELECT ears FROM directory_revision WHERE id = 1 FOR UPDATE`;
  const listens = row?.ears ?? 0;
  const state: VersionState = !fit ? 'refused' : listens === comparison.against ? 'adopted' : 'candidate';
  if (state === 'adopted' && listens !== 0)
    await tx.earsVersion.update({ where: { id: listens }, data: { state: 'retired', decidedAt: at } });
  const [made] = await tx.earsVersion.createManyAndReturn({
    data: [
      { key, labels, baseHash, comparison, state, madeAt: at, decidedAt: at, bytes: state === 'refused' ? null : Uint8Array.from(bytes) },
    ],
    skipDuplicates: true,
  });
  // Thrown, so that nothing of this transaction stays.
  if (made === undefined) throw new HouseError(KNOWN, '这一版已经做好了。');
  if (state === 'adopted') await listenTo(tx, made.id);
  await tx.$executeRaw`
    UPDATE ears_version SET bytes = NULL WHERE bytes IS NOT NULL AND state <> 'adopted'
      AND id NOT IN (SELECT id FROM ears_version WHERE state <> 'adopted' AND bytes IS NOT NULL ORDER BY id DESC LIMIT ${KEPT})`;
  return versionOf(made);
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

function versionOf(row: Pick<VersionRow, keyof typeof listed>): EarsVersion {
  return {
    id: row.id,
    madeAt: row.madeAt.toISOString(),
    labels: row.labels,
    state: State.parse(row.state),
    comparison: Comparison.parse(row.comparison),
    reason: row.reason,
    decidedAt: row.decidedAt.toISOString(),
    decidedBy: row.decidedBy === null ? null : MemberId.parse(row.decidedBy),
  };
}
