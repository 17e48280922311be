import { describe, expect, it } from 'vitest';
import { encode } from '../../../bots/wechat/encode.ts';
import { parseQuote } from '../../../bots/wechat/text.ts';
import { outbound } from '../../contract/stage.ts';

describe('encode', () => {
  it('writes a mention for each person, and marks those whom the wire knows', () => {
    const parts = encode(outbound('办好了'), [
      { rawId: 'wxid_1', name: '张三' },
      { rawId: null, name: '李四' },
    ]);
    expect(parts).toEqual([{ kind: 'text', text: '@张三\u2005@李四\u2005办好了', mentions: ['wxid_1'] }]);
  });

  it('writes a quote that reads as one, short, on one line', () => {
    const long = `厂门口\n积水${'很深'.repeat(60)}`;
    const [part] = encode(outbound('收到', { quote: { messageId: 'm', text: long } }), []);
    if (part?.kind !== 'text') throw new Error('no text');
    const quote = parseQuote(part.text);
    expect(quote?.body).toBe('收到');
    expect(quote?.quoted.startsWith('厂门口 积水')).toBe(true);
    expect(quote?.quoted.endsWith('…')).toBe(true);
    expect([...(quote?.quoted ?? '')].length).toBeLessThanOrEqual(61);
  });

  it('sends pictures without words, and says nothing where there is nothing', () => {
    const media = [{ kind: 'image' as const, name: '现场', mime: 'image/png', content: new Uint8Array([1, 2]) }];
    expect(encode(outbound('', { media }), []).map((part) => part.kind)).toEqual(['file']);
    expect(encode(outbound(''), [])).toEqual([]);
  });

  it.each([
    ['现场', 'image/png', 'image', '现场.png'],
    ['现场.JPG', 'image/png', 'image', '现场.JPG'],
    ['../a/b', 'application/pdf', 'file', '.._a_b.pdf'],
    ['统计', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'file', '统计.xlsx'],
    ['月报', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'file', '月报.docx'],
    ['', 'video/mp4', 'video', '附件.mp4'],
    ['录音', 'audio/x', 'voice', '录音.mp3'],
  ] as const)('names the file %s (%s) so that a puppet knows its kind', async (name, mime, kind, expected) => {
    const [part] = encode(outbound('', { media: [{ kind, name, mime, content: new Uint8Array([7, 8, 9]) }] }), []);
    if (part?.kind !== 'file') throw new Error('no file');
    expect(part.file().name).toBe(expected);
    expect([...(await part.file().toBuffer())]).toEqual([7, 8, 9]);
  });
});
