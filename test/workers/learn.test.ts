import { afterAll, beforeAll, expect, test } from 'vitest';
import { listText, rollbackText, showText } from '../../app/cli/ears.ts';
import { trainVersion } from '../../core/learning/train.ts';
import { createEarsSource } from '../../workers/ears/source.ts';
import type { Workshop } from '../../workers/house.ts';
import { gatherLabels } from '../../workers/learn/gather.ts';
import { learn, learnIfDue, type Train } from '../../workers/learn.ts';
import { byCharacter, LITTLE, LITTLE_SHIPPED, littleHearing } from '../support/listening.ts';
import { quietLog } from '../support/quiet-log.ts';
import { workshopOf } from '../support/reporting.ts';
import { openTown, type Spoken, type Town } from '../support/town.ts';

const MANAGER = 'yue-hao';
const ALONE = `dm:${MANAGER}`;
const PEOPLE = ['yan-weidong', 'ju-xiaoyan', 'gu-mingzhe', 'xia-kai', 'mu-qian', 'liu-xinyi'];
const LAMPS = [
  '厂门口路灯坏了没人管',
  '路灯不亮下夜班看不见',
  '园区里路灯灭了三天了',
  '西门路灯一直闪',
  '北门的路灯坏了',
  '我们这条路路灯不亮',
];

/** As the thread does it, in this one, and without a dictionary. */
const here: Train = async (order) => trainVersion(order, byCharacter);

let town: Town;
let shop: Workshop;
beforeAll(async () => {
  town = await openTown({ hearing: littleHearing });
  shop = workshopOf(town);
});
afterAll(() => town.close());

const labels = () => town.database.db.label.findMany({ orderBy: { id: 'asc' } });
const inChat = (said: readonly Spoken[], chat: string) => said.filter((one) => one.chat === chat).map((one) => one.text);
const listening = async () => (await town.stage.store.directory.current()).ears;
const units = async (number: number) => (await town.ticket(number)).department;

test('what people set right becomes labels, each act once, and only by whoever may', async () => {
  for (const [i, text] of LAMPS.entries()) {
    await town.says(PEOPLE[i] ?? '', 'work', text);
    expect(await units(i + 1)).toBe('enforcement');
    await town.says('jiang-changqing', 'dept:enforcement', `转办 ${i + 1} 住建局 路灯归住建局`);
    expect(await units(i + 1)).toBe('construction');
  }
  await town.says('jiang-changqing', 'dept:enforcement', '办结 1 修好了');
  await town.says('liu-xiaoyan', 'dept:construction', '办结 1 灯已换好');
  // The public has no word in it: refused, and in the log there is nothing to learn from.
  await town.says('xia-kai', 'dm:xia-kai', '转办 2 税务局 就该税务局管');
  // A row forged into the log by one who may not: read, and not believed.
  const stranger = await town.database.db.member.findUniqueOrThrow({ where: { key: 'xia-kai' } });
  const { seq } = await town.database.db.ticketEvent.findFirstOrThrow({ where: { ticket: 2 }, orderBy: { seq: 'desc' } });
  const forged = { type: 'transferred', from: 'construction', department: 'tax', reason: '我说了算' };
  await town.database.db.ticketEvent.create({
    data: {
      ticket: 2,
      seq: seq + 1000,
      type: forged.type,
      at: town.now(),
      actor: { kind: 'member', member: stranger.id, name: '夏凯' },
      body: forged,
    },
  });
  // Too young: an elder act may not be written yet.
  expect(await gatherLabels(shop)).toBe(0);
  await town.later(5);
  expect(await gatherLabels(shop)).toBe(7);
  expect(await gatherLabels(shop)).toBe(0);
  const found = await labels();
  expect(found.map(({ kind, department }) => `${kind} ${department}`)).toEqual([
    ...Array.from({ length: 6 }, () => 'transfer construction'),
    'close construction',
  ]);
  // Two accounts of one member are one voice.
  const voices = async () => new Set((await shop.store.labels.latest(100)).map(({ voice }) => voice)).size;
  expect(await voices()).toBe(6);
  const { db } = town.database;
  const [one, other] = await Promise.all(PEOPLE.slice(0, 2).map((wireId) => db.identity.findFirstOrThrow({ where: { wireId } })));
  await db.identity.update({ where: { id: other?.id ?? 0 }, data: { memberId: one?.memberId ?? 0 } });
  expect(await voices()).toBe(5);
  await db.identity.update({ where: { id: other?.id ?? 0 }, data: { memberId: other?.memberId ?? 0 } });
  // Read again from the beginning, as after a lost cursor: the same acts are the same labels.
  await town.database.asOwner('DELETE FROM label_cursor');
  expect(await gatherLabels(shop)).toBe(0);
  expect(await town.database.db.labelSum.findMany({ orderBy: { kind: 'asc' }, select: { kind: true, n: true } })).toEqual([
    { kind: 'close', n: 1 },
    { kind: 'transfer', n: 6 },
  ]);
});

test('a version that is no worse listens from the next message on; two workers at once make one of it', async () => {
  const another = workshopOf(town, { ears: createEarsSource(LITTLE_SHIPPED, (version) => shop.store.ears.bytes(version), quietLog) });
  const made = await Promise.all([learn(shop, here), learn(another, here)]);
  expect(made).toMatchObject([
    { kind: 'made', version: { id: 1, state: 'adopted', labels: 6 } },
    { kind: 'made', version: { id: 1 } },
  ]);
  expect(await town.database.db.earsVersion.count()).toBe(1);
  expect(await listening()).toBe(1);
  expect(town.stage.ears.current().version).toBe(0);
  // Hours later: of one evening it might be one and the same lamp.
  await town.sleeps(4 * 60);
  await town.says('xu-hongxia', 'work', '东门路灯坏了好几天');
  expect(town.stage.ears.current().version).toBe(1);
  expect(await units(7)).toBe('construction');
  // Nothing new: the same would come of it.
  expect(await learn(shop, here)).toEqual({ kind: 'nothing' });
  expect(await learnIfDue(shop, here)).toEqual({ kind: 'not-due' });
});

test('学习 shows a manager what was learnt, in his private chat, and nobody else', async () => {
  const [said] = await town.says(MANAGER, ALONE, '学习');
  expect(said?.text).toMatch(/^【学习】现在用的是第 1 版（3月10日 .*，学了 6 条消息）。\n与自带版本对照/);
  expect(said?.text).toContain('转办 6、办结 1');
  expect(said?.text).toContain('转办 #6 我们这条路路灯不亮：综合执法局 → 住建局');
  expect(inChat(await town.says('wang-guodong', 'dm:wang-guodong', '学习'), 'dm:wang-guodong').join()).toContain('推进办');
  const rights = await town.says('wang-guodong', 'dm:wang-guodong', '学习 回退 我想退');
  expect(rights.map((one) => one.text).join()).toContain('推进办');
  expect(await listening()).toBe(1);
});

test('one that is worse is kept aside with its comparison, and the old one goes on listening', async () => {
  // The desk waves away, by mistake, what the corpus knows to be problems.
  const directory = await shop.store.directory.current();
  const desk = directory.members.find((one) => one.key === 'yuan-jia');
  const texts = Array.from('甲乙丙丁戊己').flatMap((one) => Array.from('子丑寅卯辰').map((two) => `环评一直没批材料又退了${one}${two}`));
  const work = await town.database.db.chat.findFirstOrThrow({ where: { role: 'work' } });
  for (const [i, text] of texts.entries()) {
    const data = {
      chatId: work.id,
      key: `old:${i}`,
      kind: 'message',
      text,
      senderWireId: `p${i}`,
      body: {},
      status: 'done',
      outcome: 'ignored',
    };
    const { id } = await town.database.db.inbox.create({ data });
    await town.database.db.label.create({
      data: { source: `verdict.${i}`, kind: 'verdict', inboxId: id, intent: 'other', by: desk?.id ?? 0, at: town.now() },
    });
  }
  const learnt = await learn(shop, here);
  expect(learnt).toMatchObject({ kind: 'made', version: { id: 2, state: 'refused', comparison: { against: 1 } } });
  expect(await listening()).toBe(1);
  const row = await town.database.db.earsVersion.findUniqueOrThrow({ where: { id: 2 } });
  expect(row).toMatchObject({
    bytes: null,
    comparison: { exam: { before: { recall: { n: 1, of: 1 } }, after: { recall: { n: 0, of: 1 } } } },
  });
  const [said] = await town.says(MANAGER, ALONE, '学习');
  expect(said?.text).toMatch(/没有采用的：\n第 2 版（.*）：听出诉求 .*，比原来差，没有采用。/);
  expect(await showText(shop.store, 2, town.now())).toMatch(/第 2 版　.*没有采用：听出诉求[\s\S]*自带考题：听出诉求 1\/1 → 0\/1/);
  await town.database.asOwner("DELETE FROM label WHERE kind = 'verdict'");
});

test('a manager takes a version back: at once, on record, and the nights pass without training until he orders it', async () => {
  const [said] = await town.says(MANAGER, ALONE, '学习 回退 路灯又派错了');
  expect(said?.text).toContain('从第 1 版退回自带版本');
  expect(await listening()).toBe(0);
  const audit = await town.database.db.audit.findFirstOrThrow({ where: { action: 'learning', allowed: true }, orderBy: { id: 'desc' } });
  expect(audit).toMatchObject({ object: 'ears 1 → 0', detail: 'rollback: 路灯又派错了', actor: { kind: 'member', name: '岳昊' } });
  expect(await town.database.db.audit.count({ where: { action: 'learning', allowed: false } })).toBe(2);
  await town.sleeps(4 * 60);
  await town.says('tang-zhiyuan', 'work', '厂区后面的路灯坏了');
  expect(await units(8)).toBe('enforcement');
  expect(inChat(await town.says(MANAGER, ALONE, '学习 回退 再退'), ALONE).join()).toContain('没有可以回退的');

  await town.says('jiang-changqing', 'dept:enforcement', '转办 8 住建局 路灯归住建局');
  await town.sleeps(24 * 60);
  expect(await learnIfDue(shop, here)).toEqual({ kind: 'not-due' });
  expect(inChat(await town.says(MANAGER, ALONE, '学习 训练'), ALONE).join()).toContain('做完告诉您');
  expect(inChat(await town.says(MANAGER, ALONE, '学习 训练'), ALONE).join()).toContain('已经在学');
  expect(await learnIfDue(shop, here)).toMatchObject({ kind: 'made', version: { id: 3, state: 'adopted', comparison: { against: 0 } } });
  expect(inChat(await town.later(1), ALONE).join()).toMatch(/【学习】第 3 版做好了[\s\S]*已经采用/);
  expect(await listening()).toBe(3);
});

test('at the machine: the list, the way back and its record; never to what was taken back', async () => {
  await town.sleeps(4 * 60);
  await town.says('zhao-peilin', 'work', '南门路灯坏了');
  expect(await units(9)).toBe('construction');
  await town.says('miao-weidong', 'dept:construction', '签收 9');
  await town.says('liu-xiaoyan', 'dept:construction', '办结 9 已修好');
  await town.sleeps(24 * 60);
  expect(await learnIfDue(shop, here)).toMatchObject({ kind: 'made', version: { id: 4, state: 'adopted', comparison: { against: 3 } } });
  await expect(rollbackText(shop.store, ' ', town.now())).rejects.toThrow(/理由/);
  expect(await rollbackText(shop.store, '试一下', town.now())).toContain('从第 4 版退回第 3 版');
  // 1 was taken back before, so that behind 3 there is only the shipped one.
  expect(await rollbackText(shop.store, '再试一下', town.now())).toContain('从第 3 版退回自带版本');
  expect(await rollbackText(shop.store, '还退', town.now())).toContain('没有可以回退的');
  expect(await listText(shop.store, town.now())).toMatch(
    /^现在用的是自带版本。\n第 4 版.*：回退：试一下\n第 3 版.*：回退：再试一下\n第 2 版.*\n第 1 版.*：回退：路灯又派错了$/,
  );
  const audit = await town.database.db.audit.findFirstOrThrow({ orderBy: { id: 'desc' } });
  expect(audit).toMatchObject({
    action: 'learning',
    object: 'ears 3 → 0',
    detail: 'rollback: 再试一下',
    actor: { kind: 'house', part: 'cli' },
  });
  await expect(showText(shop.store, 99, town.now())).rejects.toThrow(/没有这一版/);
});

test('the desk’s 0 and 1, 立单, 退单 and 合并: each is what it is, of the message it is about', async () => {
  const known = new Set((await labels()).map(({ source }) => source));
  await town.says('gu-mingzhe', 'work', '停车位不够大概吧');
  await town.says('yuan-jia', 'duty', '0');
  await town.later(2);
  await town.says('xia-kai', 'work', '围墙裂了大概吧');
  await town.says('yuan-jia', 'duty', '国土局');
  const [opened] = await town.database.db.ticket.findMany({ orderBy: { number: 'desc' }, take: 1 });
  const wall = opened?.number ?? 0;
  await town.says('zhou-jianbo', 'work', '今天天气真好');
  await town.says('yuan-jia', 'work', '@小汇 立单 经信局', { quotes: town.lastId() });
  await town.says('qi-lixin', 'dept:land', `退单 ${wall} 不归国土`);
  await town.says('yuan-jia', 'duty', `派单 ${wall} 住建局`);
  await town.says('yuan-jia', 'duty', `合并 ${wall + 1} 到 ${wall}`);
  await town.later(5);
  await gatherLabels(shop);
  const fresh = (await labels()).filter(({ source }) => !known.has(source));
  const said = async (inbox: bigint) => (await town.database.db.inbox.findUniqueOrThrow({ where: { id: inbox } })).text;
  const lines = await Promise.all(
    fresh.map(async (one) => [one.kind, one.intent, one.department ?? one.notDepartment ?? one.other, await said(one.inboxId)].join(' ')),
  );
  expect(lines.toSorted()).toEqual(
    [
      'dismiss other  停车位不够大概吧',
      'open problem  围墙裂了大概吧',
      'dispatch  land 围墙裂了大概吧',
      'open problem  今天天气真好',
      'dispatch  industry 今天天气真好',
      'return  land 围墙裂了大概吧',
      'dispatch  construction 围墙裂了大概吧',
      `merge  ${wall} 今天天气真好`,
    ].toSorted(),
  );
});

test('one made while another took the place of what it was compared with is not adopted', async () => {
  await town.says('xu-hongxia', 'work', '后门路灯也坏了');
  await town.says('jiang-changqing', 'dept:enforcement', '转办 10 住建局 路灯归住建局');
  await town.later(5);
  const meanwhile: Train = async (order, words) => {
    await town.database.db.directoryRevision.update({ where: { id: 1 }, data: { ears: 77 } });
    return here(order, words);
  };
  expect(await learn(shop, meanwhile)).toMatchObject({ kind: 'made', version: { state: 'candidate' } });
  await town.database.db.directoryRevision.update({ where: { id: 1 }, data: { ears: 0 } });
});

test('what cannot be had or read leaves the old one listening', async () => {
  const errors: string[] = [];
  const log = { ...quietLog, error: (_fields: object, message: string) => errors.push(message) };
  const loads: number[] = [];
  const source = createEarsSource(
    LITTLE_SHIPPED,
    async (version) => {
      loads.push(version);
      return version === 5 ? null : Uint8Array.from([1, 2, 3]);
    },
    log,
  );
  for (const version of [5, 5, 6, 6]) await source.follow(version);
  expect(source.current().version).toBe(0);
  expect(loads).toEqual([5, 6]);
  expect(errors).toHaveLength(2);
});

test('a thread of its own trains; a failure is told, noted, and tried again the next night', async () => {
  const { trained } = await import('../../workers/learn/trainer.ts');
  const order = { lessons: LITTLE.lessons, exam: LITTLE.exam, office: [], against: 0 };
  const { packEars } = await import('../../core/understand/model/ears.ts');
  const result = await trained({ ...order, current: packEars(LITTLE_SHIPPED.listening().ears) }, '海岚国贸 1000 n\n');
  expect(result.bytes.length).toBeGreaterThan(100);
  expect(result.comparison).toMatchObject({ against: 0, exam: { after: { recall: { of: 1 } } } });
  await expect(trained({ ...order, current: new Uint8Array(3) }, '')).rejects.toThrow('训练没有做成');

  await town.says(MANAGER, ALONE, '学习 训练');
  await town.database.db.earsVersion.updateMany({ where: { state: 'candidate' }, data: { key: 'elsewhere' } });
  const broken: Train = () => Promise.reject(new Error('no memory'));
  expect(await learnIfDue(shop, broken)).toEqual({ kind: 'failed' });
  expect(inChat(await town.later(1), ALONE).join()).toContain('这次没有做成');
  expect((await town.says(MANAGER, ALONE, '学习'))[0]?.text).toContain('上一次训练没有做成');
  expect(await learnIfDue(shop, here)).toEqual({ kind: 'not-due' });
});
