import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PROBLEMS } from '../../bench/problems.ts';
import type { Heard } from '../../core/conversation/heard.ts';
import type { House } from '../../core/conversation/house.ts';
import { listen } from '../../core/conversation/listen.ts';
import { InboxId } from '../../core/ids.ts';
import type { Ticket } from '../../core/ticket/ticket.ts';
import type { Understanding } from '../../core/understand/port.ts';
import { houseMaker } from '../../workers/house.ts';
import { openTown, type Spoken, type Town } from '../support/town.ts';

/** Colleagues of one enterprise, each alone with the bot: what one of them tells is his own until his words say otherwise. */
const FIRM = '顺竿钓具';
/** Nobody speaks in two tests: what he said before would be his own matter. */
let [FIRST, SECOND] = ['', ''];
let pair = 0;
const PAIRS = 30;
/** Of the list of troubles, among them those that swallowed others: each of these is held against all. */
const REPORTED = new Set([0, 2, 5, 8, 12, 15, 18]);

let town: Town;
beforeAll(async () => {
  town = await openTown({
    change: (config) => {
      const enterprise = config.enterprises.find((one) => one.name === FIRM)?.key ?? null;
      const pairs = Array.from({ length: PAIRS }, (_, at) => [`first-${at + 1}`, `second-${at + 1}`]);
      const staff = [...pairs.flat(), ...PROBLEMS.map((_, at) => `staff-${at}`)];
      const people = staff.map((key) => ({
        key,
        name: `职员${key}`,
        title: null,
        roles: ['entrepreneur' as const],
        department: null,
        enterprise,
      }));
      return { ...config, people: [...config.people, ...people] };
    },
  });
});
beforeEach(() => {
  pair += 1;
  [FIRST, SECOND] = [`first-${pair}`, `second-${pair}`];
});
afterAll(() => town.close());

const alone = (who: string, text: string) => town.says(who, `dm:${who}`, text);
const inChat = (said: readonly Spoken[], chat: string) => said.flatMap((one) => (one.chat === chat ? [one.text] : [])).join('\n');
const outcome = async () => (await town.database.db.inbox.findFirstOrThrow({ where: { messageId: town.lastId() } })).outcome;
const newest = async (): Promise<Ticket> =>
  town.ticket((await town.database.db.ticket.findFirstOrThrow({ orderBy: { number: 'desc' } })).number);
const linked = async () => {
  const { id } = await town.database.db.inbox.findFirstOrThrow({ where: { messageId: town.lastId() } });
  return (await town.database.db.ticketMessage.findMany({ where: { inboxId: id } })).map(({ ticket }) => ticket);
};

/** One house for a test's many questions; the ears hear each text once. */
async function houseNow(): Promise<House> {
  const { stage, config, now } = town;
  const house = houseMaker({ config, clockwork: stage.clockwork, ears: stage.ears })(await stage.store.directory.current(), now());
  const heard = new Map<string, Understanding>();
  const understand: House['interpreter']['understand'] = (input) => {
    const key = JSON.stringify(input);
    const known = heard.get(key) ?? house.interpreter.understand(input);
    heard.set(key, known);
    return known;
  };
  return { ...house, interpreter: { ...house.interpreter, understand } };
}

describe('two different troubles', () => {
  test('of all kinds, told within a minute: never a word on the colleague’s ticket', async () => {
    const tickets: Ticket[] = [];
    for (const [at, text] of PROBLEMS.entries()) {
      if (!REPORTED.has(at)) continue;
      await alone(`staff-${at}`, text);
      expect(await outcome()).toBe('ticketed');
      tickets.push(await newest());
    }
    await alone(SECOND, '你好');
    const house = await houseNow();
    const chat = house.directory.chats.find((one) => one.wireId === `dm:${SECOND}`);
    const member = house.directory.members.find((one) => one.key === SECOND) ?? null;
    if (chat === undefined || member === null) throw new Error('the second is not known');
    const taken = (text: string, ours: Ticket): readonly number[] => {
      const at = new Date(Date.parse(ours.receivedAt) + 60_000);
      const heard: Heard = {
        id: InboxId.parse(999_999),
        chat,
        sender: { wireId: SECOND, name: '' },
        receivedAt: at,
        spokenAt: at,
        body: { kind: 'message', messageId: 'asked', text, quote: null, mentions: [], mentionsBot: false, media: 0 },
      };
      const nothing = { quotedTickets: [], waiting: [], mine: [], ofMyDepartment: [], extensions: [], triages: [], recent: [], nearby: [] };
      return listen(house, heard, { now: at, member, quoted: null, original: null, ...nothing, ours: [ours] }).needs.tickets;
    };
    const swallowed = tickets.flatMap((ours) =>
      PROBLEMS.filter((text) => text !== ours.text && taken(text, ours).length > 0).map((text) => `${text} → ${ours.text}`),
    );
    expect(swallowed).toEqual([]);
  });

  test.each([
    [
      '营业执照变更法人卡在名称核准，经营异常名录也移不出来，投标要用',
      '新厂房的施工许可证卡在住建，质监和消防验收报了一个月没人来，工程没法投用，请住建局帮忙协调',
    ],
    ['引进的两位博士安家费没有发下来，人才办一直没给说法', '人才卡掉海里了，补一张要登报要证明要等季度会'],
    ['招聘会去了三场，普工一个没招到，订单要交不出来了', '又跳闸了 今天第五回'],
    ['排污许可证月底到期，环评材料交了三次都被退', '人才公寓排到137号 小伙子等不起 跟我说下月回济南'],
  ])('%s — %s', async (one, other) => {
    await alone(FIRST, one);
    const his = await newest();
    const said = await alone(SECOND, other);
    expect(await outcome()).toBe('ticketed');
    const own = await newest();
    expect(own.number).not.toBe(his.number);
    expect(inChat(said, `dm:${SECOND}`)).not.toContain(`#${his.number}`);
    expect(await linked()).toEqual([own.number]);
  });

  test('also where the colleague told his in the group', async () => {
    await town.says(FIRST, 'work', '厂房加层的建设工程规划许可卡住了，规划条件里容积率怎么定一直没有说法');
    const his = await newest();
    await alone(SECOND, '新厂房的施工许可证卡在住建，质监和消防验收报了一个月没人来，工程没法投用，请住建局帮忙协调');
    expect(await linked()).toEqual([(await newest()).number]);
    expect((await newest()).number).not.toBe(his.number);
  });

  test('a picture alone goes on no colleague’s ticket', async () => {
    await alone(FIRST, '厂门口占道经营的摊子天天挡着，城管执法一直没人管，货都装不了');
    await town.says(SECOND, `dm:${SECOND}`, '', { media: 1 });
    expect(await linked()).toEqual([]);
  });

  test('what nobody can place is not dropped: the desk is asked', async () => {
    await alone(FIRST, '排污许可证月底到期，环评材料交了三次都被退');
    await alone(SECOND, '上次说的那个还是没人来');
    expect(await linked()).toEqual([]);
    expect(await outcome()).toBe('parked');
  });
});

describe('the same trouble', () => {
  const ONE = '厂区变压器增容的申请交上去一个月了，供电公司说要等，新设备开不起来，请帮忙协调用电';

  test('spoken of where it may be one of two, neither is guessed: the desk is asked', async () => {
    for (const who of [FIRST, `staff-1`]) {
      await alone(who, ONE);
      expect(await outcome()).toBe('ticketed');
    }
    await alone(SECOND, '变压器增容那个事，供电公司今天还是没人来');
    expect(await linked()).toEqual([]);
    expect(await outcome()).toBe('parked');
  });

  test('told plainly by both is two tickets, and the desk may put them together', async () => {
    await alone(FIRST, ONE);
    const his = await newest();
    const said = await alone(SECOND, '我们厂变压器增容的申请供电公司一直没批，新设备没法开，请协调用电');
    const own = await newest();
    expect(own.number).not.toBe(his.number);
    expect(said.flatMap(({ buttons }) => buttons)).toContain(`merge ${own.number} 到 ${his.number}`);
    expect(inChat(said, `dm:${SECOND}`)).not.toContain(`#${his.number}`);
  });

  test.each([
    ['by its number', PROBLEMS[3], (number: number) => `补充 ${number} 那宗地是三十亩`],
    ['by its number, in plain words', PROBLEMS[8], (number: number) => `${number}号单子的补贴款是去年六月批的`],
    ['in its own words', PROBLEMS[6], () => '招聘会那个事，普工还是没招到'],
  ])('spoken of %s, it is that ticket', async (_how, report = '', text) => {
    await alone(FIRST, report);
    const his = await newest();
    expect(inChat(await alone(SECOND, text(his.number)), `dm:${SECOND}`)).toContain(`#${his.number}`);
    expect((await newest()).number).toBe(his.number);
  });
});

test('what was told in confidence is not joined in the group either, however its reporter came to speak of it there', async () => {
  await alone(FIRST, '银行突然把我们厂的贷款抽走了，周转不开，请帮忙协调一下');
  const touchy = await newest();
  expect(touchy.sensitive).toBe(true);
  // Newer ones of the firm: it comes to the second's ears only by having been spoken of in the group.
  for (const [at, text] of PROBLEMS.slice(0, 4).entries()) await alone(`second-${PAIRS - at}`, text);
  await town.says(FIRST, 'work', `@小汇 补充 ${touchy.number} 银行今天又来催了`);
  const said = await town.says(SECOND, 'work', '银行突然把我们厂的贷款抽走了，周转不开，请帮忙协调一下');
  expect(said.map((one) => one.text).join('\n')).not.toContain(`#${touchy.number}`);
  expect((await town.ticket(touchy.number)).also).toEqual([]);
});
