import fc from 'fast-check';

/** What people and broken programs put into a name: emoji, half characters, nulls, markup, formulas, very much of it. */
export const oddText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    '\ud800',
    '\udc00\ud83d',
    '👨‍👩‍👧‍👦',
    '𠮷野家',
    '\u202e反',
    '=1+1',
    '<script>&amp;]]>',
    '__proto__',
    'constructor',
    '_x0041_',
    '\ufffe\uffff',
  ),
  fc
    .array(fc.constantFrom('环', '翠', 'W', '🐟', '\ud83d', '\n', '\t', '\u0007', '&', '<', '"', '，'), { maxLength: 40 })
    .map((all) => all.join('')),
  fc.integer({ min: 1000, max: 40_000 }).map((length) => '长'.repeat(length)),
);
