import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loadConfig } from '../../../app/config.ts';
import { shippedListening } from '../../../app/listening.ts';
import { projectRoot } from '../../../app/project-root.ts';
import { createLocalInterpreter } from '../../../core/understand/local.ts';
import { Understanding, type Utterance } from '../../../core/understand/port.ts';
import { summarize } from '../../../core/understand/summary.ts';
import { departments, enterprises } from './directory.ts';

const interpreter = createLocalInterpreter(
  { departments, enterprises },
  shippedListening(projectRoot(), loadConfig(join(projectRoot(), 'config')))(),
);
const understand = (text: string, more: Partial<Utterance> = {}) => interpreter.understand({ text, speaker: 'public', media: 0, ...more });

const Example = z.object({ text: z.string(), intent: z.string(), dept: z.string().nullable(), urgent: z.boolean() });
const examples = (name: string) =>
  readFileSync(new URL(`./fixtures/${name}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => Example.parse(JSON.parse(line)));

describe('one message', () => {
  it('is a problem for the department it speaks of', () => {
    const understood = understand('碳谷复材门口的下水道又堵了,污水漫到路上没人管');
    expect(understood).toMatchObject({ intent: 'problem', enterprise: 'tangu-composite', place: '碳谷复材门口', sensitive: false });
    expect(understood.candidates[0]?.department).toBe('construction');
  });

  it('is read by who speaks: an official asking back handles a case', () => {
    expect(understand('是厂区里面还是外面路上', { speaker: 'official' }).intent).toBe('official_reply');
    expect(understand('下午上门', { speaker: 'official' }).intent).toBe('official_reply');
  });

  it('about nobody’s matter names nobody', () => {
    expect(understand('今晚月亮真圆').candidates).toEqual([]);
  });

  it('gives probabilities, best first', () => {
    const { candidates } = understand('园区门口那条路又破又堵 晚上灯也不亮 没人管');
    const scores = candidates.map((one) => one.score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(scores.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(1);
    expect(candidates.length).toBeGreaterThan(1);
  });

  it('does not mistake a company’s name for its matter', () => {
    expect(understand('碳谷复材').candidates).toEqual([]);
    expect(understand('@环保王科 在吗').candidates).toEqual([]);
  });
});

describe('urgency', () => {
  it.each(['车间着火了', '配电室冒烟了 快来人', '液氨泄漏了', '有人触电了', '罐车侧翻了', '脚手架塌了有人受伤'])('critical: %s', (text) => {
    const understood = understand(text);
    expect(understood.urgency).toBe('critical');
    expect(understood.urgencyWords.every((word) => text.includes(word))).toBe(true);
    expect(understood.urgencyWords).not.toEqual([]);
  });
  it.each(['水管爆了 水都进车间了', '冷库停电了 鱼要化了', '海关压着货 客户说明天不到就退货'])('urgent: %s', (text) => {
    expect(understand(text).urgency).toBe('urgent');
  });
  it.each([
    '急急急 执照怎么还没办下来',
    '去年着火那回多亏了消防',
    '消防演练 模拟着火疏散',
    '爆炸物购买许可怎么办',
    '粉尘报警器装好了没人验收',
    '求购二手泄漏检测仪',
  ])('normal: %s', (text) => {
    expect(understand(text)).toMatchObject({ urgency: 'normal', urgencyWords: [] });
  });
});

describe('a touchy matter', () => {
  it.each(['银行要抽贷', '员工说我们拖欠工资要去仲裁', '我的电话13800001111', '举报有人吃拿卡要'])('%s', (text) =>
    expect(understand(text).sensitive).toBe(true),
  );
  it.each(['路灯坏了', '环评没批', '招不到工'])('not: %s', (text) => expect(understand(text).sensitive).toBe(false));
});

describe('the summary', () => {
  it.each([
    ['各位领导早上好 厂门口路灯坏了三天了', '厂门口路灯坏了三天了'],
    ['@小汇 路灯坏了[捂脸]', '路灯坏了'],
    ['打我电话13800001111 路灯坏了', '打我电话[手机号] 路灯坏了'],
    ['各位领导', '各位领导'],
    ['', ''],
  ])('%s → %s', (text, summary) => {
    expect(summarize(text)).toBe(summary);
  });
  it('is one line of at most 40 characters, of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const line = summarize(text);
        expect([...line].length).toBeLessThanOrEqual(40);
        expect(line).not.toMatch(/[\n\r\u0000]/);
      }),
    );
  });
});

describe('any text', () => {
  it('comes to an understanding that the port allows, the same each time', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(...Array.from('环评没批发票停电了招工吗?谢 通知')) })),
        (text) => {
          const understood = understand(text);
          Understanding.parse(understood);
          expect(understand(text)).toEqual(understood);
        },
      ),
    );
  });
  it('of a hundred thousand characters costs no more than its beginning', () => {
    const started = performance.now();
    for (const piece of ['环评没批', '吗', '1', ',', '通知']) understand(piece.repeat(100_000 / piece.length));
    expect(performance.now() - started).toBeLessThan(3000);
  });
});

describe('measured on our own examples', () => {
  const share = (name: string) => {
    const all = examples(name);
    const routed = all.filter((one) => one.dept !== null && one.intent !== 'chitchat');
    return {
      intent: all.filter((one) => understand(one.text).intent === one.intent).length / all.length,
      department: routed.filter((one) => understand(one.text).candidates[0]?.department === one.dept).length / routed.length,
      urgent: all.filter((one) => (understand(one.text).urgency !== 'normal') === one.urgent).length / all.length,
    };
  };
  // Floors, not the figures: they catch a broken table or a bad merge of words.
  it.each(['dev', 'held-out'])('%s stays above its floor', (name) => {
    const shares = share(name);
    expect(shares.intent).toBeGreaterThan(0.8);
    expect(shares.department).toBeGreaterThan(0.85);
    expect(shares.urgent).toBeGreaterThan(0.9);
  });
});
