import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../../core/commands/index.ts';
import { DepartmentCode, TicketNumber } from '../../../core/ids.ts';
import type { Learning } from '../../../core/learning/view.ts';
import { learningText, outcomeText } from '../../../core/learning/words.ts';
import { findCommand } from '../../../core/understand/call.ts';
import { context, directory, NOW, people, refusal, run } from '../commands/world.ts';
import { compared, figures } from './figures.ts';

const SAID_BARE = COMMANDS.map((one) => ({ ...one, bare: true }));
const unit = (code: string) => DepartmentCode.parse(code);

describe('学习', () => {
  const manager = context('manager', 'private');
  const version = (id: number, over: object) => ({
    id,
    madeAt: '2017-04-25T18:30:00.000Z',
    labels: 46,
    state: 'adopted' as const,
    comparison: compared(figures(970, 10, 860, 1900), figures(972, 10, 868, 1903)),
    reason: null,
    decidedBy: null,
    decidedAt: '2017-04-25T18:30:05.000Z',
    ...over,
  });
  const learnt: Learning = {
    current: 3,
    before: 2,
    versions: [
      version(4, { state: 'refused', comparison: compared(figures(970, 10, 860, 1900), figures(955, 10, 861, 1903)) }),
      version(3, {}),
      version(2, { state: 'retired' }),
      version(1, { state: 'refused', reason: '回退：租金的事都派错了', decidedBy: people.manager.id }),
    ],
    kinds: [
      { kind: 'transfer', n: 12 },
      { kind: 'dismiss', n: 6 },
    ],
    since: '2017-04-01T01:00:00.000Z',
    corrections: [
      {
        kind: 'transfer',
        ticket: TicketNumber.parse(128),
        text: '排污许可证半个月没动静，电话13800000000',
        sensitive: false,
        department: unit('land'),
        notDepartment: unit('environment'),
        at: '2017-04-26T01:00:00.000Z',
      },
      {
        kind: 'return',
        ticket: TicketNumber.parse(130),
        text: '某某欠款',
        sensitive: true,
        department: null,
        notDepartment: unit('land'),
        at: '2017-04-26T01:00:00.000Z',
      },
      {
        kind: 'dismiss',
        ticket: null,
        text: '谢谢领导',
        sensitive: false,
        department: null,
        notDepartment: null,
        at: '2017-04-26T01:00:00.000Z',
      },
    ],
    state: { ranAt: null, heldAt: null, orderedAt: null, error: null },
  };

  test('shows what was learnt, what came of it, and the latest corrections without anybody’s number', () => {
    expect(run('learning', '', manager, { data: { learning: learnt } }).say).toBe(
      [
        '【学习】现在用的是第 3 版（4月26日 02:30，学了 46 条消息）。',
        '与第 2 版对照（本单位留出 0 条、自带考题 2000 条，都没有参加训练）：',
        '听出诉求 970/1000 → 972/1000；误当诉求 10/1000 → 10/1000；首选单位正确 860/1000 → 868/1000；意图正确 1900/2000 → 1903/2000',
        '4月1日 09:00以来记下 18 条：转办 12、不是诉求 6。',
        '最近的更正：',
        '4月26日 09:00 转办 #128 排污许可证半个月没动静 电话[手机号]：环保局 → 国土局',
        '4月26日 09:00 退单 #130 （敏感事项，不显示内容）：不归国土局',
        '4月26日 09:00 不是诉求 谢谢领导',
        '没有采用的：',
        '第 4 版（4月26日 02:30）：错处合计 180 → 194；听出诉求 970/1000 → 955/1000，比原来差，没有采用。',
        '第 1 版（4月26日 02:30）：连培林回退：租金的事都派错了',
        '每天 02:30 学一次，不比现在用的差才采用。要退回上一版，发“学习 回退 理由”。',
      ].join('\n'),
    );
    const fresh = { ...learnt, current: 0, versions: [], kinds: [], since: null, corrections: [] };
    expect(learningText(fresh, { directory, now: NOW })).toMatch(/^【学习】现在用的是自带版本.*\n还没有可以学的更正/);
    expect(learningText({ ...learnt, state: { ...learnt.state, heldAt: NOW.toISOString() } }, { directory, now: NOW })).toContain(
      '“学习 训练”',
    );
  });

  test('回退 wants a reason and names both versions; 训练 is ordered once', () => {
    expect(refusal('learning', '回退', manager)).toContain('理由');
    expect(refusal('learning', '文件精神', manager)).toContain('学习 训练');
    expect(run('learning', '回退 都派错了', manager, { data: { learning: learnt } })).toMatchObject({
      say: expect.stringContaining('从第 3 版退回第 2 版'),
      directory: [{ kind: 'rollback', from: 3, to: 2, by: people.manager.id, reason: '都派错了' }],
    });
    expect(run('learning', '回退 都派错了', manager, { data: { learning: { ...learnt, current: 0 } } }).directory).toBeUndefined();
    expect(run('learning', '训练', manager, { data: { learning: learnt } }).directory).toEqual([
      { kind: 'train', by: people.manager.id, chat: manager.chat.id },
    ]);
    const ordered = { ...learnt, state: { ...learnt.state, orderedAt: NOW.toISOString() } };
    expect(run('learning', '训练', manager, { data: { learning: ordered } }).directory).toBeUndefined();
  });

  test.each([
    ['学习', 'official', true],
    ['学习 回退 都派错了', 'official', true],
    ['学习了', 'public', false],
    ['大家学习一下文件', 'official', false],
    ['学习会明天下午开', 'official', false],
  ])('is a word of every day: %s, said by the %s, calls it: %s', (text, speaker, calls) => {
    for (const alone of [true, false]) {
      const said = {
        botName: '小汇',
        mentionsBot: false,
        private: alone,
        commandWords: SAID_BARE,
        speaker: speaker === 'public' ? 'public' : 'official',
      } as const;
      expect(findCommand(text, said)?.name === 'learning').toBe(calls);
    }
  });

  test('whoever ordered a training is told what came of it', () => {
    const [refused, adopted] = learnt.versions;
    expect(outcomeText('nothing')).toContain('没有新的更正');
    expect(outcomeText(refused ?? 'failed')).toMatch(/听出诉求 970\/1000 → 955\/1000，比原来差，没有采用/);
    expect(outcomeText(adopted ?? 'failed')).toContain('已经采用');
  });
});
