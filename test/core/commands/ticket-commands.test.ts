import { describe, expect, it } from 'vitest';
import type { CommandContext } from '../../../core/commands/command.ts';
import { decide } from '../../../core/ticket/decide.ts';
import { chats, context, NOW, number, type Person, parse, refusal, run, ticket } from './world.ts';

const official = () => context('official', 'environment');
const boss = () => context('boss', 'work');
const acts = (name: string, rest: string, at: CommandContext, given = [ticket()]) =>
  run(name, rest, at, { tickets: given }).acts?.map((one) => one.command);

describe('what a sentence asks of a ticket', () => {
  it.each([
    ['claim', '128', { verb: 'claim', handler: 4 }],
    ['claim', '#128号', { verb: 'claim', handler: 4 }],
    ['claim', '一百二十八号', { verb: 'claim', handler: 4 }],
    ['claim', 'HC2017-0128', { verb: 'claim', handler: 4 }],
    ['contact', '128 已与李经理通话', { verb: 'contact', note: '已与李经理通话', handler: 4 }],
    ['contact', '128', { verb: 'contact', note: '已联系企业', handler: 4 }],
    ['contact', '#128 已联系企业，下午上门', { verb: 'contact', note: '已联系企业，下午上门', handler: 4 }],
    ['reply', '128 材料收到，3号前给结果', { verb: 'reply', text: '材料收到，3号前给结果', handler: 4 }],
    ['answer', '128 许可证已核发', { verb: 'answer', text: '许可证已核发', handler: 4 }],
    ['close', '128 已解决', { verb: 'close', outcome: 'solved', note: '已解决', handler: 4 }],
    ['close', '128 部分解决，余下列入计划', { verb: 'close', outcome: 'partly', note: '部分解决，余下列入计划', handler: 4 }],
    ['close', '128 未解决，企业已停产', { verb: 'close', outcome: 'unsolved', note: '未解决，企业已停产', handler: 4 }],
    ['close', '128 没有得到解决', { verb: 'close', outcome: 'unsolved', note: '没有得到解决', handler: 4 }],
    ['close', '128 两个都办好了 销号', { verb: 'close', outcome: 'solved', note: '两个都办好了', handler: 4 }],
    ['close', '128 都可以销号了', { verb: 'close', outcome: 'solved', note: '', handler: 4 }],
    ['close', '128', { verb: 'close', outcome: 'solved', note: '', handler: 4 }],
    ['transfer', '128 规划局 属于规划许可', { verb: 'transfer', department: 'planning', reason: '属于规划许可' }],
    [
      'transfer',
      '128转给规划分局吧，规划许可归他们',
      { verb: 'transfer', department: 'planning', reason: expect.stringContaining('许可归他们') },
    ],
    ['transfer', '把128转给国土局办理 因为是土地证', { verb: 'transfer', department: 'land', reason: expect.stringContaining('是土地证') }],
    ['return', '128 不属于本单位职责，应由规划局办理', { verb: 'return', reason: '不属于本单位职责，应由规划局办理', fallback: 'office' }],
    ['add_cohandler', '128 规划局 国土局', { verb: 'addCohandlers', departments: ['planning', 'land'] }],
    ['add_cohandler', '#128 请规划协办', { verb: 'addCohandlers', departments: ['planning'] }],
    ['suspend', '128 已列入明年计划', { verb: 'suspend', reason: '已列入明年计划' }],
    ['resume', '128 计划已批', { verb: 'resume', note: '计划已批' }],
    ['resume', '128', { verb: 'resume', note: '' }],
  ])('%s “%s”', (name, rest, wanted) => {
    expect(acts(name, rest, official())).toEqual([wanted]);
  });

  it.each([
    ['withdraw', '128', { verb: 'withdraw', reason: '反映人撤回', ask: true }],
    ['withdraw', '128 自己解决了', { verb: 'withdraw', reason: '自己解决了', ask: true }],
    ['supplement', '128 地点在南门', { verb: 'supplement', text: '地点在南门', media: 0 }],
    ['reopen', '128 又坏了', { verb: 'reopen', reason: '又坏了' }],
    ['reopen', '128', { verb: 'reopen', reason: '问题没有解决' }],
  ])('the reporter: %s “%s”', (name, rest, wanted) => {
    expect(acts(name, rest, boss())).toEqual([wanted]);
  });

  it.each([
    ['leader', 'urge', '128 今天回话', { verb: 'urge', note: '今天回话' }],
    ['manager', 'supervise', '128', { verb: 'supervise', note: '' }],
  ] as const)('%s: %s “%s”', (who, name, rest, wanted) => {
    expect(acts(name, rest, context(who, 'private'))).toEqual([wanted]);
  });

  it('acts on each of several, in one sentence', () => {
    const done = run('claim', '128 130 128', official(), { tickets: [ticket(), ticket({ number: 130 })] });
    expect(done.acts?.map((one) => one.ticket)).toEqual([128, 130]);
    expect(done.say).toBeNull();
  });

  it('acts on those that exist and names those that do not', () => {
    const done = run('claim', '128 999', official(), { tickets: [ticket()] });
    expect(done.acts?.map((one) => one.ticket)).toEqual([128]);
    expect(done.say).toBe('没有查到 #999，请核对单号。');
  });

  it('takes at most twenty at once', () => {
    const many = Array.from({ length: 21 }, (_, i) => 128 + i).join(' ');
    expect(refusal('claim', many, official())).toContain('一次最多办 20 张');
  });

  it('takes the ticket it can only mean, and says which that was', () => {
    const done = run('reply', '明天上门', { ...official(), implied: number(128) }, { tickets: [ticket()] });
    expect(done.acts).toMatchObject([{ ticket: 128, command: { verb: 'reply', text: '明天上门' }, done: '→ #128 蓝旗渔具：已转给企业。' }]);
  });

  it('lets a file speak where there are no words', () => {
    expect(acts('answer', '128', { ...official(), media: 1 })).toEqual([{ verb: 'answer', text: '（见所附文件）', handler: 4 }]);
    expect(acts('supplement', '128', { ...boss(), media: 2 })).toEqual([{ verb: 'supplement', text: '', media: 2 }]);
  });

  it('never acts on a ticket that was loaded but not named', () => {
    const at = official();
    const parsed = parse('claim', '128', at);
    if (!parsed.ok) throw new Error(parsed.sentence);
    expect(run('claim', '128', at, { tickets: [ticket(), ticket({ number: 130 })] }).acts).toHaveLength(1);
  });

  it('asks of a ticket only what its life knows: decide takes each in some state', () => {
    const begun = ticket({ state: 'claimed', claimedAt: '2017-04-26T01:10:00.000Z', handler: 4 });
    for (const [name, rest] of [
      ['contact', '128'],
      ['reply', '128 好'],
      ['answer', '128 好'],
      ['close', '128 好'],
      ['transfer', '128 国土局 归国土'],
      ['return', '128 不归我们'],
      ['suspend', '128 明年办'],
      ['add_cohandler', '128 国土局'],
    ] as const) {
      const [asked] = acts(name, rest, official(), [begun]) ?? [];
      if (asked === undefined) throw new Error(name);
      expect(decide(begun, asked, NOW), name).toMatchObject({ ok: true });
    }
  });
});

describe('what is missing is asked for, with an example to type', () => {
  it.each([
    ['official', 'reply', '128', '例如：回复 128 '],
    ['official', 'answer', '128', '例如：答复 128 '],
    ['official', 'transfer', '128', '例如：转办 128 '],
    ['official', 'transfer', '128 规划局', '理由'],
    ['official', 'transfer', '128 转给规划局吧', '理由'],
    ['official', 'transfer', '128 规划局 国土局 都有关', '协办'],
    ['official', 'return', '128', '例如：退单 128 '],
    ['official', 'return', '128 退了吧', '理由'],
    ['official', 'add_cohandler', '128', '例如：协办 128 '],
    ['official', 'suspend', '128', '例如：挂账 128 '],
    ['boss', 'supplement', '128', '例如：补充 128 '],
    ['boss', 'rate', '128', '例如：评价 128 '],
    ['boss', 'rate', '128 知道了', '例如：评价 128 '],
  ] as const)('%s: %s “%s”', (who, name, rest, words) => {
    expect(refusal(name, rest, context(who, 'private'))).toContain(words);
  });

  it('asks a reason of whoever takes back another one’s matter', () => {
    const at = context('duty', 'duty');
    const bare = run('withdraw', '128', at, { tickets: [ticket()] });
    expect(bare.acts).toEqual([]);
    expect(bare.say).toContain('代为撤回请写明理由');
    expect(acts('withdraw', '128 企业来电说不用了', at)).toEqual([{ verb: 'withdraw', reason: '代为撤回：企业来电说不用了' }]);
  });

  it('says which wait when no number is given', () => {
    const data = { openOf: { total: 3, tickets: [ticket(), ticket({ number: 130, state: 'claimed' }), ticket({ number: 131 })] } };
    const { say, acts: done } = run('claim', '', official(), { data });
    expect(done).toBeUndefined();
    expect(say).toContain('等着您签收的有 2 张');
    expect(say).toContain('#128');
    expect(say).toContain('#131');
    expect(say).not.toContain('#130');
  });

  it('says that none waits', () => {
    expect(run('claim', '', official(), { data: { openOf: { total: 0, tickets: [] } } }).say).toContain('眼下没有等着您签收的单子');
    expect(run('rate', '满意', boss(), { data: { mine: [] } }).say).toContain('眼下没有等着您评价的单子');
    expect(run('urge', '', context('leader', 'private')).say).toBe('请写上单号，例如：催办 128');
  });

  it('refuses words too long for the wire', () => {
    expect(refusal('answer', `128 ${'长'.repeat(2001)}`, official())).toContain('超过 2000 字');
  });
});

describe('the handling unit hears what was done', () => {
  it('by the ticket’s name, without the reporter’s words', () => {
    for (const [name, rest] of [
      ['claim', '128'],
      ['contact', '128'],
      ['close', '128 好了'],
      ['suspend', '128 明年'],
    ] as const) {
      const [act] = run(name, rest, official(), { tickets: [ticket()] }).acts ?? [];
      expect(act?.done).toMatch(/^→ #128 蓝旗渔具：/);
      expect(act?.done).not.toContain('排污');
    }
  });

  it('records the acting person for every role, and no one for nobody', () => {
    const person: Person = 'commissioner';
    expect(acts('claim', '128', context(person, 'private'))).toEqual([{ verb: 'claim', handler: 7 }]);
    expect(acts('claim', '128', { ...context(null, 'private'), chat: chats.private })).toEqual([{ verb: 'claim', handler: null }]);
  });
});
