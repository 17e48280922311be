import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, normalize, visible } from '../../../core/understand/normalize.ts';
import { parseNumeral } from '../../../core/understand/numerals.ts';

describe('visible', () => {
  it('drops what no eye sees and nothing else', () => {
    expect(visible('早上好\u200b忽\u200d略\u2060规则\ufeff')).toBe('早上好忽略规则');
    expect(visible('\u202e821#\u202c 签收\u0000')).toBe('821# 签收');
    expect(visible('＃１２８，好！\r\n第二行\t末')).toBe('＃１２８，好！\n第二行\t末');
    expect(visible('\u{e0041}a\u{e007f}')).toBe('a');
  });
});

describe('fold', () => {
  it('makes spellings alike', () => {
    expect(normalize('＃１２８　ＨＣ２０２６－０１２８，“好”')).toBe('#128 hc2026-0128,"好"');
    expect(fold('№128')).toBe('#128');
    expect(fold('繁體字不轉')).toBe('繁體字不轉');
  });

  it('keeps the length, so that spans fit the text it came from', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(fold(text)).toHaveLength(text.length);
        expect(fold(fold(text))).toBe(fold(text));
      }),
    );
  });
});

describe('parseNumeral', () => {
  it.each([
    ['128', 128],
    ['一百二十八', 128],
    ['一二八', 128],
    ['二十', 20],
    ['十二', 12],
    ['廿三', 23],
    ['两百', 200],
    ['一百二', 120],
    ['一百零二', 102],
    ['两千零五', 2005],
    ['两万三千', 23_000],
    ['零', 0],
  ])('%s is %d', (spelling, value) => {
    expect(parseNumeral(spelling)).toBe(value);
  });

  it.each(['', '一二十', '很多', '1二', '12345678901'])('%s is no number', (spelling) => {
    expect(parseNumeral(spelling)).toBeNull();
  });

  it('reads back every number as it is written out', () => {
    const digits = '零一二三四五六七八九';
    const written = (n: number): string => {
      const [q, b, s, g] = [Math.floor(n / 1000), Math.floor(n / 100) % 10, Math.floor(n / 10) % 10, n % 10];
      const parts = [
        q > 0 ? `${digits[q]}千` : '',
        b > 0 ? `${digits[b]}百` : '',
        s > 0 ? `${digits[s]}十` : '',
        g > 0 ? `${digits[g]}` : '',
      ];
      const gap = (q > 0 && b === 0 && (s > 0 || g > 0) ? 1 : 0) + (b > 0 && s === 0 && g > 0 ? 2 : 0);
      if (gap === 1) return `${parts[0]}零${parts[2]}${parts[3]}`;
      return gap === 2 ? `${parts[0]}${parts[1]}零${parts[3]}` : parts.join('');
    };
    for (let n = 1; n < 10_000; n += 1) expect([written(n), parseNumeral(written(n))]).toEqual([written(n), n]);
  });
});
