import { expect, test } from 'vitest';
import { createReceive } from '../../bots/receive.ts';
import type { InboundEnvelope } from '../../core/channel.ts';
import { ChannelName, ChatId } from '../../core/ids.ts';
import { quietLog } from '../support/quiet-log.ts';

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
