import { expect, test } from 'vitest';
import { createReceive } from '../../bots/receive.ts';
import type { InboundEnvelope } from '../../core/channel.ts';
import { ChannelName, ChatId } from '../../core/ids.ts';
import { neverFits } from '../../prisma/store/outage.ts';
import { keptLog, quietLog } from '../support/quiet-log.ts';

const WIRE = ChannelName.parse('wire');
const MB = 1024 * 1024;

function said(id: string, text: string, files: readonly number[] = [], ref: string | null = 'ref'): InboundEnvelope {
  const media = files.map((size, i) => ({
    kind: 'file' as const,
    name: `${i}.pdf`,
    mime: 'application/pdf',
    content: new Uint8Array(size),
    ref,
  }));
  return {
    channel: WIRE,
    chat: { wireId: 'work', kind: 'group', title: null },
    sender: { wireId: 'somebody', name: '某人' },
    at: null,
    key: `m:${id}`,
    body: { kind: 'message', messageId: id, text, quote: null, mentions: [], mentionsBot: false, media },
  };
}

/** What reaches the inbox, insert by insert. */
async function stored(batch: readonly InboundEnvelope[]): Promise<{ inserts: InboundEnvelope[][]; hints: number[] }> {
  const inserts: InboundEnvelope[][] = [];
  const hints: number[] = [];
  const receive = createReceive({
    inbox: {
      park: () => Promise.reject(new Error('nothing is refused here')),
      receive(part) {
        inserts.push([...part]);
        return Promise.resolve([ChatId.parse(inserts.length)]);
      },
    },
    clock: { now: () => new Date(0) },
    log: quietLog,
    crash: () => {},
    hint: (chat) => hints.push(chat),
  });
  await receive(batch);
  return { inserts, hints };
}

const bytes = ({ body }: InboundEnvelope) => (body.kind === 'message' ? body.media.map(({ content }) => content?.length ?? null) : []);

test('a name or a title longer than we keep is cut, and its message is heard', async () => {
  const message = said('named', '停水了', [1]);
  const long = '😀'.repeat(200);
  const { inserts } = await stored([
    {
      ...message,
      chat: { ...message.chat, title: long },
      sender: { wireId: 'somebody', name: `a${long}` },
      body:
        message.body.kind === 'message'
          ? {
              ...message.body,
              mentions: [{ wireId: 'x', name: long }],
              media: message.body.media.map((file) => ({ ...file, name: long, mime: long })),
            }
          : message.body,
    },
  ]);
  const [heard] = inserts[0] ?? [];
  expect(heard?.chat.title).toBe('😀'.repeat(128));
  expect(heard?.sender?.name).toBe(`a${'😀'.repeat(127)}\uFFFD`);
  expect(heard?.body).toMatchObject({
    text: '停水了',
    mentions: [{ name: '😀'.repeat(128) }],
    media: [{ name: '😀'.repeat(128), mime: '😀'.repeat(64) }],
  });
});

test('a text cut in the middle of a letter of two units ends before it', async () => {
  const { inserts } = await stored([said('long', `${'长'.repeat(999_999)}😀尾`)]);
  const body = inserts[0]?.[0]?.body;
  const text = body?.kind === 'message' ? body.text : '';
  expect(text.isWellFormed()).toBe(true);
  expect(text).toHaveLength(1_000_000);
  expect(text.endsWith('长\uFFFD')).toBe(true);
});

test('a batch of many files goes in several inserts, in order, none above its bytes', async () => {
  const batch = Array.from({ length: 12 }, (_, i) => said(`${i}`, '附件', [15 * MB]));
  const { inserts, hints } = await stored([said('first', '先说'), ...batch, said('last', '完了')]);
  expect(inserts.flat().map(({ key }) => key)).toEqual(['m:first', ...batch.map(({ key }) => key), 'm:last']);
  const sums = inserts.map((part) => part.flatMap(bytes).reduce<number>((sum, size) => sum + (size ?? 0), 0));
  expect(Math.max(...sums)).toBeLessThanOrEqual(32 * MB);
  expect(inserts).toHaveLength(6);
  expect(hints).toEqual([1, 2, 3, 4, 5, 6]);
});

test('without files a batch is one insert', async () => {
  const { inserts } = await stored(Array.from({ length: 100 }, (_, i) => said(`${i}`, '你好')));
  expect(inserts).toHaveLength(1);
});

test('a file too large to keep, and what one statement cannot hold, keep their reference alone', async () => {
  const { inserts } = await stored([
    said('huge', '大', [21 * MB, 3]),
    said(
      'many',
      '多',
      Array.from({ length: 7 }, () => 16 * MB),
    ),
  ]);
  expect(inserts.flat().map(bytes)).toEqual([
    [null, 3],
    [...Array.from({ length: 6 }, () => 16 * MB), null],
  ]);
  const body = inserts[0]?.[0]?.body;
  expect(body?.kind === 'message' && body.media[0]).toMatchObject({ name: '0.pdf', ref: 'ref', content: null });
});

test('a large file that the wire cannot be asked for again is kept', async () => {
  const { inserts } = await stored([said('only', '只此一份', [30 * MB], null)]);
  expect(inserts.flat().map(bytes)).toEqual([[30 * MB]]);
});

test('one message that the store can never hold in no form keeps back no other, and is named; another failure keeps all', async () => {
  const kept: string[] = [];
  const log = keptLog();
  const failing = (code: string) =>
    createReceive({
      inbox: {
        park: () => Promise.resolve(false),
        async receive(part) {
          if (part.some(({ key }) => key === 'm:bad')) throw Object.assign(new Error('refused'), { code });
          kept.push(...part.map(({ key }) => key));
          return [ChatId.parse(7)];
        },
      },
      clock: { now: () => new Date(0) },
      log,
      crash: () => {},
      hint: () => {},
      neverFits,
    });
  const batch = [said('first', '先'), said('bad', '私房话'), said('last', '后')];
  await expect(failing('57P03')(batch)).rejects.toThrow('refused');
  expect(kept).toEqual([]);
  await failing('22008')(batch);
  expect(kept).toEqual(['m:first', 'm:last']);
  expect(log.lines.map(({ level, fields }) => ({ level, ...fields }))).toEqual([
    { level: 'error', channel: 'wire', key: 'm:bad', kind: 'message' },
  ]);
});

test.each(['+033658-09-27T01:46:40.000Z', '-000001-01-01T00:00:00.000Z', '+275760-09-13T00:00:00.000Z'])(
  'a message said in %s was said at no moment that is known',
  async (moment) => {
    const { inserts } = await stored([{ ...said('far', '远'), at: new Date(moment) }]);
    expect(inserts.flat().map(({ at }) => at)).toEqual([null]);
  },
);
