import { mkdirSync } from 'node:fs';
import { type BotApi, type Person, startBotApi } from '../support/bot-api/driver.ts';
import { type FarSide, openFarSide } from '../support/puppet/far-side.ts';
import type { PlannedChat, PlannedMessage } from './schedule.ts';

/** One message that was offered to the house: said on its wire, whether or not anybody of us listened. */
export interface Offered {
  readonly order: number;
  readonly chat: number;
  readonly channel: 'telegram' | 'wechat';
  readonly wireId: string;
  readonly key: string;
  readonly text: string;
  readonly at: number;
  readonly opens: boolean;
}

/** A room as its wire knows it. */
export interface WireChat {
  readonly planned: PlannedChat;
  readonly channel: 'telegram' | 'wechat';
  readonly wireId: string;
  readonly title: string | null;
}

/** One thing that a wire took from the house, in the order it took them. */
export interface Accepted {
  readonly wireId: string;
  /** Where the wire tells it to the house. */
  readonly messageId: string | null;
  readonly text: string;
}

export interface Wires {
  readonly telegram: BotApi;
  readonly wechat: FarSide;
  readonly chats: readonly WireChat[];
  /** Members of the office's list who speak alone with the bot, by their wire id. */
  readonly privates: readonly string[];
  offer(message: PlannedMessage, order: number): Promise<Offered>;
  accepted(): { readonly telegram: readonly Accepted[]; readonly wechat: readonly Accepted[] };
  close(): Promise<void>;
}

/** What the office's own list calls its rooms (config/groups.yaml): WeChat's rooms are known by their topic. */
const WORK = '环翠创业汇';
/** Of units that the drill's troubles are not for: a room that gets nothing to read keeps within WeChat's pace. */
const ROOMS = ['推进办马上办', '金融办马上办', '市场监管局马上办'];

export async function openWires(planned: readonly PlannedChat[]): Promise<Wires> {
  const telegram = await startBotApi();
  const wechat = await openFarSide({ botName: '小汇' });
  const chats: WireChat[] = [];
  const regulars = new Map<number, Person[] | string[]>();
  const privates: string[] = [];
  let strangers = 0;
  let rooms = 0;

  for (const [at, plan] of planned.entries()) {
    if (plan.wire === 'wechat') {
      const title = plan.kind === 'group' ? WORK : (ROOMS[rooms++] ?? `不认识的群${at}`);
      const people = await Promise.all(Array.from({ length: 6 }, (_, n) => wechat.person(`微友${at}-${n}`)));
      const wireId = await wechat.room(title, people);
      regulars.set(
        at,
        people.map(({ id }) => id),
      );
      chats.push({ planned: plan, channel: 'wechat', wireId, title });
      continue;
    }
    const people = Array.from({ length: plan.kind === 'private' ? 1 : 6 }, (_, n) => telegram.user({ name: `群友${at}-${n}` }));
    regulars.set(at, people);
    const [alone] = people;
    if (plan.kind === 'private' && alone) {
      privates.push(String(alone.id));
      chats.push({ planned: plan, channel: 'telegram', wireId: String(alone.id), title: null });
    } else {
      const group = telegram.group({ title: `企业群${at}` });
      chats.push({ planned: plan, channel: 'telegram', wireId: String(group.id), title: group.title ?? null });
    }
  }

  async function offerTo(chat: WireChat, message: PlannedMessage): Promise<{ key: string; again(): Promise<void> }> {
    const known = regulars.get(message.chat) ?? [];
    strangers += message.speaker === 'new' ? 1 : 0;
    if (chat.channel === 'wechat') {
      const from = message.speaker === 'new' ? (await wechat.person(`新人${strangers}`)).id : known[message.speaker];
      const id = await wechat.message({ from: typeof from === 'string' ? from : '', chat: chat.wireId, text: message.text });
      return { key: `m:${id}`, again: () => wechat.tell({ do: 'again', id }) };
    }
    const speaker = message.speaker === 'new' ? telegram.user({ name: `新人${strangers}` }) : known[message.speaker];
    if (speaker === undefined || typeof speaker === 'string') throw new Error(`nobody speaks in chat ${message.chat}`);
    const said = speaker.says({ id: Number(chat.wireId) }, message.text);
    return { key: `m:${said.message.message_id}`, again: () => telegram.again(said.update) };
  }

  return {
    telegram,
    wechat,
    chats,
    privates,
    async offer(message, order) {
      const chat = chats[message.chat];
      if (chat === undefined) throw new Error(`no chat ${message.chat}`);
      const at = Date.now();
      const { key, again } = await offerTo(chat, message);
      if (message.twice) await again();
      const { channel, wireId } = chat;
      return { order, chat: message.chat, channel, wireId, key, text: message.text, at, opens: message.opens };
    },
    accepted: () => ({
      telegram: telegram.world.ledger.map(({ chatId, messageId, text }) => ({
        wireId: String(chatId),
        messageId: String(messageId),
        text,
      })),
      wechat: wechat.said.map(({ chat, text }) => ({ wireId: chat, messageId: null, text })),
    }),
    async close() {
      await telegram.close();
      await wechat.close();
      await wechat.kill();
    },
  };
}

/** WeChat's session and the like. */
export function dataFolder(folder: string): string {
  const dir = `${folder}/data`;
  mkdirSync(dir, { recursive: true });
  return dir;
}
