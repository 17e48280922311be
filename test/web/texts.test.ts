import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEventReader, type ServerEvent } from '../../web/src/api/events.ts';
import { initialsOf, toneOf } from '../../web/src/text/avatar.ts';
import { segmentsOf } from '../../web/src/text/segments.ts';
import { endingOf, sizeOf } from '../../web/src/text/size.ts';
import { momentOf, shortMoment } from '../../web/src/text/time.ts';

const names = { me: '周海', all: ['小汇', '周海', '王国', '王国栋', 'A.B(c)'] };
const kinds = (text: string) => segmentsOf(text, names).map(({ kind, text: part }) => `${kind}:${part}`);

describe('a message is cut into what is shown differently', () => {
  it.each([
    ['@小汇 查询 #128，谢谢', ['mention:@小汇', 'text: 查询 ', 'ticket:#128', 'text:，谢谢']],
    ['@王国栋 请看', ['mention:@王国栋', 'text: 请看']],
    ['问 @A.B(c) 好', ['text:问 ', 'mention:@A.B(c)', 'text: 好']],
    ['见 https://a.cn/x?y=1#z。另外', ['text:见 ', 'link:https://a.cn/x?y=1#z', 'text:。另外']],
    ['(https://a.cn/x).', ['text:(', 'link:https://a.cn/x', 'text:).']],
    ['javascript:alert(1) #12345678', ['text:javascript:alert(1) #12345678']],
    ['<img src=x onerror=alert(1)>', ['text:<img src=x onerror=alert(1)>']],
    ['', []],
  ])('%j', (text, parts) => expect(kinds(text)).toEqual(parts));

  it('and nothing is lost or added, whatever is written', () => {
    const piece = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('@小汇', '@王国栋', '#12', 'https://a.cn/', '@', '#', '.', ')'));
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('');
        expect(
          segmentsOf(text, names)
            .map((segment) => segment.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });

  it('a link leads only to the web', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const links = segmentsOf(`${text} http://${text}`, names).flatMap((segment) => (segment.kind === 'link' ? [segment.href] : []));
        expect(links.every((href) => /^https?:\/\//.test(href))).toBe(true);
      }),
    );
  });
});

describe('moments as people name them', () => {
  const now = new Date('2026-11-22T15:00:00+08:00');
  it.each([
    ['2026-11-22T14:05:00+08:00', '14:05', '14:05'],
    ['2026-11-22T00:00:00+08:00', '00:00', '00:00'],
    ['2026-11-21T23:59:00+08:00', '昨天 23:59', '昨天'],
    ['2026-11-18T08:00:00+08:00', '星期三 08:00', '星期三'],
    ['2026-04-26T08:00:00+08:00', '4月26日 08:00', '4月26日'],
    ['2025-12-31T08:00:00+08:00', '2025年12月31日 08:00', '2025年12月31日'],
    ['2026-11-22T15:30:00+08:00', '15:30', '15:30'],
  ])('%s', (at, long, short) => {
    expect(momentOf(new Date(at), now)).toBe(long);
    expect(shortMoment(new Date(at), now)).toBe(short);
  });
});

describe('faces and files', () => {
  it.each([
    ['王国栋', '国栋'],
    ['原佳', '原佳'],
    ['欧阳修文', '修文'],
    ['alice', 'A'],
    ['𠮷田', '𠮷田'],
    ['', '·'],
  ])('%j shows %j', (name, initials) => expect(initialsOf(name)).toBe(initials));

  it('one person keeps one colour, and many people use them all', () => {
    expect(toneOf('wang-guodong')).toBe(toneOf('wang-guodong'));
    expect(new Set(Array.from({ length: 200 }, (_, n) => toneOf(`person-${n}`))).size).toBe(10);
  });

  it.each([
    [512, '512 B'],
    [250_000, '244 KB'],
    [10 * 1024 * 1024, '10.0 MB'],
  ])('%i bytes are %s', (bytes, text) => expect(sizeOf(bytes)).toBe(text));

  it.each([
    ['批复.pdf', 'PDF'],
    ['没有', '文件'],
    ['.bashrc', '文件'],
    ['a.verylongending', '文件'],
  ])('%s ends in %s', (name, ending) => expect(endingOf(name)).toBe(ending));
});

describe('server-sent events', () => {
  it('are read the same wherever the stream is cut', () => {
    const stream = 'retry: 1000\n\nid: 7\ndata: {"a":1}\n\n: here\n\ndata: 一\ndata:二\r\n\r\nid: x\ndata: 三\n\n';
    const whole: ServerEvent[] = [
      { id: 7, data: '{"a":1}' },
      { id: null, data: '一\n二' },
      { id: null, data: '三' },
    ];
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: stream.length })), (cuts) => {
        const read: ServerEvent[] = [];
        const take = createEventReader((event) => read.push(event));
        const places = [0, ...cuts.toSorted((a, b) => a - b), stream.length];
        for (const [i, place] of places.entries()) take(stream.slice(place, places[i + 1] ?? place));
        expect(read).toEqual(whole);
      }),
    );
  });
});
