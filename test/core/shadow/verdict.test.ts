import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerOf, labelOf } from '../../../core/shadow/verdict.ts';
import { unit } from '../commands/world.ts';

const made = (outcome: 'ticketed' | 'parked' | 'answered' | 'ignored', intent: 'problem' | 'question' | 'chitchat') => ({
  outcome,
  intent,
  department: unit('environment'),
  urgency: 'urgent' as const,
});

describe('an answer of the desk', () => {
  it.each([
    ['对 m45', [45], true, null],
    ['m45 对', [45], true, null],
    ['Ｍ45　对。', [45], true, null],
    ['对 m45 m46、m47', [45, 46, 47], true, null],
    ['m45 1', [45], true, null],
    ['m45 0', [45], false, 'not_problem'],
    ['不对 m45', [45], false, null],
    ['不对 m45 环保局', [45], false, null],
    ['不对 m45 不是诉求', [45], false, 'not_problem'],
    ['m45 不是诉求', [45], false, 'not_problem'],
    ['不对 m45 是诉求 环保局', [45], false, 'problem'],
    ['漏了 m45 人社局', [45], false, 'problem'],
    ['不对 m45，这是闲聊', [45], false, 'chitchat'],
    ['不对 m45 是通知', [45], false, 'notice'],
    ['错了 m45 广告', [45], false, 'ad'],
    ['不对 m45 只是咨询', [45], false, 'question'],
  ])('%s', (text, inboxes, right, intent) => {
    expect(answerOf(text)).toMatchObject({ inboxes, right, intent });
  });

  it.each(['对了，明天开会', '1号楼路灯坏了', '对 m45 吗', '是', '开', '表 上周', '不知道', '对接一下 m45', '0.5 怎么算'])(
    '%s is none',
    (text) => {
      expect(answerOf(text)).toBeNull();
    },
  );

  it('says how urgent', () => {
    expect(answerOf('不对 m45 特急')?.urgency).toBe('critical');
    expect(answerOf('不对 m45 不急')?.urgency).toBe('normal');
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from('对不m4590 是诉求，环保局')), maxLength: 30 }), (text) => {
        const answer = answerOf(text);
        expect(answer === null || typeof answer.right === 'boolean').toBe(true);
      }),
    );
  });
});

describe('the label it comes to', () => {
  const label = (text: string, of: ReturnType<typeof made>, department: string | null = null) => {
    const answer = answerOf(text);
    if (answer === null) throw new Error(text);
    return labelOf(of, answer, department === null ? null : unit(department));
  };

  it.each([
    ['对 m1', made('ticketed', 'problem'), null, { intent: 'problem', department: 'environment', urgency: 'urgent' }],
    ['对 m1', made('parked', 'problem'), null, { intent: 'problem', department: 'environment', urgency: 'urgent' }],
    // Let pass though it looked a little like one: right means that it was none.
    ['对 m1', made('ignored', 'problem'), null, { intent: 'not_problem', department: null, urgency: null }],
    ['对 m1', made('ignored', 'chitchat'), null, { intent: 'chitchat', department: null, urgency: null }],
    ['不对 m1', made('ignored', 'chitchat'), null, { intent: 'problem', department: null, urgency: null }],
    // Wrong, and nobody said how: nothing is made up.
    ['不对 m1', made('ticketed', 'problem'), null, { intent: null, department: null, urgency: null }],
    ['不对 m1 税务局', made('ticketed', 'problem'), 'tax', { intent: 'problem', department: 'tax', urgency: null }],
    ['不对 m1 税务局', made('ticketed', 'question'), 'tax', { intent: 'question', department: 'tax', urgency: null }],
    ['不对 m1 特急', made('ticketed', 'problem'), null, { intent: 'problem', department: 'environment', urgency: 'critical' }],
    ['m1 0', made('answered', 'chitchat'), null, { intent: 'not_problem', department: null, urgency: null }],
  ] as const)('%s', (text, of, department, expected) => {
    expect(label(text, of, department)).toEqual(expected);
  });
});
