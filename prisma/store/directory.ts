import { z } from 'zod';
import type { Directory } from '../../core/directory.ts';
import { ChatRole, Department, Enterprise, Member, Posting } from '../../core/directory.ts';
import { ChannelName, ChatId, DepartmentCode, MemberId } from '../../core/ids.ts';
import { Prisma } from '../generated/client.ts';
import { type Db, runnerOf } from './client.ts';
import { gathered } from './gather.ts';

/** The directory, and which version of the ears listens; 0: the shipped one. */
export interface Snapshot extends Directory {
  readonly ears: number;
}

export interface DirectoryStore {
  /** The snapshot, read again only when its revision moved: one small query a call, which tells of the ears too. */
  current(): Promise<Snapshot>;
  /** Spends a sign-in code: whose it was, by member key; null: wrong, used or expired. */
  redeemSignin(codeHash: string, at: Date): Promise<string | null>;
}

/** What a snapshot takes from the configuration. `bodies`: keys of people.yaml. */
export interface DirectoryHouse {
  readonly botName: string;
  /** SHADOW=1. */
  readonly shadow?: boolean;
  readonly channels: readonly ChannelName[];
  readonly bodies: { readonly supervision: readonly string[]; readonly leaders: readonly string[] };
}

const Revision = z.object({ revision: z.number(), ears: z.int() });

export function directoryStore(db: Db, house: DirectoryHouse): DirectoryStore {
  const run = runnerOf(db);
  let snapshot: Snapshot | null = null;

  async function look(): Promise<Snapshot> {
    const [row] = z
      .array(Revision)
      .parse(await run(Prisma.sql`SELECT revision::float8 AS revision, ears FROM directory_revision WHERE id = 1`));
    if (!row) throw new Error('the directory has no revision');
    const { revision } = row;
    if (snapshot?.revision !== revision) snapshot = { ...(await readAll(db, revision, house)), ears: row.ears };
    else if (snapshot.ears !== row.ears) snapshot = { ...snapshot, ears: row.ears };
    return snapshot;
  }

  // Whoever asks while a look is on its way waits for the next: its answer must not be older than the question.
  const looked = gathered(
    async (asks: readonly null[]) => {
      const current = await look();
      return asks.map(() => current);
    },
    { most: 1000 },
  );
  return {
    current: () => looked(null),
    async redeemSignin(codeHash, at) {
      const spent = await db.bindingCode.updateManyAndReturn({
        where: { codeHash, purpose: 'signin', usedAt: null, expiresAt: { gt: at } },
        data: { usedAt: at, usedBy: 'webchat' },
      });
      const member = spent[0] ? await db.member.findUnique({ where: { id: spent[0].memberId, active: true } }) : null;
      return member?.key ?? null;
    },
  };
}

/** More than are registered for any one time; those that are over long since need not be known. */
const LEAVES = 500;

interface LeaveRow {
  readonly id: number;
  readonly member_id: number;
  readonly from: Date;
  readonly until: Date;
  readonly deputy: number;
  readonly handed_over_at: Date | null;
}

async function readAll(db: Db, revision: number, { botName, channels, bodies, shadow = false }: DirectoryHouse): Promise<Directory> {
  const [departments, members, enterprises, postings, chats, identities, leaves] = await Promise.all([
    db.department.findMany({ orderBy: { position: 'asc' } }),
    db.member.findMany({ orderBy: { id: 'asc' } }),
    db.enterprise.findMany({ orderBy: { key: 'asc' } }),
    db.posting.findMany({ where: { until: null }, orderBy: { id: 'asc' } }),
    db.chat.findMany({ orderBy: { id: 'asc' } }),
    db.identity.findMany({ orderBy: { id: 'asc' } }),
    // The latest, whatever the hour: time is the house's, and not this machine's, and `directoryAt` asks it.
    db.$queryRaw<LeaveRow[]>`
      SELECT id, member_id, "from", until, deputy, handed_over_at FROM leave ORDER BY until DESC, id LIMIT ${LEAVES}`,
  ]);
  const idsOf = (keys: readonly string[]) =>
    members.flatMap((row) => (row.active && keys.includes(row.key) ? [MemberId.parse(row.id)] : []));
  return {
    revision,
    botName,
    shadow,
    channels,
    departments: departments.map((row) => Department.parse(row)),
    members: members.map((row) => Member.parse(row)),
    enterprises: enterprises.map((row) => Enterprise.parse(row)),
    postings: postings.map((row) => Posting.parse({ member: row.memberId, enterprise: row.enterprise, leads: row.leads })),
    chats: chats.map((row) => ({
      id: ChatId.parse(row.id),
      channel: ChannelName.parse(row.channel),
      wireId: row.wireId,
      kind: row.kind === 'group' ? 'group' : 'private',
      role: ChatRole.parse(row.role),
      department: row.department === null ? null : DepartmentCode.parse(row.department),
      title: row.title,
      ...(row.shadowSince === null
        ? {}
        : { shadow: { since: row.shadowSince, by: row.shadowBy === null ? null : MemberId.parse(row.shadowBy) } }),
    })),
    identities: identities.map((row) => ({
      member: MemberId.parse(row.memberId),
      channel: ChannelName.parse(row.channel),
      wireId: row.wireId,
      name: row.name,
      privateChat: row.privateChat === null ? null : ChatId.parse(row.privateChat),
    })),
    leaves: leaves.map((row) => ({
      id: row.id,
      member: MemberId.parse(row.member_id),
      from: row.from,
      until: row.until,
      deputy: MemberId.parse(row.deputy),
      handedOver: row.handed_over_at !== null,
    })),
    away: [],
    bodies: { supervision: idsOf(bodies.supervision), leaders: idsOf(bodies.leaders) },
  };
}
