import { gatherLabels } from '../../../workers/learn/gather.ts';
import type { House } from '../house.ts';
import { NOW } from '../lives.ts';
import type { Item } from './item.ts';

/** What a night has new to read. */
const NEW_ACTS = 150;

/** A correction to each ticket there ever was. */
async function label({ db }: House): Promise<void> {
  await db.$executeRaw`
    INSERT INTO label (source, kind, inbox_id, ticket, department, by, at)
    SELECT 'history.' || number, 'transfer', source_inbox, number, department, 1, accepted_at FROM ticket ON CONFLICT (source) DO NOTHING`;
  await db.$executeRaw`ANALYZE label`;
}

/** What is learnt, and from what: read on from where the last night ended. */
export const learning: readonly Item[] = [
  {
    name: 'labels of a night',
    group: 'sweeps',
    async before({ db }) {
      const { id } = await db.ticketEvent.findFirstOrThrow({ orderBy: { id: 'desc' }, select: { id: true } });
      const cursor = String(id - BigInt(NEW_ACTS));
      await db.labelCursor.upsert({ where: { place: 'ticket-events' }, create: { place: 'ticket-events', cursor }, update: { cursor } });
    },
    run: async ({ shop }) => void (await gatherLabels(shop)),
  },
  { name: 'the latest labels', group: 'sweeps', before: label, run: async ({ store }) => void (await store.labels.latest(200)) },
  { name: 'the last label', group: 'sweeps', before: label, run: async ({ store }) => void (await store.labels.last()) },
  { name: '学习', group: 'answers', before: label, run: async ({ store }) => void (await store.reads([{ read: 'learning' }], NOW)) },
];
