import fc from 'fast-check';

/** Numbers that are somebody's, right to the last digit, written as people write them; and what stands around them. */

export type Kind = 'phone' | 'identity' | 'card' | 'plate' | 'email';
export interface Personal {
  readonly kind: Kind;
  /** As it would stand in a form. */
  readonly plain: string;
  /** As it was typed. */
  readonly typed: string;
}

const digits = (count: number): fc.Arbitrary<string> =>
  fc.array(fc.nat(9), { minLength: count, maxLength: count }).map((all) => all.join(''));
const pad = (value: number): string => String(value).padStart(2, '0');

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
export function withCheckDigit(seventeen: string): string {
  const sum = WEIGHTS.reduce((all, weight, at) => all + weight * Number(seventeen[at]), 0);
  return seventeen + '10X98765432'.charAt(sum % 11);
}
export function withLuhn(head: string): string {
  const sum = [...head].toReversed().reduce((all, one, at) => {
    const value = Number(one) * (at % 2 === 0 ? 2 : 1);
    return all + (value > 9 ? value - 9 : value);
  }, 0);
  return head + String((10 - (sum % 10)) % 10);
}

const phone = fc.tuple(fc.constantFrom('13', '15', '17', '18', '19'), digits(9)).map((both) => both.join(''));
const identity = fc
  .tuple(
    fc.constantFrom('371002', '371082', '110101', '440305', '652301', '820000'),
    fc.integer({ min: 1940, max: 2012 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 28 }),
    digits(3),
  )
  .map(([place, year, month, day, serial]) => withCheckDigit(`${place}${year}${pad(month)}${pad(day)}${serial}`));
const card = fc
  .tuple(fc.constantFrom('6222', '6217', '6228', '4392', '5187', '6013'), fc.constantFrom(11, 11, 14))
  .chain(([head, more]) => digits(more).map((rest) => withLuhn(head + rest)));
const LETTERS = Array.from('ABCDEFGHJKLMNPQRSTUVWXYZ');
const PROVINCES = Array.from('鲁京沪粤苏浙冀豫辽黑');
const plate = fc
  .tuple(fc.constantFrom(...PROVINCES), fc.constantFrom(...LETTERS), fc.boolean(), digits(5), fc.constantFrom('D', 'F'))
  .map(([province, city, electric, number, power]) => `${province}${city}${electric ? power : ''}${number}`);
const email = fc
  .tuple(fc.stringMatching(/^[a-z][a-z0-9._]{2,10}[a-z0-9]$/), fc.constantFrom('163.com', 'qq.com', 'example.com.cn', 'gov.cn', 'mail.org'))
  .map((both) => both.join('@'));

const ROWS = {
  plain: Array.from('0123456789'),
  wide: Array.from('０１２３４５６７８９'),
  chinese: Array.from('零一二三四五六七八九'),
  ring: Array.from('〇一二三四五六七八九'),
  spoken: Array.from('零幺二三四五六七八九'),
} as const;
type Row = keyof typeof ROWS;
const wide = (sign: string): string => String.fromCharCode(sign.charCodeAt(0) + 0xfee0);
const sign = (one: string, row: Row): string => {
  if (/\d/.test(one)) return ROWS[row][Number(one)] ?? one;
  return row === 'wide' && /[A-Za-z.@]/.test(one) ? wide(one) : one;
};

/** Where each is parted by habit. */
const PARTS: Readonly<Record<'phone' | 'identity' | 'card', readonly (readonly number[])[]>> = {
  phone: [
    [3, 4, 4],
    [3, 8],
    [7, 4],
    [4, 4, 3],
  ],
  identity: [
    [6, 8, 4],
    [6, 4, 4, 4],
    [3, 3, 4, 4, 4],
    [6, 4, 2, 2, 4],
  ],
  card: [
    [4, 4, 4, 4, 4],
    [6, 13],
  ],
};

function parted(text: string, lengths: readonly number[], gap: string): string {
  const parts: string[] = [];
  let at = 0;
  for (const length of lengths) {
    if (at < text.length) parts.push(text.slice(at, at + length));
    at += length;
  }
  if (at < text.length) parts.push(text.slice(at));
  return parts.join(gap);
}

const gaps = fc.constantFrom(' ', '-', '.', '·', '　', '－', '—', '\u200b', '  ');
const rows = fc.constantFrom<Row>('plain', 'plain', 'wide', 'chinese', 'ring', 'spoken');

function disguised(kind: 'phone' | 'identity' | 'card', plain: string): fc.Arbitrary<string> {
  const spelled = fc.oneof(
    rows.map((row) => [...plain].map((one) => sign(one, row))),
    fc
      .array(rows, { minLength: plain.length, maxLength: plain.length })
      .map((each) => [...plain].map((one, at) => sign(one, each[at] ?? 'plain'))),
  );
  const ways = fc.oneof(
    { weight: 3, arbitrary: fc.constant(null) },
    { weight: 3, arbitrary: fc.tuple(fc.constantFrom(...PARTS[kind]), gaps) },
    { weight: 1, arbitrary: gaps.map((gap) => [plain.split('').map(() => 1), gap] as const) },
  );
  return fc.tuple(spelled, ways, fc.boolean()).map(([signs, way, small]) => {
    const text = signs.join('');
    const cased = small && kind === 'identity' ? text.toLowerCase() : text;
    return way === null ? cased : parted(cased, way[0], way[1]);
  });
}

const disguisedPlate = (plain: string): fc.Arbitrary<string> =>
  fc.tuple(fc.constantFrom('', ' ', '·', '.', '-', '•'), fc.boolean(), fc.boolean()).map(([gap, full, small]) => {
    const text = plain.slice(0, 2) + gap + plain.slice(2);
    const cased = small ? text.toLowerCase() : text;
    return full ? [...cased].map((one) => sign(one, 'wide')).join('') : cased;
  });

const disguisedEmail = (plain: string): fc.Arbitrary<string> =>
  fc.tuple(fc.constantFrom('@', '＠', ' @ ', '﹫'), fc.boolean(), fc.constantFrom('.', '。', '．')).map(([at, full, dot]) => {
    const [name = '', host = ''] = plain.split('@');
    const ending = host.replace(/\.(?=(?:com|cn|org)(?:\.cn)?$)/, dot);
    return `${full ? [...name].map((one) => sign(one, 'wide')).join('') : name}${at}${ending}`;
  });

const of = (kind: Kind, plain: fc.Arbitrary<string>, typed: (plain: string) => fc.Arbitrary<string>): fc.Arbitrary<Personal> =>
  plain.chain((one) => typed(one).map((said) => ({ kind, plain: one, typed: said })));

export const personal: fc.Arbitrary<Personal> = fc.oneof(
  of('phone', phone, (one) => disguised('phone', one)),
  of('identity', identity, (one) => disguised('identity', one)),
  of('card', card, (one) => disguised('card', one)),
  of('plate', plate, disguisedPlate),
  of('email', email, disguisedEmail),
);

export const HEADS = [
  '',
  '电话：',
  '联系人王国栋，',
  '我们厂3号楼漏水12天了，',
  '订单HC2026-0012，',
  '3月20日15:30来过，欠款326,800元。',
  '#128 还没办，',
  '一共17张票；',
] as const;
export const TAILS = ['', '。', '，急', ' 找我', '，明天9点前', '（2层）', '、另有12台设备', '\n谢谢'] as const;

/** What holds digits and is nobody's number. */
export const innocent: fc.Arbitrary<{ readonly what: string; readonly text: string }> = fc.oneof(
  fc.integer({ min: 1, max: 99_999_999 }).map((one) => ({ what: 'amount', text: `合计${one.toLocaleString('en')}元` })),
  fc.integer({ min: 1, max: 2_000_000_000 }).map((one) => ({ what: 'amount', text: `${one}元` })),
  fc
    .tuple(fc.integer({ min: 2000, max: 2030 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
    .chain(([year, month, day]) =>
      fc.constantFrom('-', '/', '.').map((gap) => ({ what: 'date', text: [year, pad(month), pad(day)].join(gap) })),
    ),
  fc
    .array(fc.integer({ min: 1, max: 999 }), { minLength: 1, maxLength: 6 })
    .map((all) => ({ what: 'ticket list', text: `签收 ${all.join('、')}` })),
  fc
    .tuple(fc.integer({ min: 2015, max: 2026 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }), digits(8))
    .map(([year, month, day, serial]) => ({
      what: 'order number',
      text: `订单号${year}${pad(month)}${pad(day)}${serial}`,
    })),
  digits(12).map((one) => ({ what: 'waybill', text: `运单SF${one}` })),
  fc
    .tuple(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 9999 }))
    .map(([a, b]) => ({ what: 'measure', text: `${a}.${b % 10}米，${b}平方，功率${a}千瓦` })),
  fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map(([hour, minute]) => ({ what: 'time', text: `${hour}:${pad(minute)}到现场` })),
);
