import { createWechatChannel } from '../../../bots/wechat/channel.ts';
import type { ChannelWorld, SeenMessage, WorldChat } from '../../contract/world.ts';
import { kinds, openFarSide } from './far-side.ts';
import type { Said } from './protocol.ts';
import { dataFolder, settingsFor, silentLog } from './setting.ts';

const botName = '小汇';
const dashedLine = '- - - - - - - - - - - - - - -';

/** The channel over gRPC on a real puppet server in a process of its own; phones are played by the far side's mock puppet. */
export async function wechatWorld(): Promise<ChannelWorld> {
  const { folder, remove } = await dataFolder();
  const far = await openFarSide({ botName });
  const channel = createWechatChannel(settingsFor(far, folder), { log: silentLog, clock: { now: () => new Date() } });
  /** Who said what, for quoting it. */
  const spoken = new Map<string, { name: string; text: string }>();

  function quotePrefix(id: string): string {
    const mine = far.said.find((one) => one.id === id);
    const quoted = mine === undefined ? spoken.get(id) : { name: botName, text: mine.text };
    if (quoted === undefined) throw new Error(`nobody said ${id}`);
    return `「${quoted.name}：${quoted.text}」\n${dashedLine}\n`;
  }

  return {
    channel,
    botName,
    async group(title) {
      return { wireId: await far.room(title), kind: 'group' };
    },
    async person(name) {
      const { id } = await far.person(name);
      return { wireId: id, name };
    },
    async privateChat(person) {
      return { wireId: person.wireId, kind: 'private' };
    },
    async says(chat, person, text, options = {}) {
      const named = [...(options.mentionsBot ? [{ wireId: 'wxid_bot', name: botName }] : []), ...(options.mentions ?? [])];
      for (const one of options.mentions ?? []) await far.enter(chat.wireId, one.wireId);
      const words =
        (options.quote === undefined ? '' : quotePrefix(options.quote)) + named.map(({ name }) => `@${name}\u2005`).join('') + text;
      const file = options.image ? { name: options.image.name, base64: Buffer.from(options.image.content).toString('base64') } : null;
      const id = await far.message({
        from: person.wireId,
        chat: chat.kind === 'group' ? chat.wireId : 'wxid_bot',
        type: file === null ? kinds.text : kinds.image,
        text: words,
        mentions: named.map(({ wireId }) => wireId),
        file,
      });
      spoken.set(id, { name: person.name, text: words });
      return { chat, id };
    },
    async deliverAgain({ id }) {
      await far.tell({ do: 'again', id });
    },
    async recalls({ chat, id }, person) {
      await far.message({ from: person.wireId, chat: chat.wireId, type: kinds.recalled, text: id });
    },
    async sent(chat) {
      return far.said.filter((one) => one.chat === chat.wireId).map((one) => seenOf(chat, one));
    },
    breakWire: () => far.kill(),
    restoreWire: () => far.restart(),
    async close() {
      await far.close();
      await remove();
    },
  };
}

/** As a phone shows it: the written quote apart from the words. */
function seenOf(chat: WorldChat, said: Said): SeenMessage {
  const quote = /^「([\s\S]*?)」\n(?:- ){5,}-\n/.exec(said.text);
  return {
    chat,
    id: said.id,
    text: quote === null ? said.text : said.text.slice(quote[0].length),
    quotes: quote?.[1] ?? null,
    buttons: [],
    mentions: said.mentions,
    media:
      said.file === null ? [] : [{ kind: kindOf(said.file.name), name: said.file.name, content: Buffer.from(said.file.base64, 'base64') }],
  };
}

/** Puppets go by the ending. */
function kindOf(name: string): 'image' | 'file' {
  return /\.(?:png|jpe?g|gif|webp)$/i.test(name) ? 'image' : 'file';
}
