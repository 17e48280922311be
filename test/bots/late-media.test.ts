import { expect, test } from 'vitest';
import { fetchLateMedia } from '../../bots/late-media.ts';
import type { Channel } from '../../core/channel.ts';
import { ChannelName } from '../../core/ids.ts';
import type { Log } from '../../core/log.ts';
import type { LateMediaStore } from '../../prisma/store/late-media.ts';
import { quietLog } from '../support/quiet-log.ts';

const bytes = new Uint8Array([1]);

/** Files 1 to `count` are wanted; the wire has those that `answer` gives. */
function desk(count: number, answer: (id: number) => Uint8Array | null) {
  const wanted = new Set(Array.from({ length: count }, (_, n) => n + 1));
  const asked: number[] = [];
  const warned: object[] = [];
  const store: LateMediaStore = {
    async wanted(_channel, after, limit) {
      return [...wanted]
        .filter((id) => id > after)
        .slice(0, limit)
        .map((id) => ({ id, ref: String(id) }));
    },
    async arrived(id) {
      wanted.delete(id);
    },
    async gone(id) {
      wanted.delete(id);
    },
  };
  const channel: Channel = {
    name: ChannelName.parse('wire'),
    capabilities: {
      quote: true,
      mention: true,
      buttons: true,
      edits: true,
      recalls: true,
      media: { kinds: [], maxBytes: 0 },
      textLimit: 100,
      pushWindowMs: null,
      pace: { perMinute: 1, perChatPerMinute: 1, fold: false },
      idempotentSend: false,
    },
    async start() {},
    async stop() {},
    async send() {
      return { kind: 'sent', messageId: null };
    },
    async fetchMedia(ref) {
      asked.push(Number(ref));
      return answer(Number(ref));
    },
  };
  const log: Log = { ...quietLog, warn: (fields) => warned.push(fields) };
  const turn = () => fetchLateMedia({ channel, store, clock: { now: () => new Date(0) }, log });
  return { wanted, asked, warned, turn };
}

const broken = (id: number): never => {
  throw new Error(`file ${id}: timed out`);
};

test('one file that cannot be fetched holds up none behind it, and is asked for again later', async () => {
  const { wanted, asked, warned, turn } = desk(3, (id) => (id === 1 ? broken(id) : bytes));
  await turn();
  expect([...wanted]).toEqual([1]);
  await turn();
  await turn();
  expect(asked).toEqual([1, 2, 3, 1, 1]);
  expect(warned).toHaveLength(1);
});

test('however many cannot be fetched, each turn goes on after the last one tried', async () => {
  const { wanted, asked, turn } = desk(26, (id) => (id <= 25 ? broken(id) : bytes));
  for (let n = 0; n < 3; n += 1) await turn();
  expect(asked).toEqual(Array.from({ length: 26 }, (_, n) => n + 1));
  expect(wanted.has(26)).toBe(false);
  await turn();
  expect(asked.slice(26)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});
