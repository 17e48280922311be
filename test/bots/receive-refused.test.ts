import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createReceive } from '../../bots/receive.ts';
import type { InboundEnvelope } from '../../core/channel.ts';
import { ChannelName } from '../../core/ids.ts';
import type { Store } from '../../prisma/store/index.ts';
import { neverFits } from '../../prisma/store/outage.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { keptLog } from '../support/quiet-log.ts';
import { emptyStore } from '../support/store.ts';

/** What Postgres refuses for what is in it. The door takes such things out; here something slips past it, as the next wire's may. */
const WIRE = ChannelName.parse('wire');
const NOW = new Date('2026-03-10T09:00:00+08:00');

let database: TestDatabase;
let store: Store;
beforeAll(async () => {
  database = await createTestDatabase();
  store = emptyStore(database.db, WIRE);
});
afterAll(() => database.drop());

type Message = Extract<InboundEnvelope['body'], { kind: 'message' }>;
const message = (id: string, text: string): InboundEnvelope & { body: Message } => ({
  channel: WIRE,
  chat: { wireId: 'work', kind: 'group', title: '工作群' },
  sender: { wireId: 'somebody', name: '某人' },
  at: NOW,
  key: `m:${id}`,
  body: { kind: 'message', messageId: id, text, quote: null, mentions: [], mentionsBot: false, media: [] },
});
type Slip = (envelope: InboundEnvelope & { body: Message }) => InboundEnvelope;
const picture = { kind: 'image' as const, name: '现场.png', mime: 'image/png', content: Buffer.from([1, 2, 3]), ref: null };
/** Not compressible, so that no index row holds it. */
const endless = Array.from({ length: 6000 }, (_, n) => String.fromCharCode(0x4e00 + ((n * 7919) % 20_000))).join('');

const slips: readonly [string, string, Slip][] = [
  ['U+0000 in the words', '22P05', (one) => ({ ...one, body: { ...one.body, text: `${one.body.text}\u0000尾` } })],
  ['half a letter', '22P02', (one) => ({ ...one, body: { ...one.body, text: `${one.body.text}\ud83d尾` } })],
  ['U+0000 in the sender’s name', '22P05', (one) => ({ ...one, sender: { wireId: 'somebody', name: '某\u0000人' } })],
  ['a year no calendar holds', '22', (one) => ({ ...one, at: new Date('+275760-09-13T00:00:00.000Z') })],
  ['a key no index row holds', '54000', (one) => ({ ...one, key: `m:${one.body.messageId}${endless}` })],
  ['a file’s name', '22P05', (one) => ({ ...one, body: { ...one.body, media: [{ ...picture, name: '现\u0000场.png' }] } })],
];

/** The door, and behind it the wire's own breakage. */
function door(id: string, slip: Slip) {
  const log = keptLog();
  const broken = (one: InboundEnvelope): InboundEnvelope =>
    one.body.kind === 'message' && one.body.messageId === id ? slip({ ...one, body: one.body }) : one;
  const inbox = {
    receive: (batch: readonly InboundEnvelope[], at: Date) => store.inbox.receive(batch.map(broken), at),
    park: (one: InboundEnvelope, refused: unknown, at: Date) => store.inbox.park(broken(one), refused, at),
  };
  const receive = createReceive({ inbox, clock: { now: () => NOW }, log, crash: () => {}, hint: () => {}, neverFits });
  return { receive, log };
}

const rows = (prefix: string) => database.db.inbox.findMany({ where: { messageId: { startsWith: prefix } }, orderBy: { id: 'asc' } });

describe.each(slips.map((slip, n) => [slip[0], slip[1], slip[2], `s${n}-`] as const))('%s (%s)', (_what, state, slip, at) => {
  test('is parked with what can be shown and all that came, once; what came with it is stored as it is', async () => {
    const { receive, log } = door(`${at}bad`, slip);
    const batch = [message(`${at}first`, '先'), message(`${at}bad`, '路灯坏了'), message(`${at}last`, '后')];
    await receive(batch);
    await receive(batch);
    const [first, bad, last, more] = await rows(at);
    expect([first?.text, last?.text, more]).toEqual(['先', '后', undefined]);
    expect([first?.status, last?.status]).toEqual(['new', 'new']);
    expect(bad).toMatchObject({
      status: 'done',
      outcome: 'parked',
      senderWireId: 'somebody',
      error: expect.stringContaining(`SQLSTATE ${state}`),
    });
    expect(bad?.text).toContain('路灯坏了');
    const raw = Buffer.from(String(Reflect.get(Object(bad?.body), 'raw')), 'base64').toString('utf8');
    expect(raw).toContain('路灯坏了');
    expect((await store.inbox.untold(NOW)).map(({ id }) => id)).toContain(Number(bad?.id));
    expect(log.lines.map(({ level }) => level)).toEqual(['warn', 'warn']);
    expect(JSON.stringify(log.lines)).not.toContain('路灯');
  });
});

test('its files are kept, and its chat keeps its name', async () => {
  const withPicture: Slip = (one) => ({ ...one, body: { ...one.body, text: `坏\u0000了`, media: [picture] } });
  await door('pic', withPicture).receive([message('pic', '坏了')]);
  const [row] = await rows('pic');
  expect(await database.db.attachment.findMany({ where: { inboxId: row?.id ?? 0n } })).toMatchObject([{ name: '现场.png', size: 3 }]);
  const directory = await store.directory.current();
  expect(directory.chats).toMatchObject([{ title: '工作群' }]);
});
