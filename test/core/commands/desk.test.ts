import { describe, expect, it } from 'vitest';
import { hashCode, newCode, readCode } from '../../../core/commands/codes.ts';
import { ChatId, InboxId } from '../../../core/ids.ts';
import type { CodeRow, QuotedMessage } from '../../../core/report/reads.ts';
import { command, context, directory, event, NOW, number, parse, people, refusal, run, ticket } from './world.ts';

const desk = () => context('duty', 'duty');
const admin = () => context('admin', 'private');

describe('派单 and 研判', () => {
  const waiting = ticket({ state: 'accepted', department: null, dispatchedAt: null, cohandlers: [] });

  it('sends a first dispatch with the commissioner who leads, and co-handlers named behind', () => {
    expect(run('dispatch', '128 环保局 规划局', desk(), { tickets: [waiting] }).acts).toEqual([
      {
        ticket: 128,
        command: {
          verb: 'dispatch',
          department: 'environment',
          handler: 7,
          commissioner: 7,
          cohandlers: ['planning'],
          reason: '值班席派单',
        },
        done: '→ #128 蓝旗渔具：已派环保局，规划局协办。',
      },
    ]);
  });

  it('moves one that a unit already has, and claims nothing it does not do', () => {
    const [act] = run('dispatch', '128 国土局 规划局 土地证的事', desk(), { tickets: [ticket()] }).acts ?? [];
    expect(act?.command).toEqual({ verb: 'transfer', department: 'land', reason: '值班席派单：土地证的事' });
    expect(act?.done).toBe('→ #128 蓝旗渔具：已改派国土局。协办单位请另发“协办”。');
  });

  const asked = (suggested: string | null) => ({
    ticket: waiting,
    events: [event(2, { type: 'triaged', suggested, reason: '两家都像' })],
    receiptedAt: null,
    messages: [],
  });

  it.each([
    ['128 1', { verb: 'dispatch', department: 'planning', reason: '值班席同意建议' }],
    ['128 １', { verb: 'dispatch', department: 'planning' }],
    ['128 0', { verb: 'withdraw', reason: '值班席研判：不需办理' }],
    ['128 环保局', { verb: 'dispatch', department: 'environment', reason: '值班席研判' }],
  ])('研判 %s', (rest, wanted) => {
    expect(run('triage', rest, desk(), { tickets: [waiting], data: { story: asked('planning') } }).acts).toMatchObject([
      { ticket: 128, command: wanted },
    ]);
  });

  it('cannot confirm what nobody suggested', () => {
    const { say, acts } = run('triage', '128 1', desk(), { tickets: [waiting], data: { story: asked(null) } });
    expect(acts).toBeUndefined();
    expect(say).toContain('没有建议单位');
  });

  it.each(['', '128', '128 2', '128 好'])('asks again at “%s”', (rest) => {
    expect(refusal('triage', rest, desk())).toContain('研判 128');
  });

  it('takes 1 and 0 for the question it quotes', () => {
    const at = { ...desk(), implied: number(128) };
    expect(command('triage').tickets(argsOf('triage', '环保局', at), at)).toEqual([128]);
  });
});

const argsOf = (name: string, rest: string, at: ReturnType<typeof context>) => {
  const parsed = parse(name, rest, at);
  if (!parsed.ok) throw new Error(parsed.sentence);
  return parsed.args;
};

describe('立单', () => {
  const quoted: QuotedMessage = {
    inbox: InboxId.parse(77),
    chat: ChatId.parse(1),
    tickets: [],
    text: '门口路灯坏了',
    senderWireId: 'boss',
    senderName: '老于',
    at: NOW.toISOString(),
  };
  const at = context('duty', 'work', { quote: { messageId: 'm77', text: '门口路灯坏了' } });

  it('opens one from the quoted message, with the unit named', () => {
    expect(command('open_from').reads(argsOf('open_from', '环保局', at), at)).toEqual([
      { read: 'quoted', chat: 1, messageId: 'm77', text: '门口路灯坏了' },
    ]);
    expect(run('open_from', '环保局', at, { data: { quoted } })).toEqual({ say: null, openFrom: { quoted, department: 'environment' } });
    expect(run('open_from', '', at, { data: { quoted } }).openFrom?.department).toBeNull();
  });

  it('opens none without a quote, from its own words, from nothing, or twice', () => {
    expect(refusal('open_from', '', context('duty', 'work'))).toContain('引用');
    for (const [read, words] of [
      [null, '没有找到'],
      [{ ...quoted, inbox: null }, '我自己说的话'],
      [{ ...quoted, tickets: [number(128)] }, '#128'],
    ] as const) {
      const done = run('open_from', '', at, { data: { quoted: read } });
      expect(done.openFrom).toBeUndefined();
      expect(done.say).toContain(words);
    }
  });
});

describe('合并 and 拆分', () => {
  it.each([
    ['130 到 128', [130], 128],
    ['128 到 130', [128], 130],
    ['130 131 并到 128', [130, 131], 128],
    ['130 128', [130], 128],
  ])('合并 %s', (rest, from, into) => {
    const tickets = [128, 130, 131].map((one) => ticket({ number: one }));
    const acts = run('merge', rest, desk(), { tickets }).acts ?? [];
    expect(
      acts.filter((one) => one.command.verb === 'merge').map((one) => [one.ticket, 'into' in one.command ? one.command.into : null]),
    ).toEqual(from.map((one) => [one, into]));
    expect(
      acts.filter((one) => one.command.verb === 'absorb').map((one) => [one.ticket, 'from' in one.command ? one.command.from : null]),
    ).toEqual(from.map((one) => [into, one]));
  });

  it('does nothing at all when one of them does not exist', () => {
    expect(run('merge', '130 到 128', desk(), { tickets: [ticket()] })).toEqual({ say: '没有查到 #130，请核对单号。' });
    const gone = [ticket(), ticket({ number: 130, state: 'withdrawn' })];
    expect(run('merge', '130 到 128', desk(), { tickets: gone })).toEqual({ say: '#130 已经不在办，不能合并。' });
    expect(refusal('merge', '130', desk())).toContain('例如：合并 130 到 128');
  });

  it('splits a second matter off, still the first reporter’s', () => {
    const done = run('split', '128 规划局 门口规划的路没修', desk(), { tickets: [ticket()] });
    expect(done.openFrom).toMatchObject({ department: 'planning', splitFrom: 128, quoted: { inbox: 900, chat: 1, senderWireId: 'boss' } });
    expect(done.openFrom?.text).toContain('路没修');
    expect(refusal('split', '128 规划局', desk())).toContain('哪件事');
    expect(run('split', '128 规划局 修路', desk(), { tickets: [ticket({ state: 'closed' })] }).openFrom).toBeUndefined();
  });
});

describe('codes', () => {
  it('have eight letters that cannot be taken for one another', () => {
    const seen = new Set(Array.from({ length: 500 }, () => newCode(Math.random)));
    expect(seen.size).toBe(500);
    for (const code of seen) expect(code).toMatch(/^[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}$/);
    for (const end of [0, 0.9999999, 1]) expect(readCode(newCode(() => end))).toHaveLength(8);
  });

  it('are one code however they are typed, and stored as something else', () => {
    for (const typed of ['ABCD-2345', 'abcd2345', ' ABCD 2345 ', 'ａｂｃｄ－２３４５']) expect(hashCode(typed)).toBe(hashCode('ABCD2345'));
    expect(hashCode('ABCD-2345')).toMatch(/^[0-9a-f]{64}$/);
    expect(hashCode('ABCD-2346')).not.toBe(hashCode('ABCD-2345'));
    for (const bad of ['ABCD-234', 'ABCD-23456', 'ABCD-234O', 'ABCD-2341', '']) expect(readCode(bad)).toBeNull();
  });

  it('are made for one member, said privately, and live ten minutes', () => {
    const done = run('bind_code', '王国栋', desk());
    const [change] = done.directory ?? [];
    const code = /[2-9A-Z]{4}-[2-9A-Z]{4}/.exec(done.say ?? '')?.[0] ?? '';
    expect(done.privately).toBe(true);
    expect(change).toEqual({
      kind: 'code',
      member: 4,
      codeHash: hashCode(code),
      purpose: 'bind',
      expiresAt: new Date(NOW.getTime() + 10 * 60_000),
    });
    expect(JSON.stringify(change)).not.toContain(code.replace('-', ''));
  });

  it('are not made for nobody, for two, or by the desk for those above it', () => {
    expect(refusal('bind_code', '', desk())).toContain('例如：绑定码');
    expect(refusal('bind_code', '王国栋 汤莹', desk())).toContain('一个人');
    expect(refusal('bind_code', '谷静', desk())).toContain('管理员');
    expect(parse('bind_code', '谷静', admin())).toMatchObject({ ok: true, args: { member: 11 } });
  });

  it('ask which of two people of one name is meant', () => {
    const twin = { ...people.planner, name: '王国栋' };
    const at = { ...desk(), directory: { ...directory, members: [people.official, twin] } };
    expect(refusal('bind_code', '王国栋', at)).toContain('2 位王国栋');
    expect(parse('bind_code', '王国栋 规划局', at)).toMatchObject({ ok: true, args: { member: 6 } });
  });

  it('for the web page are made for the asker himself', () => {
    expect(run('signin_code', '', context('boss', 'private')).directory).toMatchObject([{ kind: 'code', member: 1, purpose: 'signin' }]);
    expect(run('signin_code', '', context(null, 'private')).directory).toBeUndefined();
  });
});

describe('绑定', () => {
  const stranger = () => context(null, 'private');
  const row = (over: Partial<CodeRow> = {}): CodeRow => ({
    member: people.official.id,
    purpose: 'bind',
    expiresAt: new Date(NOW.getTime() + 1).toISOString(),
    usedAt: null,
    ...over,
  });

  it.each(['ABCD-2345', 'abcd2345', '绑定码 ABCD-2345', '：ABCD 2345'])('“%s” binds this wire identity to the code’s member', (rest) => {
    const at = stranger();
    expect(command('bind').reads(argsOf('bind', rest, at), at)).toEqual([{ read: 'code', codeHash: hashCode('ABCD-2345') }]);
    const done = run('bind', rest, at, { data: { code: row() } });
    expect(done.directory).toEqual([
      {
        kind: 'bind',
        member: expect.any(Number),
        codeHash: hashCode('ABCD-2345'),
        channel: 'webchat',
        wireId: 'somebody',
        name: '路人',
        privateChat: 5,
      },
    ]);
    expect(done.say).toContain('王国栋');
  });

  it.each([
    ['unknown', null, '没有这个绑定码'],
    ['used', row({ usedAt: NOW.toISOString() }), '已经用过'],
    ['expired', row({ expiresAt: NOW.toISOString() }), '已经过期'],
    ['for signing in', row({ purpose: 'signin' }), '没有这个绑定码'],
  ])('a code that is %s binds nobody', (_what, code, words) => {
    const done = run('bind', 'ABCD-2345', stranger(), { data: { code } });
    expect(done.directory).toBeUndefined();
    expect(done.say).toContain(words);
  });

  it('does not turn one bound person into another', () => {
    const done = run('bind', 'ABCD-2345', context('boss', 'private'), { data: { code: row() } });
    expect(done.directory).toBeUndefined();
    expect(done.say).toContain('于厂长');
  });

  it('says what a code looks like', () => {
    expect(refusal('bind', '', stranger())).toContain('例如：绑定');
    expect(refusal('bind', '12345678', stranger())).toContain('不像绑定码');
  });
});

describe('任命', () => {
  it.each([
    ['王国栋 经办人 规划局', { member: 4, roles: ['official'], department: 'planning' }],
    ['王国栋 负责人', { member: 4, roles: ['head'], department: 'environment' }],
    ['王国栋 经办人 特派员', { member: 4, roles: ['official', 'commissioner'], department: 'environment' }],
    ['王国栋 免职', { member: 4, roles: [], department: 'environment' }],
    ['于海峰 管理员', { member: 8, roles: ['admin'], department: null }],
  ])('%s', (rest, wanted) => {
    expect(run('appoint', rest, admin()).directory).toEqual([{ kind: 'roles', ...wanted }]);
  });

  it.each([
    ['王国栋', '请写明身份'],
    ['', '全名'],
    ['王国栋 汤莹 经办人', '一个人'],
    ['于海峰 经办人', '单位'],
    ['谷静 经办人', '最后一位管理员'],
  ])('refuses “%s”', (rest, words) => {
    expect(refusal('appoint', rest, admin())).toContain(words);
  });

  it('lets the desk make officials, and nothing above', () => {
    expect(parse('appoint', '王国栋 负责人', desk())).toMatchObject({ ok: true });
    for (const rest of ['王国栋 管理员', '王国栋 值班员', '原佳 管理员', '谷静 免职', '于海峰 经办人 环保局', '王国栋 区领导']) {
      expect(refusal('appoint', rest, desk())).toContain('管理员');
    }
  });
});

describe('值班 and 名录', () => {
  it('shows who is on duty, and who is not named', () => {
    const { say } = run('roster', '', desk());
    expect(say).toContain('环保局：王国栋');
    expect(say).toContain('规划局');
  });

  it('puts a member of the unit on duty, or nobody', () => {
    expect(run('roster', '规划局 汤莹', desk()).directory).toEqual([{ kind: 'duty', department: 'planning', member: 6 }]);
    expect(run('roster', '汤莹', desk()).directory).toEqual([{ kind: 'duty', department: 'planning', member: 6 }]);
    expect(run('roster', '环保局 无', desk()).directory).toEqual([{ kind: 'duty', department: 'environment', member: null }]);
    expect(refusal('roster', '环保局 汤莹', desk())).toContain('不是环保局的人');
    expect(refusal('roster', '无', desk())).toContain('单位');
  });

  it('looks up units, enterprises and people, privately', () => {
    const all = run('directory', '', desk());
    expect(all.privately).toBe(true);
    expect(all.say).toContain('名录共 14 人，已绑定 1 人；企业和项目 2 家');
    expect(run('directory', '环保局', desk()).say).toContain('滕秀云（环保局），部门负责人，未绑定');
    expect(run('directory', '蓝旗渔具', desk()).say).toContain('于厂长，企业家，已绑定');
    expect(run('directory', '张岩', desk()).say).toBe('张岩（经信局），特派员、部门经办人，未绑定');
  });
});
