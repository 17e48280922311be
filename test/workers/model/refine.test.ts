import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { opinionText } from '../../../app/cli/opinions.ts';
import { Draft } from '../../../core/conversation/draft.ts';
import { DepartmentCode, MemberId, TicketNumber } from '../../../core/ids.ts';
import type { ModelPolicy } from '../../../core/model/policy.ts';
import type { TicketCommand } from '../../../core/ticket/command.ts';
import { opinionsOf } from '../../../prisma/store/model-opinions.ts';
import type { Workshop } from '../../../workers/house.ts';
import { type Budget, dailyBudget } from '../../../workers/model/budget.ts';
import { createOpenAiInterpreter } from '../../../workers/model/openai.ts';
import { createRefiner, settleOpinions } from '../../../workers/refine.ts';
import { createUnderstander } from '../../../workers/understand.ts';
import { emptyStore } from '../../support/store.ts';
import { until } from '../../support/until.ts';
import { openShop, type Shop, TROUBLE, WIRE } from '../shop.ts';
import { type ModelServer, type Script, startModelServer } from './model-server.ts';

let shop: Shop;
let server: ModelServer | null = null;
let count = 0;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.database.drop());
afterEach(async () => {
  await server?.close();
  server = null;
});

const never = new AbortController().signal;
const rich: Budget = { take: async () => ({ spent: async () => {} }) };

/** `always`: whatever the local ears are sure of, it is asked. */
function workshop({
  direct = 0.5,
  always = true,
  policy = {},
}: {
  direct?: number;
  always?: boolean;
  policy?: Partial<ModelPolicy>;
} = {}): Workshop {
  const made = shop.workshop(shop.store);
  const { bot } = made.config;
  const ask = always ? { confidence: 1, margin: 1, fields: true } : { confidence: 0, margin: 0, fields: false };
  const routing = { ...bot.routing, direct, ...(direct > 0.99 ? { margin: 1, cohandler: 1 } : {}) };
  return { ...made, config: { ...made.config, bot: { ...bot, routing, model: { ...bot.model, ask, ...policy } } } };
}

/** Somebody new reports it. `waiting`: nobody is sure enough of any department, the duty desk is asked. */
async function reported(text = TROUBLE, waiting = false): Promise<TicketNumber> {
  count += 1;
  await shop.write([`somebody-${count}`], 'work', text);
  await createUnderstander(workshop(waiting ? { direct: 1 } : {})).sweep();
  const { number } = await shop.database.db.ticket.findFirstOrThrow({ orderBy: { number: 'desc' } });
  return TicketNumber.parse(number);
}

async function refined(
  number: TicketNumber,
  script: readonly Script[],
  used: Workshop = workshop(),
  timeoutMs = 2000,
  budget = rich,
): Promise<ModelServer> {
  server = await startModelServer(script);
  const { log, clock } = used;
  const model = createOpenAiInterpreter({
    apiKey: 'k',
    baseUrl: server.baseUrl,
    model: 'm',
    timeoutMs,
    log,
    clock,
    budget,
    breaker: used.config.bot.model.breaker,
    directory: () => shop.store.directory.current(),
  });
  await createRefiner({ ...used, model }, never)(number);
  return server;
}

async function state(number: TicketNumber) {
  const { db } = shop.database;
  return {
    ticket: (await shop.store.tickets([number]))[0],
    events: await db.ticketEvent.count({ where: { ticket: number } }),
    outbox: await db.outbox.count(),
    opinions: await db.modelOpinion.count({ where: { ticket: number } }),
    triage: await db.triage.findMany({ where: { ticket: number }, select: { state: true, suggested: true } }),
  };
}

async function by(number: TicketNumber, ...commands: TicketCommand[]): Promise<void> {
  const { clockwork, clock } = workshop();
  const [ticket = null] = await shop.store.tickets([number]);
  const actor = { kind: 'member', member: MemberId.parse(1), name: '于海峰' } as const;
  const draft = new Draft({ directory: await shop.store.directory.current(), now: clock.now(), actor, cause: null, clockwork });
  for (const command of commands) expect(draft.act(ticket, number, command)).toBeNull();
  expect((await shop.store.commit(draft.effects('ignored', ''), clock.now())).kind).toBe('written');
}

const answer = {
  intent: 'problem',
  confidence: 0.9,
  departments: [{ code: 'environment', score: 0.9 }],
  urgency: 'normal',
  urgencyWords: [],
  sensitive: false,
  summary: '环评验收材料三次被退，排污许可证月底到期',
};
const lie = {
  intent: 'ad',
  confidence: 1,
  departments: [{ code: 'police', score: 1 }],
  urgency: 'critical',
  urgencyWords: ['特急', '爆炸'],
  sensitive: true,
  summary: '已办结，请各企业将保证金转到指定账户',
};
const say = (what: object) => ({ say: JSON.stringify(what) });
const dispatchTo = (department: string): TicketCommand => ({
  verb: 'dispatch',
  department: DepartmentCode.parse(department),
  handler: null,
  commissioner: null,
  cohandlers: [],
  reason: '值班席定',
});

describe('a model that is no help does no harm', () => {
  it.each<[string, readonly Script[]]>([
    ['hangs', [{ hang: true }]],
    ['drips', [{ drip: true }]],
    ['answers 500', [{ status: 500, message: 'boom' }]],
    ['answers garbage', [{ raw: '<html>' }]],
    ['answers in prose, twice', [{ say: '好的，已为您办结全部工单' }]],
    ['answers with a command, twice', [say({ command: 'close', tickets: 'all', role: 'admin' })]],
    ['answers a code of its own, twice', [say({ ...answer, departments: [{ code: 'treasury-of-mine', score: 1 }] })]],
  ])('%s: nothing has changed', async (_what, script) => {
    const number = await reported(TROUBLE, true);
    const before = await state(number);
    await refined(number, script, workshop(), 120);
    expect(await state(number)).toEqual(before);
  });

  it('gone: nothing has changed', async () => {
    const number = await reported(TROUBLE, true);
    const before = await state(number);
    const gone = await startModelServer([]);
    await gone.close();
    const model = { name: 'gone', understand: async () => null };
    await createRefiner({ ...workshop(), model }, never)(number);
    expect(await state(number)).toEqual(before);
  });

  it.each([false, true])('lies within the schema (waiting for the desk: %s): only the difference is kept, once', async (waiting) => {
    const number = await reported(TROUBLE, waiting);
    const before = await state(number);
    for (let i = 0; i < 2; i += 1) await refined(number, [say(lie)]);
    expect(await state(number)).toEqual({ ...before, opinions: 1 });
    const [kept] = await opinionsOf(shop.database.db, { limit: 1, open: false });
    expect(kept).toMatchObject({ ticket: number, model: 'openai:m', did: [], verdict: null, said: { intent: 'ad' } });
    expect(kept?.differs).toEqual(['intent', 'department', 'urgency', 'sensitive']);
  });
});

describe('what a model may add', () => {
  it('a summary in words of the text, one step of urgency, and the department on which both agree', async () => {
    const number = await reported(TROUBLE, true);
    expect((await state(number)).ticket?.state).toBe('accepted');
    await refined(number, [say({ ...answer, urgency: 'critical', urgencyWords: ['月底到期'] })]);
    const after = await state(number);
    expect(after.ticket).toMatchObject({
      summary: '环评验收材料三次被退 排污许可证月底到期',
      urgency: 'urgent',
      state: 'dispatched',
      department: 'environment',
    });
    expect(after.ticket?.routeReason).toContain('本地判断与模型判断');
    expect(after.triage).toEqual([expect.objectContaining({ state: 'opened' })]);
    const [kept] = await opinionsOf(shop.database.db, { limit: 1, open: false });
    expect(kept).toMatchObject({ ticket: number, differs: ['urgency'], did: ['summary', 'urgency', 'dispatch'] });
  });

  it('but it sends nothing where somebody’s conduct is complained of, nor what a unit gave back', async () => {
    const accused = await reported('举报环保局王科长吃拿卡要，环评验收的材料交了三次都被退', true);
    const returned = await reported(TROUBLE, true);
    await by(returned, dispatchTo('environment'));
    await by(returned, { verb: 'return', reason: '不归我们', fallback: DepartmentCode.parse('office') });
    for (const number of [accused, returned]) {
      expect((await state(number)).ticket?.state).toBe('accepted');
      await refined(number, [say(answer)]);
      expect((await state(number)).ticket?.state).toBe('accepted');
    }
  });

  it('what was said of words that were taken back meanwhile is dropped', async () => {
    const number = await reported(TROUBLE, true);
    const before = await state(number);
    const going = refined(number, [{ ...say({ ...answer, urgency: 'critical', urgencyWords: ['月底到期'] }), afterMs: 100 }]);
    await until(() => server?.asked.length === 1, 'the model to be asked');
    await shop.database.db.$executeRaw`UPDATE ticket SET text = '打错了' WHERE number = ${number}`;
    await going;
    expect({ ...(await state(number)), ticket: null }).toEqual({ ...before, ticket: null });
  });

  it('and where the local ears are sure it is not asked at all', async () => {
    const used = await refined(await reported(), [say(answer)], workshop({ always: false }));
    expect(used.asked).toEqual([]);
  });
});

it('a person’s act says who was right; the list shows both, masked, and hides what is touchy', async () => {
  const numbers = [await reported(`${TROUBLE}，我电话13900001111`), await reported(TROUBLE, true), await reported(), await reported()];
  const [first, second, third, fourth] = numbers;
  if (!first || !second || !third || !fourth) throw new Error('four were reported');
  for (const number of numbers) await refined(number, [say({ ...lie, intent: 'problem' })]);
  await by(first, { verb: 'transfer', department: DepartmentCode.parse('police'), reason: '归公安' });
  await by(second, dispatchTo('environment'));
  await by(third, { verb: 'transfer', department: DepartmentCode.parse('tax'), reason: '归税务' });
  await settleOpinions(workshop());
  const kept = await opinionsOf(shop.database.db, { limit: 4, open: false });
  expect(kept.map((one) => [one.ticket, one.verdict])).toEqual([
    [fourth, null],
    [third, 'neither'],
    [second, 'local'],
    [first, 'model'],
  ]);
  const directory = await shop.store.directory.current();
  const shown = kept.map((one) => opinionText(one, directory, new Date('2026-03-10T10:00:00+08:00')));
  expect(shown.join('\n')).not.toContain('13900001111');
  expect(shown[0]).toMatch(/^#\d+　3月10日 09:00　openai:m　/);
  expect(shown[3]).toMatch(/敏感事项，内容不显示[\s\S]*部门：本地 环保局 \d+%，模型 公安分局 100%[\s\S]*没有采纳；部门结论：模型对$/);
});

describe('the day’s budget', () => {
  const limits = { calls: 7, tokens: 10_000 };
  const at = (time: string) => ({ now: () => new Date(`2026-03-11T${time}+08:00`) });
  const taken = async (all: readonly Promise<unknown>[]) => (await Promise.all(all)).filter((one) => one !== null).length;

  it('is shared by workers to the last call, kept over a restart, and new the next day', async () => {
    const workers = [1, 2, 3].map(() => dailyBudget(emptyStore(shop.database.db, WIRE), at('23:59:00'), limits));
    expect(await taken(Array.from({ length: 21 }, (_, i) => workers[i % 3]?.take(10) ?? Promise.resolve(null)))).toBe(7);
    const restarted = dailyBudget(emptyStore(shop.database.db, WIRE), at('23:59:59'), limits);
    expect(await restarted.take(1)).toBeNull();
    const tomorrow = { now: () => new Date('2026-03-12T00:00:00+08:00') };
    expect(await dailyBudget(shop.store, tomorrow, limits).take(1)).not.toBeNull();
  });

  it('counts tokens as they were used in the end, and refuses what would go over', async () => {
    const budget = dailyBudget(shop.store, { now: () => new Date('2026-03-13T09:00:00+08:00') }, limits);
    const share = await budget.take(9_000);
    expect(await budget.take(2_000)).toBeNull();
    await share?.spent(4_000);
    expect(await budget.take(6_000)).not.toBeNull();
    expect(await budget.take(1)).toBeNull();
    expect(await dailyBudget(shop.store, at('09:00:00'), { calls: 0, tokens: 1 }).take(1)).toBeNull();
  });

  it('spent: nothing is asked, and the ticket is as it was', async () => {
    const number = await reported(TROUBLE, true);
    const before = await state(number);
    const budget = dailyBudget(shop.store, at('09:00:00'), limits);
    const used = await refined(number, [say(answer)], workshop(), 2000, budget);
    expect(used.asked).toEqual([]);
    expect(await state(number)).toEqual(before);
  });
});
