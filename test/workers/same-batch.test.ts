import { afterAll, beforeAll, expect, test } from 'vitest';
import { SCENE } from '../../app/replay/channel.ts';
import { openTown, type Town } from '../support/town.ts';

const STRANGER = 'wx-newcomer';
let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town.close());

test('who binds himself is known to what he says in the same breath', async () => {
  const [answer] = await town.says('gu-jing', 'dm:gu-jing', '绑定码 徐红霞');
  const code = /[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(answer?.text ?? '')?.[0] ?? '';
  expect(code).not.toBe('');
  const before = town.stage.said.length;
  await town.stage.channel.receive()(
    [`绑定 ${code}`, '登录码'].map((text, i) => ({
      channel: SCENE,
      chat: { wireId: `dm:${STRANGER}`, kind: 'private' as const, title: null },
      sender: { wireId: STRANGER, name: STRANGER },
      key: `m:breath-${i}`,
      at: town.now(),
      body: { kind: 'message' as const, messageId: `breath-${i}`, text, quote: null, mentions: [], mentionsBot: false, media: [] },
    })),
  );
  await town.stage.settle();
  const said = town.stage.said.slice(before).map(({ message }) => message.text);
  expect(said.join('\n')).toContain('身份已认定');
  expect(said.join('\n')).toContain('您的登录码：');
});
