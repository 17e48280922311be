import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lookupOf } from '../../../core/understand/model/lookup.ts';

const feature = fc.oneof(
  fc.string({ maxLength: 3 }),
  fc.string({ unit: fc.constantFrom('厂', '水', '\u0000', '\ud83d', 'a'), maxLength: 4 }),
  fc.constantFrom('_水管', '.length2', '!emergency'),
);

it('finds every feature it was made of, in its column, and no other', () => {
  fc.assert(
    fc.property(fc.uniqueArray(feature, { maxLength: 200 }), fc.array(feature, { maxLength: 50 }), (known, asked) => {
      const ids = new Map(known.map((one, at) => [one, at]));
      const idOf = lookupOf(ids);
      for (const one of [...known, ...asked]) expect(idOf(one)).toBe(ids.get(one));
    }),
  );
});
