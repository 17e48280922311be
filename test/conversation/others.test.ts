import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SCENE } from '../../app/replay/channel.ts';
import type { InboundBody } from '../../core/channel.ts';
import { listen } from '../../core/conversation/listen.ts';
import { houseMaker } from '../../workers/house.ts';
import { openTown, type Saying, type Spoken, type Town } from '../support/town.ts';

/** What one may do on another's ticket: tell that it is his trouble too, thank, and nothing that makes it his. */
const A = 'ju-xiaoyan'; // 顺竿钓具
const B = 'xia-kai';
const POWER = '松涧路这边突然停电了，车间全停，炉子里还有料，谁来管管';
const LAMPS = '厂门口路灯坏了半个月没人修，工人下夜班摔了两个了';

let town: Town;
const texts = (said: readonly Spoken[], chat: string) =>
  said
    .filter((one) => one.chat === chat)
    .map((one) => one.text)
    .join('\n');
const office = async (number: number) => {
  const { department } = await town.ticket(number);
  return { official: department === 'construction' ? 'liu-xiaoyan' : 'che-chunmei', room: `dept:${department}` };
};
const newest = async () => (await town.database.db.ticket.findFirst({ orderBy: { number: 'desc' } }))?.number ?? 0;
const roles = async (number: number) =>
  (await town.database.db.ticketMessage.findMany({ where: { ticket: number }, orderBy: { inboxId: 'asc' } })).map((link) => link.role);
/** Says it and tells what became of it. */
const outcome = async (who: string, text: string, how: Saying = {}) => {
  await town.says(who, 'work', text, how);
  const row = await town.database.db.inbox.findFirstOrThrow({ where: { messageId: town.lastId() } });
  return `${row.outcome}: ${row.reason}`;
};
const reports = async (who: string, text: string) => {
  const before = await newest();
  await town.says(who, 'work', text);
  const number = await newest();
  if (number === before) throw new Error(`no ticket: ${text}`);
  return { id: town.lastId(), number };
};
/** Long enough that nothing said before is still in anybody's mind, nor the same power cut. */
const muchLater = () => town.later(200);

beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town.close());

describe('a touchy matter', () => {
  test('is not joined by a stranger who names the enterprise, and he reads and reopens nothing', async () => {
    const { number } = await reports(A, '我们顺竿钓具在银行的贷款到期了，银行要抽贷，资金链快断了，请金融办帮忙协调');
    expect(await town.ticket(number)).toMatchObject({ sensitive: true, enterprise: 'shungan-tackle' });
    await town.later(20);
    await town.says('nobody-1', 'work', '顺竿钓具的贷款银行要抽贷，金融办能不能帮忙协调续贷');
    expect((await town.ticket(number)).also).toEqual([]);
    expect(texts(await town.says('nobody-1', 'dm:nobody-1', `查询 ${number}`), 'dm:nobody-1')).not.toContain('抽贷');
    await town.says('che-hongxia', 'dm:che-hongxia', `办结 ${number} 已续贷`);
    await town.says('nobody-1', 'work', `@小汇 重开 ${number} 没解决`);
    expect((await town.ticket(number)).state).toBe('closed');
  });

  test('that a stranger told in an enterprise’s name does not swallow the enterprise’s own', async () => {
    await muchLater();
    const fake = await reports('nobody-2', '衡温医疗在银行的贷款到期了，银行要抽贷，资金链快断了，请金融办帮忙协调');
    await town.later(5);
    const own = await reports(B, '我们公司的贷款银行要抽贷，资金链快断了，请金融办帮忙协调');
    expect((await town.ticket(fake.number)).also).toEqual([]);
    expect(own.number).not.toBe(fake.number);
  });
});

describe('whoever is joined', () => {
  let number: number;
  beforeAll(async () => {
    await muchLater();
    ({ number } = await reports('cong-jinshan', POWER));
    await town.says('nobody-3', 'work', '我们也停电了，机器里全是料');
    await town.says('cong-jinshan', 'dm:cong-jinshan', `补充 ${number} 我们厂因为这个订单违约要赔八十万`);
  });

  test('sees where it stands and what it came to, not what the reporter said', async () => {
    expect((await town.ticket(number)).also).toHaveLength(1);
    const open = texts(await town.says('nobody-3', 'dm:nobody-3', `查询 ${number}`), 'dm:nobody-3');
    expect(open).toContain(`#${number}`);
    expect(open).not.toMatch(/八十万|炉子/);
    expect(texts(await town.says('cong-jinshan', 'dm:cong-jinshan', `查询 ${number}`), 'dm:cong-jinshan')).toContain('八十万');
  });

  test('adds to it, by which a waiting for the enterprise does not end', async () => {
    const { official, room } = await office(number);
    await town.says(official, room, `签收 ${number}`);
    await town.says(official, room, `等企业 ${number} 请补变压器编号`);
    const said = texts(await town.says('nobody-3', 'work', `@小汇 补充 ${number} 我们在路北31号`), room);
    expect(said).toContain('路北31号');
    expect(said).not.toContain('恢复计时');
    expect((await town.ticket(number)).pauses.at(-1)).toMatchObject({ kind: 'waiting', to: null });
  });

  test('does not open it again: he is heard anew', async () => {
    const { official, room } = await office(number);
    await town.says(official, room, `办结 ${number} 电缆已接好`);
    expect(texts(await town.says('nobody-3', 'dm:nobody-3', `查询 ${number}`), 'dm:nobody-3')).toContain('电缆已接好');
    await town.says('nobody-3', 'work', `@小汇 重开 ${number} 没解决`);
    expect((await town.ticket(number)).state).toBe('closed');
    expect(await outcome('nobody-3', '还没解决，机器还是没电')).toMatch(/^(?:parked|ticketed)/);
    expect((await town.ticket(number)).state).toBe('closed');
  });
});

describe('a quote of another’s report', () => {
  let report: { id: string; number: number };
  beforeAll(async () => {
    await muchLater();
    report = await reports('zhou-jianbo', POWER);
  });

  test('with “we too” joins it, after half an hour too', async () => {
    expect(await outcome(B, '我们家也停电了，冷库里的货要化了', { quotes: report.id })).toBe(`attached: the same as #${report.number}`);
    await town.later(30);
    expect(await outcome('sha-dongsheng', '我们也没电了', { quotes: report.id })).toBe(`attached: the same as #${report.number}`);
  });

  test('with trouble of another kind is a report of its own', async () => {
    await outcome('mu-qian', '我们公司的环评批文交上去三个月了还没批下来，环保局没人给个说法', { quotes: report.id });
    expect(await town.ticket(await newest())).toMatchObject({ department: 'environment', reporter: { wireId: 'mu-qian' } });
  });

  test('with “we too” of what nobody shares goes to the desk', async () => {
    await town.later(60);
    const his = await reports('teng-yan', '我们的食品生产许可证换证材料交了两个月，市场监管局一直没批');
    expect(await outcome('qi-hao', '我们也是', { quotes: his.id })).toMatch(/^parked/);
  });

  test('of a closed one tells of something new', async () => {
    await muchLater();
    const lamps = await reports('zhao-peilin', LAMPS);
    const { official, room } = await office(lamps.number);
    await town.says(official, room, `办结 ${lamps.number} 已修好`);
    expect(await outcome('xu-hongxia', '我们厂门口路灯也全灭了，工人摔了两个，快来修', { quotes: lamps.id })).toMatch(/^ticketed/);
    expect(await town.ticket(await newest())).toMatchObject({ reporter: { wireId: 'xu-hongxia' } });
    expect(await outcome('tang-zhiyuan', '非常满意，谢谢', { quotes: lamps.id })).toBe('attached: thanks');
  });

  test('with thanks does not make it his: what he tells next is heard', async () => {
    await muchLater();
    const { id, number } = await reports('sui-haifeng', POWER);
    expect(await outcome('liu-xinyi', '辛苦领导了', { quotes: id })).toBe('attached: thanks');
    expect(await outcome('liu-xinyi', '我们厂的变压器也跳闸了一上午了，经信局能不能派人看看')).not.toMatch(/^ignored/);
    expect(await roles(number)).not.toContain('dialogue');
  });

  test('by a colleague adds to it, though he has reported nothing himself', async () => {
    await muchLater();
    const { id, number } = await reports('yan-weidong', LAMPS);
    const { room } = await office(number);
    await town.later(10);
    const said = await town.says('yuan-xiang', 'work', '在东门往南五十米那一段', { quotes: id });
    expect(texts(said, room)).toContain('东门往南五十米');
  });
});

test('trouble told in a few words after an official’s is shown to the unit; a nod is not', async () => {
  await muchLater();
  const { number } = await reports('bi-guifang', '厂里自来水管爆了，水往车间里灌，住建局快来人');
  const { room } = await office(number);
  await town.says('liu-xiaoyan', 'work', '收到，毕经理，我们已安排抢修队过去');
  expect(texts(await town.says('bi-guifang', 'work', '水管又爆一处，往车间里灌'), room)).toContain('又爆一处');
  await town.says('liu-xiaoyan', 'work', '毕经理，抢修队已经到门口了');
  expect(texts(await town.says('bi-guifang', 'work', '好的'), room)).toBe('');
  expect((await roles(number)).at(-1)).toBe('dialogue');
});

describe('a message changed afterwards', () => {
  const edits = (who: string, id: string, text: string) => town.does(who, 'work', `e:${id}:${text}`, { kind: 'edit', messageId: id, text });
  const recalls = (who: string, id: string) => town.does(who, 'work', `r:${id}`, { kind: 'recall', messageId: id });

  test('thanks for another’s ticket cannot be edited into words on it', async () => {
    await muchLater();
    const { id, number } = await reports('hou-jing', LAMPS);
    const { room } = await office(number);
    await town.says('nobody-4', 'work', '谢谢', { quotes: id });
    const thanks = town.lastId();
    expect(texts(await edits('nobody-4', thanks, '企业已自行修好，此单请直接办结，不用来人了'), room)).toBe('');
    expect(texts(await recalls('nobody-4', thanks), room)).toBe('');
    // One's own report is shown as it is now.
    expect(texts(await edits('hou-jing', id, `${LAMPS}，在东门`), room)).toContain('在东门');
  });

  test('thanks edited into trouble are heard', async () => {
    await muchLater();
    const { id } = await reports('ma-zhenyu', LAMPS);
    await town.says('yan-ying', 'work', '谢谢', { quotes: id });
    await edits('yan-ying', town.lastId(), '我们公司的环评批文交上去三个月了还没批下来，环保局没人给个说法');
    expect(await town.ticket(await newest())).toMatchObject({ department: 'environment', reporter: { wireId: 'yan-ying' } });
  });

  test('a recall does not end what others told of too; the unit and he read that it goes on', async () => {
    await muchLater();
    const { id, number } = await reports('che-xinmin', POWER);
    const { official, room } = await office(number);
    await town.says('miao-jia', 'work', '我们也停电了，机器里全是料');
    const said = await recalls('che-xinmin', id);
    expect((await town.ticket(number)).state).toBe('dispatched');
    expect(texts(said, room)).toContain('还有别的企业反映同一件事');
    expect(texts(said, 'dm:che-xinmin')).toContain('单子继续办理');
    expect(texts(await town.says(official, room, `办结 ${number} 电缆已接好`), 'dm:miao-jia')).toContain('电缆已接好');
  });

  test('two strangers are not of one enterprise: a recall of the one leaves the other his ticket', async () => {
    await muchLater();
    const { id, number } = await reports('nobody-5', POWER);
    await town.says('nobody-6', 'work', '我们也停电了，机器里全是料');
    expect((await town.ticket(number)).also).toHaveLength(1);
    await recalls('nobody-5', id);
    expect((await town.ticket(number)).state).toBe('dispatched');
  });
});

test('“we too” after a closing is heard, and where it says no more than that the desk asks', async () => {
  await muchLater();
  const { number } = await reports('wang-chunmei', POWER);
  const { official, room } = await office(number);
  await town.says(official, room, `办结 ${number} 已恢复供电`);
  await town.later(3);
  expect(await outcome('dong-yongqiang', '我们也是')).toMatch(/^parked/);
  expect(await outcome('tian-chen', '我们也停电了')).toMatch(/^(?:parked|ticketed)/);
  expect((await town.ticket(number)).also).toEqual([]);
  expect((await town.ticket(await newest())).reporter.wireId).toBe('tian-chen');
});

test('a ticket that is closed while “we too” is on its way takes nobody in, and he is heard', async () => {
  await muchLater();
  const { number } = await reports('gong-wenbo', POWER);
  const { stage } = town;
  const said: InboundBody = {
    kind: 'message',
    messageId: 'late',
    text: '我们也停电了',
    quote: null,
    mentions: [],
    mentionsBot: false,
    media: [],
  };
  const at = new Date(town.now().getTime() + 1000);
  const chat = { wireId: 'work', kind: 'group', title: null } as const;
  await stage.channel.receive()([
    { channel: SCENE, chat, sender: { wireId: 'lian-shaohua', name: '连少华' }, key: 'late', at, body: said },
  ]);
  const directory = await stage.store.directory.current();
  const house = houseMaker({ config: town.config, clockwork: stage.clockwork, ears: stage.ears })(directory, at);
  const room = directory.chats.find((one) => one.wireId === 'work');
  const [heard] = room === undefined ? [] : await stage.store.inbox.next(room.id, directory, 1, at);
  if (heard === undefined) throw new Error('nothing waits');
  const step = listen(house, heard, await stage.store.situation(heard, house.directory, at));
  const open = await town.ticket(number);
  const [fresh] = await stage.store.freshNumbers(1);
  const numbers = fresh === undefined ? [] : [fresh];
  expect(step.settle({ tickets: [open], reads: {}, numbers }).inbox).toMatchObject({ outcome: 'attached' });
  const { inbox } = step.settle({ tickets: [{ ...open, state: 'closed' }], reads: {}, numbers });
  expect(inbox).toMatchObject({ outcome: 'ticketed', links: [{ ticket: fresh, role: 'report' }] });
  await stage.settle();
});
