import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cut, namesMentioned, parseQuote, recalledId, storable, uncut } from '../../../bots/wechat/text.ts';

const line = '- - - - - - - - - - - - - - -';

describe('parseQuote', () => {
  const cases: readonly (readonly [name: string, text: string, expected: ReturnType<typeof parseQuote>])[] = [
    ['a full-width colon', `「张三：3号楼电梯坏了」\n${line}\n已处理`, { author: '张三', quoted: '3号楼电梯坏了', body: '已处理' }],
    ['a plain colon', `「张三:3号楼电梯坏了」\n${line}\n已处理`, { author: '张三', quoted: '3号楼电梯坏了', body: '已处理' }],
    ['brackets inside', `「李四：请看「通知」第二条」\n${line}\n看到了`, { author: '李四', quoted: '请看「通知」第二条', body: '看到了' }],
    [
      'a lone bracket inside',
      `「李四：请看「通知第二条」\n${line}\n看到了`,
      { author: '李四', quoted: '请看「通知第二条', body: '看到了' },
    ],
    [
      'a quote of a quote',
      `「王五：「李四：一」\n${line}\n二」\n${line}\n三`,
      { author: '王五', quoted: `「李四：一」\n${line}\n二`, body: '三' },
    ],
    ['several lines on both sides', `「甲：一\n二」\n${line}\n三\n四`, { author: '甲', quoted: '一\n二', body: '三\n四' }],
    ['no name', `「收到」\n${line}\n好`, { author: null, quoted: '收到', body: '好' }],
    ['nothing behind it', `「甲：一」\n${line}`, { author: '甲', quoted: '一', body: '' }],
    ['a sentence that begins with a bracket', '「马上办」是什么意思', null],
    ['a dashed line alone', `你好\n${line}\n再见`, null],
    ['nothing', '', null],
  ];
  it.each(cases)('%s', (_name, text, expected) => {
    expect(parseQuote(text)).toEqual(expected);
  });

  it('finds again what was quoted, whatever the words', () => {
    const words = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((text) => !/[「」]/.test(text));
    const name = words.map((text) => text.replaceAll(/[:：]/g, '').trim()).filter((text) => text.length > 0 && text.length < 60);
    fc.assert(
      fc.property(name, words, words, (author, quoted, body) => {
        expect(parseQuote(`「${author}：${quoted}」\n${line}\n${body}`)).toEqual({ author, quoted: quoted.trimStart(), body: body.trim() });
      }),
    );
  });

  it('is not slowed by a hostile text', () => {
    const started = performance.now();
    for (const text of ['「'.repeat(100_000), `「${'」\n- - '.repeat(20_000)}`, `「${'「」'.repeat(50_000)}`])
      expect(parseQuote(text)).toBeNull();
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('namesMentioned', () => {
  const names = ['张三', '张三丰', '李 四'];
  const cases: readonly (readonly [text: string, expected: string[]])[] = [
    ['@张三\u2005请看', ['张三']],
    ['@张三 请看', ['张三']],
    ['请看@张三', ['张三']],
    ['@张三，请看', ['张三']],
    ['@张三丰\u2005请看', ['张三丰']],
    ['@张三请看', []],
    ['@李 四\u2005请看', ['李 四']],
    ['@小汇派人看看', ['小汇']],
    ['@小汇\u2005@张三\u2005看看', ['小汇', '张三']],
    ['mail@example.com', []],
    ['@@@', []],
  ];
  it.each(cases)('%s', (text, expected) => {
    expect(namesMentioned(text, names, ['小汇'])).toEqual(expected);
  });

  it('does not take a longer name for the bot', () => {
    expect(namesMentioned('@小汇丰\u2005在吗', ['小汇丰'], ['小汇'])).toEqual(['小汇丰']);
  });
});

describe('recalledId', () => {
  it.each([
    ['the id itself', '3374463850385106459', '3374463850385106459'],
    ['web WeChat', '<sysmsg type="revokemsg"><revokemsg><session>@a</session><msgid>11</msgid></revokemsg></sysmsg>', '11'],
    [
      'both ids',
      '<sysmsg><revokemsg><msgid>11</msgid><newmsgid>3374463850385106459</newmsgid></revokemsg></sysmsg>',
      '3374463850385106459',
    ],
    ['escaped', '&lt;revokemsg&gt;&lt;msgid&gt;11&lt;/msgid&gt;&lt;/revokemsg&gt;', '11'],
    ['XML without an id', '<sysmsg/>', null],
    ['nothing', ' ', null],
  ])('%s', (_name, text, expected) => {
    expect(recalledId(text)).toBe(expected);
  });
});

describe('uncut', () => {
  it('brings back what wechat4u cut behind the second colon and line break', () => {
    expect(uncut('情况如下', '@abc:\n情况如下:\n一是停水\n二是停电')).toBe('情况如下:\n一是停水\n二是停电');
  });
  it('leaves a whole text alone', () => {
    expect(uncut('停水了', '@abc:\n停水了')).toBe('停水了');
    expect(uncut('「张三：在」\n- - -\n好', '@abc:\n<msg><appmsg/></msg>')).toBe('「张三：在」\n- - -\n好');
  });
});

describe('storable and cut', () => {
  it('leave only what a UTF-8 store can hold, and never half a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.nat(40), (text, max) => {
        for (const clean of [storable(text), cut(text, max)]) {
          expect(clean).not.toContain('\u0000');
          expect(Buffer.from(clean, 'utf8').toString('utf8')).toBe(clean);
        }
        expect(cut(text, max).length).toBeLessThanOrEqual(max);
      }),
    );
  });
});
