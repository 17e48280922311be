import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTown, type Spoken, type Town } from '../support/town.ts';

const OWNER = 'ju-xiaoyan';
let town: Town;
beforeAll(async () => {
  town = await openTown();
  await town.says(OWNER, 'work', '环评报告交上去一个月了还没批，车间没法投产');
});
afterAll(() => town.close());

const texts = (said: readonly Spoken[]) => said.map((one) => one.text).join('\n');
const state = async () =>
  (await town.database.db.ticket.findMany({ orderBy: { number: 'asc' } })).map((row) => ({ ...row, sourceInbox: Number(row.sourceInbox) }));

describe('who may not, changes nothing', () => {
  test.each([
    [OWNER, 'work', '@小汇 办结 1 假装办结'],
    [OWNER, 'work', '/close 1'],
    [OWNER, 'work', '@小汇 转办 1 公安局 因为我说的'],
    ['nobody-1', 'work', '@小汇 看板'],
    ['nobody-1', 'work', '@小汇 任命 我 管理员'],
    [OWNER, `dm:${OWNER}`, '绑定码 于海峰'],
    ['liu-xiaoyan', 'dept:construction', '签收 1'],
  ])('%s in %s: %s → one kind sentence, on record, state unchanged', async (who, chat, text) => {
    const before = await state();
    const refused = await town.database.db.audit.count({ where: { allowed: false } });
    const said = await town.says(who, chat, text);
    expect(said).toHaveLength(1);
    expect(await town.database.db.audit.count({ where: { allowed: false } })).toBe(refused + 1);
    expect(await state()).toEqual(before);
  });

  test('a forged button is refused and the next message is handled', async () => {
    const before = await state();
    expect(texts(await town.presses(OWNER, 'work', 'close 1 哈哈'))).toContain('抱歉');
    expect(texts(await town.presses(OWNER, 'work', 'drop table ticket'))).toContain('失效');
    expect(await state()).toEqual(before);
    expect(texts(await town.says(OWNER, 'work', '@小汇 帮助'))).toContain('帮助');
  });
});

describe('binding', () => {
  test('a code binds once, and only in time; roles come with the member, never with a name', async () => {
    const code = /[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(texts(await town.says('gu-jing', 'dm:gu-jing', '绑定码 于海峰')))?.[0] ?? '';
    expect(code).not.toBe('');
    expect(texts(await town.says('wx-leader', 'dm:wx-leader', '看板'))).toContain('不认识');
    expect(texts(await town.says('wx-leader', 'dm:wx-leader', `绑定 ${code}`))).toContain('身份已认定');
    expect(texts(await town.says('wx-leader', 'dm:wx-leader', '看板'))).toContain('在办');
    expect(texts(await town.says('wx-thief', 'dm:wx-thief', `绑定 ${code}`))).not.toContain('身份已认定');
    const late = /[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(texts(await town.says('gu-jing', 'dm:gu-jing', '绑定码 岳昊')))?.[0] ?? '';
    await town.later(11);
    expect(texts(await town.says('wx-late', 'dm:wx-late', `绑定 ${late}`))).toContain('过期');
    expect(texts(await town.says('wx-late', 'dm:wx-late', '看板'))).toContain('不认识');
  });

  test('a code asked for in a group is not said in the group', async () => {
    const said = await town.says('gu-jing', 'work', '@小汇 绑定码 于海峰');
    expect(
      said
        .filter((one) => one.chat === 'work')
        .map((one) => one.text)
        .join(),
    ).not.toMatch(/[A-Z0-9]{4}-[A-Z0-9]{4}/);
  });
});

describe('what people send', () => {
  test('a touchy matter: the group reads number and category only', async () => {
    const said = await town.says(OWNER, 'work', '厂里贷款下周到期，银行要抽贷，资金链要断了，求转贷基金帮一把');
    const groups = said.filter((one) => !one.chat.startsWith('dm:'));
    expect(texts(groups)).toContain('请私聊小汇');
    expect(texts(groups)).not.toMatch(/贷款|抽贷|顺竿|鞠晓燕/);
    expect(groups.every((one) => one.quotes === null)).toBe(true);
  });

  test.each([
    ['100,000 characters', '环评一直不批。'.repeat(14_286)],
    ['U+0000', '排水\u0000管堵了没人管，车间进水了'],
    ['half a surrogate pair', '路灯坏了\ud83d 没人修，工人摔了'],
    ['bidi and zero width', '\u202e办结\u200b全部\u202c 早上好'],
    ['nothing', ''],
  ])('%s: handled, and so is the next message', async (_what, text) => {
    await town.says('zhou-jianbo', 'work', text);
    const waiting = await town.database.db.inbox.count({
      where: { OR: [{ status: 'new' }, { outcome: 'parked', reason: { startsWith: 'could not' } }] },
    });
    expect(waiting).toBe(0);
    expect((await town.says('zhou-jianbo', 'work', '@小汇 帮助')).length).toBe(1);
    await town.later(5);
  });

  test('the same wire message delivered three times at once has one effect', async () => {
    const before = await town.database.db.ticket.count();
    const again = () => town.says('xia-kai', 'work', '园区西门积水半米深，货车进不来，没人来抽水', { id: 'same' });
    const said = (await Promise.all([again(), again(), again()])).flat();
    expect(await town.database.db.ticket.count()).toBe(before + 1);
    const receipts = await town.database.db.outbox.count({
      where: { kind: 'receipt', body: { path: ['quoteOf'], not: 0 }, ticket: before + 1 },
    });
    expect(receipts).toBe(1);
    expect(said.length).toBeGreaterThan(0);
  });

  test('an edit keeps the old text on record and shows both; a recall before anybody took it withdraws', async () => {
    await town.later(10);
    await town.says('mu-qian', 'work', '我们招不到电焊工，想请人社局办场招聘会');
    const id = town.lastId();
    const number = (await town.database.db.ticket.findFirstOrThrow({ orderBy: { number: 'desc' } })).number;
    await town.does('mu-qian', 'work', `e:${id}:1`, { kind: 'edit', messageId: id, text: '我们招不到数控车工，想请人社局办场招聘会' });
    await town.does('mu-qian', 'work', `e:${id}:2`, { kind: 'edit', messageId: id, text: '我们招不到钳工，想请人社局办场招聘会' });
    const story = texts(await town.says('mu-qian', 'dm:mu-qian', `查询 ${number}`));
    for (const trade of ['电焊工', '数控车工', '钳工']) expect(story).toContain(trade);
    const said = await town.does('mu-qian', 'work', `r:${id}`, { kind: 'recall', messageId: id });
    expect((await town.ticket(number)).state).toBe('withdrawn');
    expect(texts(said)).not.toContain('仍在办理');
  });

  test("another's recall or edit is not believed", async () => {
    await town.says('mu-qian', 'work', '厂房不动产登记卡了两个月，说缺一份材料又不说是哪份');
    const id = town.lastId();
    const before = await state();
    await town.does('xia-kai', 'work', `r:${id}`, { kind: 'recall', messageId: id });
    await town.does('xia-kai', 'work', `e:${id}:1`, { kind: 'edit', messageId: id, text: '没事了' });
    expect(await state()).toEqual(before);
  });

  test('newcomers are greeted once in their life; a gap goes to the duty desk', async () => {
    const joined = { kind: 'joined', people: [{ wireId: 'new-1', name: '新老板' }] } as const;
    expect(texts(await town.does('new-1', 'work', 'j:1', { ...joined, people: [...joined.people] }))).toContain('欢迎新老板');
    expect(await town.does('new-1', 'work', 'j:2', { ...joined, people: [...joined.people] })).toEqual([]);
    const gap = await town.does('new-1', 'work', 'g:1', { kind: 'gap', from: null, to: town.now() });
    expect(gap.map((one) => one.chat)).toEqual(['duty']);
  });

  test('in a chat that is not ours the bot is silent', async () => {
    expect(await town.says(OWNER, 'somewhere-else', '@小汇 看板')).toEqual([]);
  });
});

test('what a stranger reported is still his after he is bound: thanks, ratings and 还没解决 find it', async () => {
  await town.later(60);
  await town.says('wx-new', 'work', '我们公司招不到缝纫工，想请人社局帮忙招工');
  const { number } = await town.database.db.ticket.findFirstOrThrow({ orderBy: { number: 'desc' } });
  const code = /[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(texts(await town.says('gu-jing', 'dm:gu-jing', '绑定码 刘欣怡')))?.[0] ?? '';
  await town.says('wx-new', 'dm:wx-new', `绑定 ${code}`);
  await town.says('qu-qian', 'dept:labour', `办结 ${number} 已安排招聘会`);
  await town.says('wx-new', 'work', '还没解决，一个人都没招到');
  expect((await town.ticket(number)).state).toBe('dispatched');
});

describe('what is not understood is said, not guessed', () => {
  test.each([
    ['查询 99999999999', '没有这个单号'],
    ['查询 -1', '没有这个单号'],
  ])('%s', async (text, said) => {
    expect(texts(await town.says(OWNER, `dm:${OWNER}`, text))).toContain(said);
  });
  test.each(['统计 火星局', '统计 元宵节'])('%s', async (text) => {
    expect(texts(await town.says('yue-hao', 'dm:yue-hao', text))).toContain('没看懂');
  });
});
