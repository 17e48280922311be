import assert from 'node:assert/strict';
import { createReceive } from '../../bots/receive.ts';
import { InboundEnvelope } from '../../core/channel.ts';
import type { Directory } from '../../core/directory.ts';
import { ChannelName } from '../../core/ids.ts';
import type { Db } from '../../prisma/store/client.ts';
import { createStore } from '../../prisma/store/index.ts';
import { neverFits } from '../../prisma/store/outage.ts';
import { keptLog } from '../support/quiet-log.ts';

const AT_ONCE = 50;
const clock = { now: () => new Date('2026-03-10T09:00:00+08:00') };

/** Envelopes through the real door into Postgres and out again: none is lost, none is refused, and what it said is what is read. */
export async function throughPostgres(db: Db, envelopes: readonly InboundEnvelope[]): Promise<number> {
  const store = createStore(db, {
    botName: '小汇',
    channels: ['telegram', 'wechat', 'webchat'].map((name) => ChannelName.parse(name)),
    bodies: { supervision: [], leaders: [] },
    recognise: () => ({ role: 'work', department: null }),
  });
  const log = keptLog();
  const receive = createReceive({ inbox: store.inbox, clock, log, crash: () => undefined, hint: () => undefined, neverFits });
  // A key of its own for each: they were made of a few originals.
  const sent = envelopes
    .filter(({ body }) => body.kind !== 'migrated')
    .map((envelope, at) => ({ ...envelope, key: `${at}:${envelope.key}`.slice(0, 512) }));
  for (let at = 0; at < sent.length; at += AT_ONCE) await receive(sent.slice(at, at + AT_ONCE));
  assert.deepEqual(log.lines, [], 'the door refused an envelope');
  const heard = await readBack(db, store, await store.directory.current());
  const words = ({ body }: { readonly body: { readonly kind: string } }): string => ('text' in body ? String(body.text) : body.kind);
  const written = sent.map((envelope) => InboundEnvelope.parse(mended(envelope))).map(words);
  assert.deepEqual(heard.map(words).toSorted(), written.toSorted());
  return sent.length;
}

async function readBack(db: Db, store: ReturnType<typeof createStore>, directory: Directory) {
  const heard = [];
  for (const chat of await store.inbox.chatsWaiting()) {
    heard.push(...(await store.inbox.next(chat, directory, 100_000, clock.now())));
  }
  assert.equal(await db.inbox.count({ where: { outcome: 'parked' } }), 0, 'a row was parked on the way');
  return heard;
}

/** As `receive` promises: U+0000 dropped, half a character replaced, nothing else touched. */
function mended(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\u0000', '').slice(0, 1_000_000).toWellFormed();
  if (value === null || typeof value !== 'object' || value instanceof Date || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map(mended);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mended(inner)]));
}
