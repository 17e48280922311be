import { MediaKind, type OutboundMedia } from '../../core/channel.ts';
import type { Prisma } from '../generated/client.ts';
import type { Db } from './client.ts';

/** Files the house made (a picture of the board, a sheet). */
export interface FileStore {
  /** Kept, so that an outgoing message needs to name only its id. */
  keep(file: OutboundMedia, at: Date): Promise<number>;
}

export function fileStore(db: Pick<Db, 'madeFile'>): FileStore {
  return {
    async keep({ kind, name, mime, content }, at) {
      const data = { kind, name, mime, content: Uint8Array.from(content), createdAt: at };
      return (await db.madeFile.create({ data, select: { id: true } })).id;
    },
  };
}

/** What outgoing messages carry: the files of messages heard, single ones of these, and what the house made. */
export interface Wanted {
  readonly inboxes: bigint[];
  readonly attachments: number[];
  readonly made: number[];
}

export async function filesOf(tx: Prisma.TransactionClient, wanted: Wanted): Promise<OutboundMedia[]> {
  return [...(await heard(tx, wanted)), ...(await made(tx, wanted.made))];
}

async function heard(tx: Prisma.TransactionClient, { inboxes, attachments }: Wanted): Promise<OutboundMedia[]> {
  if (inboxes.length + attachments.length === 0) return [];
  // Bytes on their way in are waited for.
  await tx.$executeRaw`
    SELECT FROM attachment WHERE inbox_id = ANY(${inboxes}::bigint[]) OR id = ANY(${attachments}::int[]) ORDER BY id FOR SHARE`;
  const rows = await tx.attachment.findMany({
    where: { OR: [{ inboxId: { in: inboxes } }, { id: { in: attachments } }] },
    orderBy: [{ inboxId: 'asc' }, { position: 'asc' }],
  });
  return rows.flatMap((row) => (row.content ? [mediaOf({ ...row, content: row.content })] : []));
}

/** In the order the message names them: the picture before the sheet it was made from. */
async function made(tx: Prisma.TransactionClient, ids: readonly number[]): Promise<OutboundMedia[]> {
  if (ids.length === 0) return [];
  const rows = await tx.madeFile.findMany({ where: { id: { in: [...ids] } } });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row ? [mediaOf(row)] : [];
  });
}

function mediaOf(row: { kind: string; name: string; mime: string; content: Uint8Array }): OutboundMedia {
  return { kind: MediaKind.parse(row.kind), name: row.name, mime: row.mime, content: row.content };
}
