import { expect, test } from 'vitest';
import { openTown, type Spoken } from '../support/town.ts';

const MANAGER = 'lian-peilin';
const OWNER = 'ju-xiaoyan';

const texts = (said: readonly Spoken[]) => said.map((one) => one.text).join('\n');

test('SHADOW=1: wherever the public is met nothing is said, officials work on, and no command overrules it', async () => {
  const whole = await openTown({ shadow: true });
  try {
    const { db } = whole.database;
    const said = [
      ...(await whole.says(OWNER, 'work', '门口路灯坏了半个月没人修，工人下夜班摔了两个了')),
      ...(await whole.says(OWNER, `dm:${OWNER}`, '我们招不到电焊工，想请人社局办场招聘会')),
      ...(await whole.says('nobody-1', 'dm:nobody-1', '你好，在吗')),
      ...(await whole.says('nobody-1', 'dm:nobody-1', '绑定 ABCDEFGH')),
      ...(await whole.later(2)),
    ];
    expect(said.filter((one) => one.chat !== 'duty')).toEqual([]);
    expect(texts(said)).toContain('会受理，派给住建局');
    expect(await db.ticket.count()).toBe(0);
    expect(texts(await whole.says(MANAGER, `dm:${MANAGER}`, '旁听 关'))).toContain('SHADOW=1');
    expect(texts(await whole.says(MANAGER, `dm:${MANAGER}`, '旁听'))).toContain('整个系统由环境变量 SHADOW=1');
    await whole.says('xia-kai', 'work', '仓库后面的下水道堵了，污水都漫出来了，没人来疏通');
    expect(await db.outbox.count({ where: { kind: 'receipt' } })).toBe(0);
    // Who is who is settled in silence too: an official who is not bound yet must be able to become one.
    const code = /绑定 (\S+?)”/.exec(texts(await whole.says('gu-jing', 'dm:gu-jing', '绑定码 王国栋')))?.[1] ?? '';
    expect(texts(await whole.says('wgd-2', 'dm:wgd-2', `绑定 ${code}`))).toContain('王国栋');
    // An entrepreneur too, but he is not told.
    const his = /绑定 (\S+?)”/.exec(texts(await whole.says('gu-jing', 'dm:gu-jing', '绑定码 夏凯')))?.[1] ?? '';
    expect(await whole.says('xk-2', 'dm:xk-2', `绑定 ${his}`)).toEqual([]);
    expect(await db.identity.count({ where: { wireId: 'xk-2' } })).toBe(1);
    // What waited from before, for a group or for somebody of the public alone, is not sent either; an official's is.
    const body = { text: '迟到的话', mentions: [], quoteOf: null, buttons: [], mediaOf: [] };
    for (const wireId of ['work', `dm:${OWNER}`, 'dm:nobody-1', 'dm:wgd-2']) {
      const { id } = await db.chat.findFirstOrThrow({ where: { wireId } });
      await db.outbox.create({
        data: { dedupeKey: `left.${id}`, chatId: id, channel: 'scene', kind: 'answer', body, notBefore: whole.now() },
      });
    }
    await whole.stage.settle();
    expect(whole.stage.said.filter(({ message }) => message.text === '迟到的话').map(({ chat }) => chat)).toEqual(['dm:wgd-2']);
    expect(await whole.stage.store.shadow.hush()).toBe(3);
  } finally {
    await whole.close();
  }
});

test('旁听 开 takes back what waits for somebody of the public alone about what was reported there', async () => {
  const town = await openTown();
  const { db } = town.database;
  const held = () => db.outbox.findMany({ where: { kind: 'facts' }, orderBy: { id: 'asc' } });
  try {
    await town.says(OWNER, `dm:${OWNER}`, '水管爆了往外喷');
    await town.says('sha-dongsheng', 'dm:sha-dongsheng', '你好');
    await town.says('sha-dongsheng', 'work', '水管爆了往外喷');
    expect((await held()).map((row) => row.status)).toEqual(['held', 'held']);
    await town.says(MANAGER, 'work', '@小汇 旁听 开');
    // Written by a worker that did not know of it yet: found when it is let out.
    const row = (await held())[1];
    if (row === undefined) throw new Error('nothing was held');
    const { id: _, dedupeKey, ...late } = row;
    await db.outbox.create({ data: { ...late, body: late.body ?? {}, dedupeKey: `${dedupeKey}.late`, status: 'held' } });
    const said = await town.later(3);
    // What he told the bot alone is none of the group's.
    expect(said.map((one) => one.chat)).toEqual([`dm:${OWNER}`]);
    expect((await held()).map((one) => one.status)).toEqual(['sent', 'withdrawn', 'withdrawn']);
  } finally {
    await town.close();
  }
});
