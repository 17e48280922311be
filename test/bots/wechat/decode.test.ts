import { FileBox } from 'file-box';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { outbound } from '../../contract/stage.ts';
import { kinds } from '../../support/puppet/far-side.ts';
import { contact, type NearSide, openNearSide, room } from '../../support/puppet/near-side.ts';
import { until } from '../../support/until.ts';

const zhang = 'wxid_zhang';
const li = 'wxid_li';
const work = '1@chatroom';

describe('what a message becomes', () => {
  let near: NearSide;
  beforeEach(async () => {
    near = await openNearSide({ before: [contact(zhang, '张三'), contact(li, '李四'), room(work, '环翠创业汇', [zhang, li])] });
  });
  afterEach(async () => near.close());

  async function only() {
    await near.heard.count(1);
    const [envelope] = near.heard.envelopes;
    if (envelope?.body.kind !== 'message') throw new Error('no message');
    return { ...envelope, body: envelope.body };
  }

  it.each([
    ['a red packet', 12, '[红包]'],
    ['a chat record', 4, '[聊天记录]'],
    ['a contact card', 3, '[名片]'],
    ['a sticker', 5, '[表情]'],
    ['a transfer', 11, '[转账]'],
    ['a channel post', 16, '[视频号]'],
    ['an unknown kind', 0, '[暂不支持的消息]'],
    ['a kind that does not exist yet', 99, '[暂不支持的消息]'],
  ])('%s is told by its kind', async (_name, type, text) => {
    await near.message({ from: zhang, chat: work, type, text: '<xml>secret</xml>' });
    expect((await only()).body).toMatchObject({ text, media: [], quote: null });
  });

  it.each([
    ['a mini program', 9, /^\[小程序\] mock title/],
    ['a link', 14, /^\[链接\] mock title.* https:\/\/mock\.url$/],
    ['a place', 8, /^\[位置\] 东升乡人民政府.* 北京市/],
  ])('%s is told with its title', async (_name, type, text) => {
    await near.message({ from: zhang, chat: work, type });
    expect((await only()).body.text).toMatch(text);
  });

  it('a red packet shown as a system line is one', async () => {
    await near.message({ from: zhang, chat: work, type: 0, text: '收到红包，请在手机上查看' });
    expect((await only()).body.text).toBe('[红包]');
  });

  it.each([
    ['image', kinds.image, '现场.png', 'image/png'],
    ['file', kinds.attachment, '报修单.pdf', 'application/pdf'],
    ['voice', kinds.audio, '语音.mp3', 'audio/mpeg'],
    ['video', kinds.video, '漏水.mp4', 'video/mp4'],
  ])('media of kind %s comes with its bytes', async (kind, type, name, mime) => {
    const file = { name, base64: Buffer.from('内容').toString('base64') };
    await near.message({ from: zhang, chat: work, type, text: '<img/>', file });
    const { body } = await only();
    expect(body.text).toBe('');
    expect(body.media).toEqual([{ kind, name, mime, content: new Uint8Array(Buffer.from('内容')), ref: body.messageId }]);
  });

  it('media that the wire does not give is handed on without bytes, and can be asked for later', async () => {
    const id = await near.message({ from: zhang, chat: work, type: kinds.image });
    expect((await only()).body.media).toEqual([{ kind: 'image', name: '', mime: '', content: null, ref: id }]);
    expect(await near.channel.fetchMedia?.(id)).toBeNull();
    expect(await near.channel.fetchMedia?.('no such message')).toBeNull();

    near.puppet.messageFile = async () => FileBox.fromBase64('eA==', 'x.png');
    expect(Buffer.from((await near.channel.fetchMedia?.(id)) ?? []).toString()).toBe('x');
  });

  it('our own words do not come back, also those typed on the phone', async () => {
    await near.channel.send({ wireId: work, kind: 'group' }, outbound('由机器人说'));
    await near.message({ from: 'wxid_bot', chat: work, text: '由手机上的人说' });
    await near.message({ from: zhang, chat: work, text: '别人说' });
    expect((await only()).body.text).toBe('别人说');
    expect(near.heard.envelopes).toHaveLength(1);
  });

  it('official accounts and WeChat itself are not talked with', async () => {
    await near.tell(contact('gh_news', '某某日报', { official: true }));
    await near.tell(contact('weixin', '微信团队'));
    for (const from of ['gh_news', 'weixin']) await near.message({ from, chat: 'wxid_bot', text: '推送' });
    await near.message({ from: zhang, chat: 'wxid_bot', text: '私下问' });
    expect((await only()).body.text).toBe('私下问');
    expect(near.heard.envelopes).toHaveLength(1);
  });

  it('a time in seconds or in milliseconds is the same time, and old messages are kept', async () => {
    const old = new Date('2026-01-05T08:30:00+08:00');
    await near.message({ from: zhang, chat: work, text: '秒', timestamp: old.getTime() / 1000 });
    await near.message({ from: zhang, chat: work, text: '毫秒', timestamp: old.getTime() });
    await near.heard.count(2);
    expect(near.heard.envelopes.map((envelope) => envelope.at)).toEqual([old, old]);
  });

  it('a recall names the recalled message and who had written it', async () => {
    const id = await near.message({ from: zhang, chat: work, text: '说错了' });
    await near.message({ from: 'wxid_bot', chat: work, type: kinds.recalled, text: `<revokemsg><msgid>${id}</msgid></revokemsg>` });
    const recall = await near.heard.body('recall');
    expect(recall).toMatchObject({ key: `r:${id}`, sender: { wireId: zhang }, body: { kind: 'recall', messageId: id } });
  });

  it('a recall of what the bot said is nobody else’s affair', async () => {
    await near.message({ from: 'wxid_bot', chat: work, type: kinds.recalled, text: 'bot-1' });
    await near.message({ from: zhang, chat: work, text: '下一句' });
    expect((await only()).body.text).toBe('下一句');
  });

  it('names typed by hand are found, the bot’s own WeChat name too', async () => {
    await near.message({ from: zhang, chat: work, text: '@李四 @环翠小助手 在吗' });
    const { body } = await only();
    expect(body).toMatchObject({ mentionsBot: true, mentions: [{ wireId: li, name: '李四' }] });
  });

  it('a malformed message is a gap, on record with its reason, and the next one is heard', async () => {
    await near.message({ from: zhang, chat: work, id: 'x'.repeat(300), text: '太长的编号' });
    await near.message({ from: zhang, chat: work, text: '下一句' });
    await near.heard.message('下一句');
    expect(near.heard.envelopes.map(({ body }) => body.kind)).toEqual(['gap', 'message']);
    const said = near.lines.filter((line) => JSON.stringify(line.obj).includes('malformed: body.messageId'));
    expect(said.map(({ level }) => level)).toEqual(['error']);
  });

  it('newcomers are told once each, the bot itself is not', async () => {
    await near.tell(contact('wxid_wang', '王五'));
    await near.tell({ do: 'join', room: work, person: 'wxid_wang', by: zhang });
    const joined = await near.heard.body('joined');
    expect(joined).toMatchObject({ sender: { wireId: zhang }, chat: { wireId: work, title: '环翠创业汇' } });
    expect(joined.body).toEqual({ kind: 'joined', people: [{ wireId: 'wxid_wang', name: '王五' }] });
    expect(joined.key).toMatch(/^j:\d+:[0-9a-f]{16}$/);

    await near.tell({ do: 'join', room: work, person: 'wxid_bot', by: zhang });
    await near.message({ from: zhang, chat: work, text: '欢迎' });
    await near.heard.message('欢迎');
    expect(near.heard.envelopes.filter((one) => one.body.kind === 'joined')).toHaveLength(1);
  });

  it('no text and no token is ever logged', async () => {
    await near.message({ from: zhang, chat: work, text: '身份证号三七一零' });
    await only();
    await until(() => near.lines.length > 0, 'something logged');
    expect(JSON.stringify(near.lines)).not.toContain('身份证号');
  });
});
