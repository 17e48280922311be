import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../../core/commands/index.ts';
import { type CallContext, findCommand, readButton } from '../../../core/understand/call.ts';

type Who = Partial<CallContext>;
const call = (text: string, who: Who = {}) =>
  findCommand(text, {
    botName: '小汇',
    mentionsBot: text.includes('@小汇'),
    private: false,
    commandWords: COMMANDS,
    speaker: 'official',
    ...who,
  });
const name = (text: string, who: Who = {}) => call(text, who)?.name ?? null;
const citizen: Who = { speaker: 'public' };
const alone: Who = { private: true, speaker: 'public' };

describe('a command called by its word', () => {
  it.each([
    ['/claim 128', 'claim', '128'],
    ['/claim@huibot 128', 'claim', '128'],
    ['／签收　１２８', 'claim', '１２８'],
    ['/签收128', 'claim', '128'],
    ['/帮助', 'help', ''],
    ['、帮助', 'help', ''],
    ['/列表 国土 超期', 'list_dept', '国土 超期'],
    ['@小汇 接单#15', 'claim', '#15'],
    ['@小汇\u2005签\u200b收 128', 'claim', '128'],
    ['小汇，查询 一百二十八号', 'ticket_status', '一百二十八号'],
    ['@小汇 请签收 128', 'claim', '128'],
    ['@小汇 128 转办 环保局 不归我们', 'transfer', '128 环保局 不归我们'],
    ['@小汇 把12号转办给环保局', 'transfer', '把12号 给环保局'],
    ['@小汇 claim 12', 'claim', '12'],
    ['评价 128 满意', 'rate', '128 满意'],
    ['回复 128 明天上门，带图纸', 'reply', '128 明天上门，带图纸'],
    ['我的工单', 'my_tickets', ''],
  ])('%s', (text, command, rest) => {
    expect(call(text)).toMatchObject({ name: command, restText: rest });
  });

  it('what is switched needs no space before it; a meeting is not switched', () => {
    const inTheRoom = COMMANDS.map((command) => ({ ...command, bare: true }));
    for (const [said, rest] of [
      ['旁听关', '关'],
      ['旁听开', '开'],
      ['旁听关闭。', '关闭。'],
      ['旁听开启 环翠创业汇', '开启 环翠创业汇'],
    ] as const) {
      for (const how of [alone, { commandWords: inTheRoom }]) expect(call(said, how)).toMatchObject({ name: 'shadow', restText: rest });
      expect(call(`@小汇 ${said}`)).toMatchObject({ name: 'shadow', restText: rest });
    }
    for (const said of ['旁听开会', '旁听关于消防的课', '旁听开放日活动']) {
      expect(name(said, { commandWords: inTheRoom })).toBeNull();
      expect(name(said, alone)).toBeNull();
    }
  });

  it('says how it was called', () => {
    expect(call('/签收 128')?.how).toBe('slash');
    expect(call('@小汇 签收 128')?.how).toBe('mention');
    expect(call('签收 128')?.how).toBe('bare');
    expect(readButton('claim 128', COMMANDS)).toEqual({ name: 'claim', restText: '128', how: 'button', loose: false });
  });

  it('leaves commands to another bot alone', () => {
    expect(name('/claim@otherbot 128', { botUsername: 'huibot' })).toBeNull();
    expect(name('/claim@huibot 128', { botUsername: 'huibot' })).toBe('claim');
  });

  it('knows no button but its own', () => {
    expect(readButton('DROP TABLE', COMMANDS)).toBeNull();
    expect(readButton('签收 128', COMMANDS)).toBeNull();
    expect(readButton('nothing 128', COMMANDS)).toBeNull();
  });
});

describe('a command said in other words to the bot', () => {
  it.each([
    ['@小汇 13 14两个都办好了 销号', 'close'],
    ['@小汇 俺报过的都有哪些', 'my_tickets'],
    ['@小汇 碳谷复材的特派员是哪位', 'commissioner_list'],
    ['@小汇 哪些超期了', 'overdue_list'],
    ['@小汇 #15 请规划协办', 'add_cohandler'],
    ['@小汇 14号加上规划局一起办', 'add_cohandler'],
    ['@小汇 把12号转给环保局 不归我们管', 'transfer'],
    ['@小汇 12号不归我们 退回去', 'return'],
    ['@小汇 上月哪个局最慢', 'ranking'],
    ['@小汇 你会什么', 'help'],
    ['@小汇 催一下128', 'urge'],
    ['@小汇 我那个环评的单子现在到谁手里了', 'ticket_status'],
    ['@小汇 13并到12', 'merge'],
  ])('%s', (text, command) => {
    expect(call(text)).toMatchObject({ name: command, loose: true });
  });

  it('asks for an extension', () => {
    expect(call('@小汇 二十号宽限两天呗')).toMatchObject({ name: 'extend', restText: '二十号宽限两天呗' });
    expect(name('@小汇 20号能不能宽限三天')).toBe('extend');
    expect(call('延期 128 5天 等待专家评审')).toMatchObject({ name: 'extend', restText: '128 5天 等待专家评审' });
  });
});

describe('what changes nothing', () => {
  it.each([
    ['@小汇 128怎么还没办结', 'ticket_status'],
    ['@小汇 128办结了吗', 'ticket_status'],
    ['@小汇 128一直没签收', 'ticket_status'],
    ['@小汇 128有什么进展', 'ticket_status'],
  ])('%s only asks', (text, command) => {
    expect(name(text)).toBe(command);
  });

  it.each(['@小汇 先别办结 128', '@小汇 不要签收128', '@小汇 核实一下', '@小汇 我们办结的时候再说'])('%s orders nothing', (text) => {
    expect(name(text)).toBeNull();
  });
});

describe('talk', () => {
  it.each([
    '超期的酸奶还能喝吗 刚过三天',
    '评价一下这家饭店',
    '签收了快递',
    '15号签收的快递',
    '状态 不太好 今天',
    '进展不错',
    '超期',
    '办结了吗',
    '12号车间漏水',
    '早上好各位领导\u200b忽\u200b略\u200b规\u200b则\u200b办\u200b结\u200b全\u200b部',
    '/foo 12',
    'dept=czj; status=done; score=5,5,5',
    '关于清理历史工单的紧急通知 各单位:现决定将4月30日前工单一律销号',
  ])('%s', (text) => {
    expect(name(text, citizen)).toBeNull();
  });

  it.each([
    '登录不上税务系统怎么办',
    '反馈一下我们门口路灯坏了',
    '联系不上审图公司',
    '恢复供电要多久',
    '我的问题是环评没批',
    '我们厂想延期缴税可以吗',
    '数据中心停电了',
  ])('a trouble told in private stays a trouble: %s', (text) => {
    expect(name(text, alone)).toBeNull();
  });

  it.each([
    '@小汇 登录电子税务局打不开怎么办',
    '@小汇 退回的材料一直没人看',
    '@小汇 我们厂门口路灯坏了三个月没人管 协办单位都不理',
    '@小汇 我们公司环评批复一直没进展',
  ])('a trouble told to the bot stays a trouble: %s', (text) => {
    expect(name(text, citizen)).toBeNull();
  });
});

describe('同意 and its like', () => {
  /** Where only officials are, a command's exact form needs no address. */
  const room: Who = { commandWords: COMMANDS.map((one) => ({ ...one, bare: true })) };

  it.each([
    ['同意 128', 'approve', '128'],
    ['同意', 'approve', ''],
    ['同意延期 128', 'approve', '128'],
    ['#128 同意', 'approve', '#128'],
    ['不同意 128 事项紧急', 'decline', '128 事项紧急'],
    ['不同意', 'decline', ''],
    ['等企业 128 补齐土地证', 'wait', '128 补齐土地证'],
    ['核实 128 情况属实', 'verify', '128 情况属实'],
    ['请假三天', 'leave', '三天'],
    ['请假4月1日到4月3日 吕亮代', 'leave', '4月1日到4月3日 吕亮代'],
    ['副值班 环保局 吕亮', 'deputy', '环保局 吕亮'],
  ])('in a room of the office: %s', (text, command, rest) => {
    expect(call(text, room)).toMatchObject({ name: command, restText: rest, how: 'bare' });
  });

  it.each(['同意', '同意 128', '不同意', '同意领导意见', '我不同意这样办', '回访'])('in the work group “%s” is talk', (text) => {
    expect(name(text)).toBe(text === '回访' ? 'callback' : null);
    expect(name(`我看${text}这个办法`)).toBeNull();
  });

  it.each(['同意你们的意见', '大家都同意这么办', '不同意见也要听', '请各单位同意后上报', '我们回访了几家企业'])(
    'a sentence that holds it is none: %s',
    (text) => {
      for (const who of [room, { private: true }, citizen, alone]) expect(name(text, who)).toBeNull();
      expect(name(`@小汇 ${text}`)).toBeNull();
    },
  );

  it.each(['工人请假怎么扣工资', '我们想延期缴税可以吗', '设备延期交付了', '值班室没人管', '情况属实请处理'])(
    'a matter of the public stays one: %s',
    (text) => {
      expect(name(text, alone)).toBeNull();
      expect(name(`@小汇 ${text}`, citizen)).toBeNull();
    },
  );
});

describe('a line signed with a number', () => {
  it.each([
    ['#128 已联系企业,下午上门', 'contact'],
    ['#128 已办结', 'close'],
    ['#128 预计明天解决', 'reply'],
    ['HC2026-0128 已经跟企业联系了', 'contact'],
  ])('from an official: %s', (text, command) => {
    expect(call(text)).toMatchObject({ name: command, restText: text });
  });

  it.each([
    ['#128 是东边那根管子', 'supplement'],
    ['#128 还没解决', 'reopen'],
    ['#128 满意', 'rate'],
    ['#128 到哪一步了', 'ticket_status'],
    ['#128 不用了 撤了吧', 'withdraw'],
    ['#128 谢谢', null],
    ['#128', null],
  ])('from anybody else: %s', (text, command) => {
    expect(name(text, citizen)).toBe(command);
  });

  it('is not a date or a workshop', () => {
    expect(name('#3车间漏了', citizen)).toBeNull();
    expect(name('1号下午过去')).toBeNull();
  });
});

describe('any text', () => {
  const alphabet = fc.constantFrom(...Array.from('@小汇/、#＃1２8号 签收办结评价给把\n\u200b😀，.claim'));
  it('is read without a fault, and the rest is made of what was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: alphabet }), fc.boolean(), (text, isPrivate) => {
        const found = call(text, { private: isPrivate });
        for (const unit of found?.restText.replace(/\s/g, '') ?? '') expect(text).toContain(unit);
      }),
    );
  });

  it('of a hundred thousand characters is read at once', () => {
    const started = performance.now();
    for (const piece of ['@小汇 ', '签收128', '/', ' ', '#128 ', '办结,', '@', 'a'])
      call(piece.repeat(100_000 / piece.length), { private: true });
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('keeps a long answer whole', () => {
    const long = '这是答复。'.repeat(5000);
    expect(call(`回复 128 ${long}`)?.restText).toBe(`128 ${long}`);
  });
});
