import fc from 'fast-check';

/** What wires, keyboards and attackers put into texts; among it ordinary words, for most of a hostile text is ordinary. */
const PIECES = [
  '路灯坏了',
  '签收 128',
  '@小汇 ',
  '#1',
  ' ',
  '\n',
  '',
  '\u0000',
  '\u0001\u0008\u001f',
  '\ud800',
  '\udfff',
  '\ud83d\ude00',
  '👨‍👩‍👧‍👦',
  '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
  '\u202e',
  '\u2066\u2069\u200f',
  '\u200b\u200d\ufeff',
  'e\u0301\u0301\u0301\u0301\u0301',
  '\ufffe\uffff',
  '𠮷',
  '﷽',
  "=cmd|' /C calc'!A0",
  "'; DROP TABLE inbox; --",
  '<script>alert(1)</script>',
  ']]>&lt;&amp;',
  '{{constructor.constructor("return 1")()}}',
  '${jndi:ldap://x}',
  '../../etc/passwd',
  '%00%n%s',
  '__proto__',
  'constructor',
  'toString',
  '「王：「好」\n- - - - - - - - -\n',
  '<newmsgid>9</newmsgid>',
  '/claim@huicui_bot 9007199254740993',
  '办结 1',
  '１２３',
  '一百二十八',
  '13800138000',
  '```json\n{}\n```',
] as const;

const HUGE = ['长', '😀', '\ud800', '签收 1、', '[', '「', '@小汇 '] as const;

/** Mostly short; one in some thousands a megabyte. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 600, arbitrary: fc.array(fc.constantFrom(...PIECES), { maxLength: 6 }).map((pieces) => pieces.join('')) },
  { weight: 100, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  { weight: 100, arbitrary: fc.array(fc.nat(0xffff), { maxLength: 12 }).map((units) => String.fromCharCode(...units)) },
  { weight: 60, arbitrary: fc.tuple(fc.constantFrom(...PIECES), fc.nat(400)).map(([piece, times]) => piece.repeat(times)) },
  { weight: 1, arbitrary: fc.constantFrom(...HUGE).map((piece) => piece.repeat(1_000_000 / piece.length)) },
);

const ODD_NUMBERS = [
  0,
  -0,
  -1,
  0.5,
  1e12,
  1e20,
  1e308,
  -1e308,
  5e-324,
  2 ** 31,
  2 ** 53,
  2 ** 53 + 2,
  -(2 ** 53),
  8_640_000_000_000,
  -62_135_596_801,
];
export const hostileNumber = fc.oneof(fc.constantFrom(...ODD_NUMBERS), fc.double({ noNaN: true }), fc.integer());

const nested = (depth: number, list: boolean): unknown => {
  let value: unknown = 1;
  for (let at = 0; at < depth; at += 1) value = list ? [value] : { a: value };
  return value;
};
/** As JSON brings them: a key of its own, not the object's parent. */
const withPrototypeKey = (value: unknown): unknown =>
  Object.defineProperty({}, '__proto__', { value, enumerable: true, configurable: true, writable: true });

/** Any value that JSON can carry. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: hostileText },
  { weight: 4, arbitrary: hostileNumber },
  { weight: 3, arbitrary: fc.constantFrom<unknown>(null, true, false, '', [], {}, [null], [[]], { length: 1 }, { then: 1 }) },
  { weight: 1, arbitrary: fc.tuple(fc.nat(3_000), fc.boolean()).map(([depth, list]) => nested(depth, list)) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>({ text: '冒名', id: 1, is_bot: false }, 'admin', 1).map(withPrototypeKey) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
);

const KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'length', '', '0', 'kind', 'text', 'then', '\u0000', '\ud800'] as const;

type Change =
  /** Of the same type as what was there: what gets past a schema. */
  | { readonly does: 'alter'; readonly where: number; readonly text: string; readonly number: number }
  | { readonly does: 'set'; readonly where: number; readonly value: unknown }
  | { readonly does: 'drop'; readonly where: number }
  | { readonly does: 'wrap'; readonly where: number }
  | { readonly does: 'repeat'; readonly where: number }
  | { readonly does: 'add'; readonly where: number; readonly key: string; readonly value: unknown };

const where = fc.nat(100_000);
const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ does: fc.constant('alter' as const), where, text: hostileText, number: hostileNumber }) },
  { weight: 6, arbitrary: fc.record({ does: fc.constant('set' as const), where, value: hostileValue }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('drop' as const), where }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('wrap' as const), where }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('repeat' as const), where }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('add' as const), where, key: fc.constantFrom(...KEYS), value: hostileValue }) },
);

type Holder = Record<string | number, unknown>;
interface Place {
  readonly holder: Holder;
  readonly key: string | number;
}

function placesIn(value: unknown, found: Place[] = []): Place[] {
  if (value === null || typeof value !== 'object' || isLeaf(value)) return found;
  const holder = value as Holder;
  for (const key of Object.keys(value)) {
    found.push({ holder, key });
    placesIn(holder[key], found);
  }
  return found;
}

/** Bytes and moments are values, whatever JavaScript makes of them. */
function isLeaf(value: object): boolean {
  return value instanceof Uint8Array || value instanceof Date;
}

function put(holder: Holder, key: string | number, value: unknown): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

function altered(value: unknown, { text, number }: { readonly text: string; readonly number: number }): unknown {
  if (typeof value === 'string') return text;
  if (typeof value === 'number') return number;
  if (typeof value === 'boolean') return !value;
  if (value instanceof Date) return new Date(number);
  return value;
}

function changed(root: { it: unknown }, one: Change): void {
  // Only what is there before the change is walked: what a change brings may be thousands deep.
  const places = placesIn(root.it);
  const place = places[one.where % Math.max(1, places.length)];
  if (place === undefined) return;
  const { holder, key } = place;
  switch (one.does) {
    case 'alter':
      return put(holder, key, altered(holder[key], one));
    case 'set':
      // A copy: the next change may be made inside it, and the value is drawn again for other cases.
      return put(holder, key, deep(one) ? one.value : structuredClone(one.value));
    case 'drop':
      return void Reflect.deleteProperty(holder, key);
    case 'wrap':
      return put(holder, key, [holder[key]]);
    case 'repeat':
      return put(
        holder,
        key,
        Array.from({ length: 50 }, () => holder[key]),
      );
    case 'add': {
      const inside = holder[key];
      const value = deep(one) ? one.value : structuredClone(one.value);
      if (Array.isArray(inside)) return void inside.push(value);
      return put(
        inside !== null && typeof inside === 'object' && !isLeaf(inside) ? (inside as Holder) : holder,
        Array.isArray(holder) ? key : one.key,
        value,
      );
    }
  }
}

/** One of these, or what is left of it after up to three changes anywhere in it. */
export function mutated(recorded: readonly unknown[], atMost = 3): fc.Arbitrary<unknown> {
  return fc.tuple(fc.nat(recorded.length - 1), fc.array(change, { maxLength: atMost })).map(([which, changes]) => {
    const root = { it: structuredClone(recorded[which]) };
    const [first, ...rest] = changes;
    // Walked once for the first change and again for each after it, unless what came is too deep to walk.
    if (first !== undefined) changed(root, first);
    for (const one of rest) if (!deep(first) && !deep(one)) changed(root, one);
    return root.it;
  });
}

function deep(one: Change | undefined): boolean {
  let value = one !== undefined && 'value' in one ? one.value : null;
  for (let depth = 0; depth < 50; depth += 1) {
    if (value === null || typeof value !== 'object') return false;
    value = Object.values(value)[0];
  }
  return true;
}
