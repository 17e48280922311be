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
    ['VX13800138000', 'VX[手机号]'],
    ['tel13800138000找我', 'tel[手机号]找我'],
    ['138/0013/8000', '[手机号]'],
    ['138·0013·8000', '[手机号]'],
    ['138，0013，8000', '[手机号]'],
    ['138 —— 0013 —— 8000', '[手机号]'],
    ['(138)0013-8000', '[手机号]'],
    ['（138）0013-8000', '[手机号]'],
    ['打 (13800138000) 这个', '打 ([手机号]) 这个'],
    ['联系 +86 138 0013 8000', '联系 [手机号]'],
    ['0086-13800138000', '[手机号]'],
    ['电话13800138000千万别外传', '电话[手机号]千万别外传'],
    ['统一13800138000一下', '统一[手机号]一下'],
    ['138零零一三8000', '[手机号]'],
    ['一三八 零零一三 八零零零', '[手机号]'],
    ['①③⑧⓪⓪①③⑧⓪⓪⓪', '[手机号]'],
    ['❶❸❽⓿⓿❶❸❽⓿⓿⓿', '[手机号]'],
    ['𝟏𝟑𝟖𝟎𝟎𝟏𝟑𝟖𝟎𝟎𝟎', '[手机号]'],
    ['١٣٨٠٠١٣٨٠٠٠', '[手机号]'],
    ['1️⃣3️⃣8️⃣0️⃣0️⃣1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣', '[手机号]'],
    ['壹叁捌零零壹叁捌零零零', '[手机号]'],
    ['01062345678', '[电话]'],
    ['座机06315222222转801', '座机[电话]转801'],
    ['(0631)5222222', '[电话]'],
    ['打400-800-1234', '打[电话]'],
    ['4008001234', '[电话]'],
    ['客服 400 800 1234', '客服 [电话]'],
    ['id370602199001011234', 'id[身份证号]'],
    ['370602，19900101，1234', '[身份证号]'],
    ['身份证370602900101123', '身份证[身份证号]'],
    ['卡号4111 1111 1111 1111 尾号5', '卡号[银行卡号] 尾号5'],
    ['zhangsan@163。com', '[邮箱]'],
    ['zhangsan＠163．com', '[邮箱]'],
    ['zhangsan@163。com。谢谢', '[邮箱]。谢谢'],
  ])('%s', (text, masked) => {
    expect(mask(text).text).toBe(masked);
  });

  it('counts what it hid', () => {
    expect(mask('13800001111 或 13900002222')).toEqual({ text: '[手机号] 或 [手机号]', count: 2 });
    expect(mask('13700001111 13900002222')).toEqual({ text: '[手机号] [手机号]', count: 2 });
    expect(mask('1 3 9 0 0 0 0 1 1 1 1，1 3 9 0 0 0 0 1 1 1 1')).toEqual({ text: '[手机号]，[手机号]', count: 2 });
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
    'HC2026-0012',
    '#138、#1001、#1002',
    '签收 12、13、14、15、16、17',
    '13并到12，5号6号7号签收',
    '2017-03-20 15:30',
    '2017/03/20到2017/04/26',
    '合计13,800,138,000元',
    '注册资本4000000000元',
    '3.14159265358979',
    '订单号20260423000123456',
    '订单号 6212345678901234',
    '报关单号422720190010012345',
    '报关单 422720171001234567',
    '运单SF1380013800012',
    '分别是400 800 1200',
    '面积138000平，用电13800度',
    '打12345热线',
    '一三五七路口',
    '二〇一七年四月二十六日',
    '① ② ③ 三条意见',
    '一千三百八十万零一三',
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

  const digit = (row: string) => (phone: string) => [...phone].map((one) => [...row][Number(one)] ?? one);
  const rows = [
    '0123456789',
    '０１２３４５６７８９',
    '⓪①②③④⑤⑥⑦⑧⑨',
    '⓿❶❷❸❹❺❻❼❽❾',
    '零一二三四五六七八九',
    '〇壹贰叁肆伍陆柒捌玖',
    '𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗',
    '٠١٢٣٤٥٦٧٨٩',
  ];
  const before = fc.constantFrom('', 'VX', 'tel', '微信：', '统一打', '电话 ', 'QQ/', '我的。', 'HC2026-0012 回');
  const after = fc.constantFrom('', '，', '找我', ' 急', '。', 'abc', '、');
  const between = fc.constantFrom('', ' ', '-', '·', '.', '  ', ' - ', '\u200b', '－', '—', '•');
  const partedBy = fc.constantFrom('/', '，', ',', '、', '|', '_', '*', '：', ' / ', '~');
  const phones = fc.stringMatching(/^1[3-9]\d{9}$/);

  it('hides a phone in ten thousand disguises', () => {
    const spelled = fc
      .tuple(phones, fc.array(fc.constantFrom(...rows), { minLength: 11, maxLength: 11 }), fc.boolean(), fc.constantFrom(...rows))
      .map(([phone, mixed, mix, row]) => [...phone].map((one, at) => digit(mix ? (mixed[at] ?? row) : row)(one).join('')));
    const disguised = fc.oneof(
      fc.tuple(spelled, between).map(([signs, gap]) => signs.join(gap)),
      fc
        .tuple(spelled, partedBy)
        .map(([signs, gap]) => [signs.slice(0, 3), signs.slice(3, 7), signs.slice(7)].map((part) => part.join('')).join(gap)),
      spelled.map((signs) => `(${signs.slice(0, 3).join('')})${signs.slice(3).join('')}`),
    );
    fc.assert(
      fc.property(before, disguised, after, (head, phone, tail) => {
        expect(mask(`${head}${phone}${tail}`)).toEqual({ text: `${head}[手机号]${tail}`, count: 1 });
      }),
      { numRuns: 10_000 },
    );
  });

  it('hides IDs old and new, landlines, cards and e-mails in as many', () => {
    const day = fc
      .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
      .map((both) => both.map((one) => String(one).padStart(2, '0')).join(''));
    const place = fc.constantFrom('370602', '371002', '110101', '440305', '211421');
    const serial = fc.stringMatching(/^\d{3}$/);
    const id = fc
      .tuple(place, fc.integer({ min: 1940, max: 2012 }), day, serial, fc.stringMatching(/^[\dxX]$/))
      .map((parts) => parts.join(''));
    const old = fc.tuple(place, fc.stringMatching(/^[3-9]\d$/), day, serial).map((parts) => parts.join(''));
    const area = fc.constantFrom('010', '021', '0631', '0532', '0755');
    const landline = fc
      .tuple(area, fc.constantFrom('', '-', ' ', '—', '--'), fc.stringMatching(/^[2-8]\d{6}$/))
      .map((parts) => parts.join(''));
    const card = fc
      .stringMatching(/^(?:62|4\d|5[1-5])\d{13}$/)
      .map((head) => head + String([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].find((last) => luhn(head + String(last)))));
    const mail = fc
      .tuple(
        fc.stringMatching(/^[a-z]{3,9}\d{0,3}$/),
        fc.constantFrom('@', '＠', ' @ '),
        fc.constantFrom('163', 'qq', 'example'),
        fc.constantFrom('.com', '．ｃｏｍ', '。com', '.com.cn', '。cn'),
      )
      .map((parts) => parts.join(''));
    const wide = (text: string) =>
      [...text].map((one) => (/\d/.test(one) ? String.fromCharCode(one.charCodeAt(0) + 0xfee0) : one)).join('');
    const kinds = fc.oneof(
      id.map((said) => [said, '[身份证号]'] as const),
      id.map((said) => [`${said.slice(0, 6)} ${said.slice(6, 14)} ${said.slice(14)}`, '[身份证号]'] as const),
      old.map((said) => [said, '[身份证号]'] as const),
      landline.map((said) => [said, '[电话]'] as const),
      card.map((said) => [said, '[银行卡号]'] as const),
      card.map((said) => [said.replace(/\d{4}(?=\d)/g, '$& '), '[银行卡号]'] as const),
      mail.map((said) => [said, '[邮箱]'] as const),
    );
    fc.assert(
      fc.property(
        fc.constantFrom('', '发：', '我的', '，'),
        kinds,
        fc.boolean(),
        fc.constantFrom('', '，', '找我', '。'),
        (head, [said, label], full, tail) => {
          expect(mask(`${head}${full ? wide(said) : said}${tail}`)).toEqual({ text: `${head}${label}${tail}`, count: 1 });
        },
      ),
      { numRuns: 10_000 },
    );
  });

  it('leaves amounts, dates, ticket lists and order numbers', () => {
    const amount = fc.integer({ min: 1, max: 9_999_999_999 }).map((value) => `${value.toLocaleString('en')}元`);
    const date = fc
      .tuple(
        fc.integer({ min: 2000, max: 2030 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 28 }),
        fc.constantFrom('-', '/', '.'),
      )
      .map(([year, month, on, sign]) => [year, month, on].map((one) => String(one).padStart(2, '0')).join(sign));
    const ticket = fc.oneof(
      fc.integer({ min: 1, max: 9999 }).map((one) => `HC2026-${String(one).padStart(4, '0')}`),
      fc.array(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 5 }).map((list) => `签收 ${list.join('、')}`),
    );
    const order = fc.stringMatching(/^20\d{15}$/).map((one) => `订单${one}`);
    fc.assert(
      fc.property(fc.oneof(amount, date, ticket, order), fc.constantFrom('', '，', '的'), (said, tail) => {
        expect(mask(`${said}${tail}`)).toEqual({ text: `${said}${tail}`, count: 0 });
      }),
      { numRuns: 3000 },
    );
  });

  it('takes a hundred thousand characters in its stride', () => {
    const started = performance.now();
    for (const piece of ['1', '1 ', 'a@a.', 'a', '13800001111 ', '鲁K', '6222']) mask(piece.repeat(100_000 / piece.length));
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

function luhn(digits: string): boolean {
  const sum = [...digits].toReversed().reduce((total, one, at) => {
    const value = Number(one) * (at % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}
