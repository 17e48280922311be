import { afterAll, beforeAll, expect, test } from 'vitest';
import { SCENE } from '../../app/replay/channel.ts';
import { fetchLateMedia } from '../../bots/late-media.ts';
import { openTown, type Town } from '../support/town.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town.close());

const log = { debug() {}, info() {}, warn() {}, error() {} };

test('a picture whose bytes come later is sent after the dispatch that went without it, once', async () => {
  const said = await town.does('ju-xiaoyan', 'work', 'm:late', {
    kind: 'message',
    messageId: 'late',
    text: '车间门口污水井往外冒黑水，环保来看看',
    quote: null,
    mentions: [],
    mentionsBot: false,
    media: [{ kind: 'image', name: '污水.jpg', mime: 'image/jpeg', content: null, ref: 'wire-ref' }],
  });
  expect(said.find((one) => one.chat.startsWith('dept:'))?.files).toEqual([]);
  const asked: string[] = [];
  const channel = {
    ...town.stage.channel,
    name: SCENE,
    async fetchMedia(ref: string) {
      asked.push(ref);
      return new Uint8Array([7, 7]);
    },
  };
  const fetch = () => fetchLateMedia({ channel, store: town.stage.store.lateMedia, clock: { now: town.now }, log });
  await fetch();
  const later = await town.later(1);
  expect(later.find((one) => one.chat.startsWith('dept:'))).toMatchObject({ text: '#1 的附件刚刚收到：', files: ['污水.jpg'] });
  await fetch();
  expect(await town.later(1)).toEqual([]);
  expect(asked).toEqual(['wire-ref']);
});
