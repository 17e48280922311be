import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { SCENE } from '../../app/replay/channel.ts';
import { ChatId } from '../../core/ids.ts';
import { createUnderstander } from '../../workers/understand.ts';
import { workshopOf } from '../support/reporting.ts';
import { openTown, type Spoken, type Town } from '../support/town.ts';

/** What the desk is asked about is all that it is shown, and ends on one ticket, whoever is quicker. */
let town: Town;
beforeAll(async () => {
  // Nothing opens by itself; what is said to the bot does.
  town = await openTown({
    change: (config) => ({ ...config, bot: { ...config.bot, triage: { ...config.bot.triage, open: 1.1, unasked: 1.1 } } }),
  });
});
afterAll(() => town.close());

const asked = (said: readonly Spoken[]) => said.find((one) => one.chat === 'duty');
const linked = async (number: number) => {
  const links = await town.database.db.ticketMessage.findMany({ where: { ticket: number }, orderBy: { inboxId: 'asc' } });
  const rows = await town.database.db.inbox.findMany({ where: { id: { in: links.map((link) => link.inboxId) } } });
  return links.map((link) => `${link.role}:${rows.find((row) => row.id === link.inboxId)?.text ?? ''}`);
};
const openQuestions = () => town.database.db.triage.count({ where: { state: 'open' } });

test('the desk’s 1 opens the whole burst: its words, its messages and its pictures', async () => {
  await town.says('ju-xiaoyan', 'work', '松涧路31号');
  await town.says('ju-xiaoyan', 'work', '', { media: 1 });
  const first = asked(await town.says('ju-xiaoyan', 'work', '厂门口路灯坏了半个月没人修'));
  expect(first?.text).toContain('松涧路31号\n厂门口路灯');
  expect(first?.files).toEqual(['现场1.png']);
  await town.says('ju-xiaoyan', 'work', '工人下夜班摔了两个了，没人管');
  expect(await openQuestions()).toBe(2);
  // Answered under the first question; what came after it is more of the same, and its question needs no answer.
  const said = await town.presses('yuan-jia', 'duty', first?.buttons[0] ?? '');
  expect((await town.ticket(1)).text).toBe('松涧路31号\n厂门口路灯坏了半个月没人修\n工人下夜班摔了两个了，没人管');
  expect(said.find((one) => one.chat === 'dept:construction')?.files).toEqual(['现场1.png']);
  expect(await linked(1)).toEqual([
    'report:松涧路31号',
    'supplement:',
    'report:厂门口路灯坏了半个月没人修',
    'report:工人下夜班摔了两个了，没人管',
  ]);
  expect(await openQuestions()).toBe(0);
  expect(said.filter((one) => one.chat === 'duty').map((one) => one.text)).toContain('刚才请研判的 鞠晓燕 那句话，已归入 #1，不用再答。');
});

test('立单 under the question takes all of it too', async () => {
  await town.says('xia-kai', 'work', '丹霞路8号');
  const question = asked(await town.says('xia-kai', 'work', '仓库后面的下水道堵了，污水漫出来了'));
  await town.says('yuan-jia', 'duty', '立单 住建局', { quotes: question?.id ?? '' });
  expect((await town.ticket(2)).text).toBe('丹霞路8号\n仓库后面的下水道堵了，污水漫出来了');
  expect(await linked(2)).toEqual(['report:丹霞路8号', 'report:仓库后面的下水道堵了，污水漫出来了']);
});

test('a ticket from the desk’s 1 that is nobody’s yet keeps the question open: whose it is', async () => {
  const question = asked(await town.says('nobody-1', 'dm:nobody-1', '税务局那个科长吃拿卡要，不给好处就不办'));
  await town.presses('yuan-jia', 'duty', question?.buttons[0] ?? '');
  expect(await town.ticket(3)).toMatchObject({ state: 'accepted', department: null });
  expect(await town.database.db.triage.count({ where: { ticket: 3, state: 'open' } })).toBe(1);
  await town.says('yuan-jia', 'duty', '派单 3 推进办');
  expect(await openQuestions()).toBe(0);
});

test('the desk’s 1 and the next piece at once: one ticket has them both', async () => {
  const question = asked(await town.says('mu-qian', 'work', '厂区门口自来水管漏水漏了三天了'));
  const { store, channel } = town.stage;
  const desk = createUnderstander(workshopOf(town));
  const { id } = await town.database.db.chat.findFirstOrThrow({ where: { wireId: 'duty' } });
  const commit = store.commit.bind(store);
  const answered = vi.spyOn(store, 'commit').mockImplementationOnce(async (effects, at) => {
    const body = { kind: 'button', messageId: null, data: question?.buttons[0] ?? '' } as const;
    const sender = { wireId: 'yuan-jia', name: '原佳' };
    await channel.receive()([{ channel: SCENE, chat: { wireId: 'duty', kind: 'group', title: null }, sender, key: 'b:race', at, body }]);
    await desk.drain(ChatId.parse(id));
    return commit(effects, at);
  });
  await town.says('mu-qian', 'work', '@小汇 水都漫进车间了，请来人修');
  expect(answered.mock.results.length).toBeGreaterThan(2);
  answered.mockRestore();
  const twice = await town.database.db.$queryRaw`
    SELECT inbox_id FROM ticket_message WHERE role IN ('report', 'supplement') GROUP BY inbox_id HAVING count(*) > 1`;
  expect(twice).toEqual([]);
  // Whichever was quicker drew the number.
  const opened = await town.database.db.ticket.findMany({ where: { number: { gt: 3 } } });
  expect(opened).toHaveLength(1);
  expect(await linked(opened[0]?.number ?? 0)).toEqual([
    'report:厂区门口自来水管漏水漏了三天了',
    'supplement:@小汇 水都漫进车间了，请来人修',
  ]);
});
