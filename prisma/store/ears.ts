import { z } from 'zod';
import { ChatId, MemberId } from '../../core/ids.ts';
import { Comparison } from '../../core/learning/compare.ts';
import type { EarsVersion, LearningState, VersionState } from '../../core/learning/view.ts';
import type { Prisma, EarsVersion as VersionRow } from '../generated/client.ts';
import type { Db } from './client.ts';
import { listenTo, rollBack, versionBefore } from './ears-changes.ts';

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
  readonly chat: ChatId;
}

export interface EarsStore {
  /** The version that listens; 0: the shipped one. */
  current(): Promise<number>;
  /** null: there is none, or its bytes were put away. */
  bytes(id: number): Promise<Uint8Array | null>;
  byKey(key: string): Promise<EarsVersion | null>;
  /** Beside the others; in place of the one that listens only if it is fit, and that one is still the one it was compared with. @returns null: it is there already */
  add(version: NewVersion, at: Date): Promise<EarsVersion | null>;
  /** Versions of another corpus are of no use with this one: from then on the shipped ears listen until the next training. */
  shipped(baseHash: string, at: Date): Promise<boolean>;
  state(): Promise<LearningState>;
  /** By whoever sits at the machine, who is told in the terminal. */
  order(at: Date): Promise<void>;
  /** An order out of a chat that was given by then and is not carried out yet. */
  ordered(by: Date): Promise<Order | null>;
  /** Training that began then is over, and with it what was ordered before. */
  ran(at: Date, error: string | null): Promise<void>;
  versions(limit: number): Promise<readonly EarsVersion[]>;
  version(id: number): Promise<EarsVersion | null>;
  /** By whoever sits at the machine. @returns from which version to which; null: the shipped one listens already */
  rollback(reason: string, at: Date): Promise<{ readonly from: number; readonly to: number } | null>;
}

const State = z.enum(['candidate', 'adopted', 'refused', 'retired']) satisfies z.ZodType<VersionState>;
/** So many that were replaced can be gone back to; of older ones only the record is kept. */
const KEPT = 5;

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

    async byKey(key) {
      const row = await db.earsVersion.findUnique({ where: { key }, select: listed });
      return row && versionOf(row);
    },

    add: (version, at) => db.$transaction((tx) => add(tx, version, at)),

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

    async ordered(by) {
      const row = await db.learningState.findUnique({ where: { id: 1, orderedAt: { lte: by } } });
      return row?.orderedAt && row.orderedChat !== null ? { at: row.orderedAt, chat: ChatId.parse(row.orderedChat) } : null;
    },

    async ran(at, error) {
      // What was ordered while it ran is still to be done.
      const over = { orderedAt: null, orderedBy: null, orderedChat: null };
      await db.$transaction([
        db.learningState.update({ where: { id: 1 }, data: { ranAt: at, error: error?.slice(0, 500) ?? null } }),
        db.learningState.updateMany({ where: { id: 1, orderedAt: { lte: at } }, data: over }),
      ]);
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

async function add(tx: Tx, { key, labels, baseHash, bytes, comparison, fit }: NewVersion, at: Date): Promise<EarsVersion | null> {
  // One after the other, so that numbers have no holes; that there is one of a key its index sees to.
  await tx.$queryRaw`SELECT 1 AS one FROM learning_state WHERE id = 1 FOR UPDATE`;
  if ((await tx.earsVersion.count({ where: { key } })) > 0) return null;
  const made = await tx.earsVersion.create({
    data: {
      key,
      labels,
      baseHash,
      comparison,
      state: fit ? 'candidate' : 'refused',
      madeAt: at,
      decidedAt: at,
      bytes: fit ? Uint8Array.from(bytes) : null,
    },
    select: listed,
  });
  // Only in the place of what it was compared with: somebody may have gone back meanwhile.
  const moved = fit
    ? await tx.directoryRevision.updateMany({ where: { id: 1, ears: comparison.against }, data: { ears: made.id } })
    : { count: 0 };
  if (moved.count === 0) return versionOf(made);
  await tx.earsVersion.updateMany({ where: { id: comparison.against }, data: { state: 'retired', decidedAt: at } });
  const adopted = await tx.earsVersion.update({ where: { id: made.id }, data: { state: 'adopted' }, select: listed });
  await tx.$executeRaw`
    UPDATE ears_version SET bytes = NULL WHERE bytes IS NOT NULL AND state <> 'adopted'
      AND id NOT IN (SELECT id FROM ears_version WHERE state <> 'adopted' AND bytes IS NOT NULL ORDER BY id DESC LIMIT ${KEPT})`;
  return versionOf(adopted);
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
