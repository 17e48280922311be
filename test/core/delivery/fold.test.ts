import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Foldable, firstText, foldable, foldButtons, foldTexts } from '../../../core/delivery/fold.ts';
import { TicketNumber } from '../../../core/ids.ts';

const plain: Foldable = { text: '好', buttons: 0, media: 0, urgent: false, fold: false, triedAt: null, quoted: null };
const held: Foldable = { ...plain, fold: true };
const folding = { textLimit: 100, fold: true };
const single = { textLimit: 100, fold: false };

describe('foldable, where the wire folds', () => {
  test.each([
    ['nothing waits', [], 0],
    ['one', [plain], 1],
    ['plain ones go together', [plain, plain, plain], 3],
    ['one with buttons ends the fold', [plain, { ...plain, buttons: 1 }, plain], 1],
    ['one with buttons goes alone', [{ ...plain, buttons: 1 }, plain], 1],
    ['in a crowd buttons are left off', Array.from({ length: 4 }, () => ({ ...plain, buttons: 1 })), 4],
    ['three are no crowd', Array.from({ length: 3 }, () => ({ ...plain, buttons: 1 })), 1],
    ['nor in a crowd does a file go along', [plain, { ...plain, buttons: 1 }, { ...plain, media: 1 }, plain], 2],
    ['one with a file goes alone', [{ ...plain, media: 1 }, plain], 1],
    ['an urgent one does not wait for company', [{ ...plain, urgent: true }, plain], 1],
    ['in a crowd urgent ones go together', Array.from({ length: 4 }, () => ({ ...plain, urgent: true })), 4],
    ['a second try does not end the fold', [{ ...plain, triedAt: 7 }, plain], 2],
    ['a held one is of another kind', [plain, held], 1],
    [
      'the limit ends the fold',
      [
        { ...plain, text: 'x'.repeat(90) },
        { ...plain, text: 'y'.repeat(20) },
      ],
      1,
    ],
  ])('%s', (_name, waiting, expected) => {
    expect(foldable(waiting, folding)).toBe(expected);
  });
});

describe('foldable, where it does not', () => {
  test.each([
    ['nothing waits', [], 0],
    ['plain ones go alone', [plain, plain], 1],
    ['held ones go together', [held, held, held], 3],
    ['with or without buttons', [{ ...held, buttons: 2 }, held, { ...held, buttons: 1 }], 3],
    ['urgent or not: they waited long enough', [{ ...held, urgent: true }, held, { ...held, urgent: true }], 3],
    ['an answer between them is not overtaken', [held, plain, held], 1],
    ['one with a file goes alone', [{ ...held, media: 1 }, held], 1],
    ['one with a file ends the fold', [held, held, { ...held, media: 1 }, held], 2],
    ['what may be on the wire already gets no company', [{ ...held, triedAt: 7 }, { ...held, triedAt: 7 }, held], 2],
    [
      'what was tried at another time goes on its own',
      [
        { ...held, triedAt: 7 },
        { ...held, triedAt: 8 },
      ],
      1,
    ],
    ['too long already: alone', [{ ...held, text: 'x'.repeat(150) }, held], 1],
    [
      'the limit counts the head line',
      [
        { ...held, text: 'x'.repeat(47) },
        { ...held, text: 'y'.repeat(47) },
      ],
      1,
    ],
    ['the same words cost no room', Array.from({ length: 5 }, () => ({ ...held, text: 'x'.repeat(90) })), 5],
  ])('%s', (_name, waiting, expected) => {
    expect(foldable(waiting, single)).toBe(expected);
  });
});

describe('foldTexts', () => {
  const say = (...texts: string[]) => foldTexts(texts.map((text) => ({ text, fold: true, quoted: null })));

  test.each([
    ['one goes out as it is', say('#1 待签收'), '#1 待签收'],
    [
      'several: how many, then each in order',
      say('#1 待签收', '#2 黄牌', '#3 红牌'),
      '【提醒汇总】共 3 条\n#1 待签收\n————\n#2 黄牌\n————\n#3 红牌',
    ],
    ['the same words are said once', say('#1 待签收', '#2 黄牌', '#1 待签收'), '【提醒汇总】共 2 条\n#1 待签收\n————\n#2 黄牌'],
    ['nothing but the same words: no head', say('#1 待签收', '#1 待签收'), '#1 待签收'],
    ['others stay as they are', foldTexts([plain, plain]), '好\n————\n好'],
    [
      'answers in one message name what they answer',
      foldTexts([{ ...plain, quoted: '路灯坏了 一个月了晚上工人下班不安全' }, { ...plain, quoted: '停水「两天」了' }, plain]),
      '「路灯坏了 一个月了晚上工人下…」好\n————\n「停水 两天 了」好\n————\n好',
    ],
    ['one alone quotes as the wire does', foldTexts([{ ...plain, quoted: '路灯坏了' }]), '好'],
  ])('%s', (_name, said, expected) => {
    expect(said).toBe(expected);
  });

  test('what is folded fits the limit, and loses nothing', () => {
    const texts = fc.array(fc.string({ maxLength: 60 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(texts, fc.constantFrom(plain, held), (said, kind) => {
        const waiting = said.map((text) => ({ ...kind, text }));
        const count = foldable(waiting, folding);
        const folded = foldTexts(waiting.slice(0, count));
        expect(count).toBeGreaterThanOrEqual(1);
        if (count > 1) expect(folded.length).toBeLessThanOrEqual(100);
        for (const text of said.slice(0, count)) expect(folded).toContain(text);
      }),
    );
  });

  test('the first text of a fold is found again in what is quoted of it', () => {
    expect(firstText(say('#1 待签收\n丰锐机械', '#2 黄牌'))).toBe('#1 待签收\n丰锐机械');
    expect(firstText(foldTexts([plain, plain]))).toBe('好');
    expect(firstText(foldTexts([{ ...plain, text: '收到 #1', quoted: '路灯坏了' }, plain]))).toBe('收到 #1');
    expect(firstText('厂门口积水')).toBe('厂门口积水');
    expect(firstText('')).toBe('');
  });
});

describe('foldButtons', () => {
  const claim = (n: number) => [
    [
      { label: '签收', data: `claim ${n}` },
      { label: '退单', data: `return ${n}` },
    ],
  ];
  const of = (n: number | null, text = `#${n}`) => ({ text, ticket: n === null ? null : TicketNumber.parse(n), buttons: claim(n ?? 0) });
  const named = (n: number) => [
    { label: `#${n} 签收`, data: `claim ${n}` },
    { label: `#${n} 退单`, data: `return ${n}` },
  ];

  test.each([
    ['one keeps its own', [of(1)], claim(1)],
    ['the same words said once keep theirs', [of(1, '同'), of(1, '同')], claim(1)],
    ['of several each names its ticket', [of(1), { ...of(3), buttons: [] }, of(2)], [named(1), named(2)]],
    ['what two notices of one ticket offer is there once', [of(1, '待签收'), of(1, '黄牌')], [named(1)]],
    ['where one belongs to no ticket there are none', [of(1), of(null)], []],
    ['eight rows are the most', [1, 2, 3, 4, 5, 6, 7, 8].map((n) => of(n)), [1, 2, 3, 4, 5, 6, 7, 8].map(named)],
    ['of more there are none', [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => of(n)), []],
  ])('%s', (_name, group, expected) => {
    expect(foldButtons(group)).toEqual(expected);
  });
});
