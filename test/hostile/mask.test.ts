import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mask } from '../../core/understand/mask.ts';
import { sentOf } from '../../workers/model/prompt.ts';
import { HEADS, innocent, type Kind, personal, TAILS } from './personal.ts';

const LABEL: Readonly<Record<Kind, string>> = {
  phone: '[手机号]',
  identity: '[身份证号]',
  card: '[银行卡号]',
  plate: '[车牌]',
  email: '[邮箱]',
};
const SEED = 20_261_126;
const head = fc.constantFrom(...HEADS);
const tail = fc.constantFrom(...TAILS);

describe('what is somebody’s', () => {
  it('is hidden in ten thousand texts, whole, and nothing else of them', () => {
    fc.assert(
      fc.property(head, personal, tail, (before, { kind, typed }, after) => {
        expect(mask(`${before}${typed}${after}`)).toEqual({ text: `${before}${LABEL[kind]}${after}`, count: 1 });
      }),
      { numRuns: 10_000, seed: SEED },
    );
  });

  it('is hidden where there are two, in what is sent to a model: no more than a digit between them is left', () => {
    fc.assert(
      fc.property(personal, fc.constantFrom('，', '；电话', ' 或者 ', '\n', '。他的是'), personal, (one, between, other) => {
        const sent = sentOf(`${one.typed}${between}${other.typed}。`);
        const left = Object.values(LABEL).reduce((rest, label) => rest.replaceAll(label, ''), sent);
        expect(left.length, sent).toBeLessThanOrEqual(between.length + 3);
      }),
      { numRuns: 2_000, seed: SEED },
    );
  });
});

it('of ten thousand amounts, dates, lists, order numbers, waybills and measures none is taken for somebody’s', () => {
  const wrong = fc.sample(innocent, { numRuns: 10_000, seed: SEED }).filter(({ text }) => mask(text).count > 0);
  expect(wrong).toEqual([]);
});
