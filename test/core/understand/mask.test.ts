import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mask } from '../../../core/understand/mask.ts';

describe('mask', () => {
  it.each([
    ['电话13800001111找我', '电话[手机号]找我'],
    ['１３８ ００００ １１１１', '[手机号]'],
    ['138-0000-1111', '[手机号]'],
    ['1 3 8 0 0 0 0 1 1 1 1', '[手机号]'],
    ['+86 13800001111', '[手机号]'],
    ['138\u200b0000\u200b1111', '[手机号]'],
    ['一三八零零零零一一一一', '[手机号]'],
    ['座机0631-5222222', '座机[电话]'],
    ['身份证37100219800101123X', '身份证[身份证号]'],
    ['３７１００２ １９８００１０１ １２３Ｘ', '[身份证号]'],
    ['卡号6222 0212 3456 7890 123', '卡号[银行卡号]'],
    ['车牌鲁K12345和鲁K·D12345', '车牌[车牌]和[车牌]'],
    ['鲁Ｋ１２３４５', '[车牌]'],
    ['发zhang.san@example.com.cn', '发[邮箱]'],
    ['zhang @ example.com', '[邮箱]'],
    ['信用代码91371002MA3C123456', '信用代码[统一信用代码]'],
  ])('%s', (text, masked) => {
    expect(mask(text).text).toBe(masked);
  });

  it('counts what it hid', () => {
    expect(mask('13800001111 或 13900002222')).toEqual({ text: '[手机号] 或 [手机号]', count: 2 });
  });

  it.each([
    '128号',
    '一共17张票 合计326800',
    'HC2026-0128',
    '4月20号15:30',
    '2017年4月26日',
    '3500平 12台',
    '@小汇 签收 128',
    '订单号 20170426001',
    '一二三四五',
  ])('leaves %s', (text) => {
    expect(mask(text)).toEqual({ text, count: 0 });
  });

  it('hides every phone wherever it stands, and never throws', () => {
    const gap = fc.constantFrom('', ' ', '-', '\u200b');
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from('联系我，。 电话:')) }),
        fc.stringMatching(/^1[3-9]\d{9}$/),
        gap,
        fc.boolean(),
        (before, phone, between, wide) => {
          const typed = wide
            ? [...phone].map((one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0)).join(between)
            : [...phone].join(between);
          expect(mask(`${before}${typed}，`)).toEqual({ text: `${before}[手机号]，`, count: 1 });
        },
      ),
    );
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => typeof mask(text).text === 'string'));
  });

  it('takes a hundred thousand characters in its stride', () => {
    const started = performance.now();
    for (const piece of ['1', '1 ', 'a@a.', 'a', '13800001111 ', '鲁K', '6222']) mask(piece.repeat(100_000 / piece.length));
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
