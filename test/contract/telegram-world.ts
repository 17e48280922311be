import { createServer } from 'node:net';
import Fastify from 'fastify';
import { createTelegramChannel } from '../../bots/telegram/channel.ts';
import type { TelegramSettingsInput } from '../../bots/telegram/settings.ts';
import { type BotApi, type Person, startBotApi } from '../support/bot-api/driver.ts';
import type { LedgerEntry } from '../support/bot-api/types.ts';
import { quietLog } from '../support/quiet-log.ts';
import type { ChannelWorld, SaidMessage, SayOptions, SeenMessage, WorldChat, WorldPerson } from './world.ts';

const clock = { now: () => new Date() };
const timing = { pollSeconds: 10, callMs: 3_000, connectMs: 1_000, backoffFirstMs: 20, backoffMostMs: 200 };

export async function telegramByPolling(): Promise<ChannelWorld> {
  const api = await startBotApi();
  return worldOf(api, { mode: 'polling', token: api.token, apiRoot: api.root(), timing }, async () => undefined);
}

/** The channel's door on a real fastify server, as the house opens it. */
export async function telegramByWebhook(): Promise<ChannelWorld> {
  const api = await startBotApi();
  const app = Fastify();
  const port = await freePort();
  const webhook = { webhookUrl: `http://127.0.0.1:${port}/telegram/hook`, webhookSecret: 'a-secret-of-the-contract' };
  const world = worldOf(api, { mode: 'webhook', ...webhook, token: api.token, apiRoot: api.root(), timing }, () => app.close());
  world.channel.registerWebhook(app);
  await app.listen({ port, host: '127.0.0.1' });
  return world;
}

function worldOf(api: BotApi, settings: TelegramSettingsInput, closeDoor: () => Promise<undefined>) {
  const channel = createTelegramChannel(settings, { log: quietLog, clock });
  const people = new Map<string, Person>();
  const said = new Map<string, ReturnType<Person['says']>>();

  function who({ wireId }: WorldPerson): Person {
    const person = people.get(wireId);
    if (person === undefined) throw new Error(`nobody is called ${wireId}`);
    return person;
  }

  return {
    channel,
    botName: '小汇',

    async group(title: string): Promise<WorldChat> {
      return { wireId: String(api.group({ title }).id), kind: 'group' };
    },
    async person(name: string): Promise<WorldPerson> {
      const person = api.user({ name });
      people.set(String(person.id), person);
      return { wireId: String(person.id), name };
    },
    async privateChat(person: WorldPerson): Promise<WorldChat> {
      return { wireId: person.wireId, kind: 'private' };
    },

    async says(chat: WorldChat, person: WorldPerson, text: string, options: SayOptions = {}): Promise<SaidMessage> {
      const { words, entities } = written(text, options, people);
      const say = {
        entities,
        ...(options.quote === undefined ? {} : { replyTo: Number(options.quote) }),
        ...(options.image === undefined ? {} : { photo: options.image }),
      };
      const done = who(person).says({ id: Number(chat.wireId) }, words, say);
      const id = String(done.message.message_id);
      said.set(`${chat.wireId} ${id}`, done);
      return { chat, id };
    },
    async deliverAgain({ chat, id }: SaidMessage): Promise<void> {
      await api.again(saidAs(chat, id).update);
    },
    async edits({ chat, id }: SaidMessage, person: WorldPerson, text: string): Promise<void> {
      who(person).edits(saidAs(chat, id).message, text);
    },
    async presses(seen: SeenMessage, person: WorldPerson, data: string): Promise<void> {
      const chat = api.world.openChat(seen.chat.wireId).chat;
      who(person).presses({ message_id: Number(seen.id), chat }, data);
    },

    async sent(chat: WorldChat): Promise<readonly SeenMessage[]> {
      return api.sentTo({ id: Number(chat.wireId) }).map((entry) => seenAs(chat, entry));
    },
    breakWire: () => api.unlisten(),
    restoreWire: () => api.listen(),
    async close(): Promise<void> {
      await api.close();
      await closeDoor();
    },
  };

  function saidAs(chat: WorldChat, id: string) {
    const done = said.get(`${chat.wireId} ${id}`);
    if (done === undefined) throw new Error(`nobody said ${id}`);
    return done;
  }
}

/** Mentions are written in front, each with its entity, as Telegram's clients do. */
function written(text: string, { mentions = [], mentionsBot = false }: SayOptions, people: ReadonlyMap<string, Person>) {
  const entities: { type: string; offset: number; length: number; user?: { id: number } }[] = [];
  let words = '';
  if (mentionsBot) {
    entities.push({ type: 'mention', offset: 0, length: '@huicui_bot'.length });
    words = '@huicui_bot ';
  }
  for (const { wireId, name } of mentions) {
    const { says: _says, ...user } = people.get(wireId) ?? { id: Number(wireId), says: null };
    entities.push({ type: 'text_mention', offset: words.length, length: name.length, user });
    words += `${name} `;
  }
  return { words: words + text, entities };
}

function seenAs(chat: WorldChat, entry: LedgerEntry): SeenMessage {
  return {
    chat,
    id: String(entry.messageId),
    text: entry.text,
    quotes: entry.replyTo === null ? null : String(entry.replyTo),
    buttons: entry.keyboard.map((row) => row.map(({ text, callback_data }) => ({ label: text, data: callback_data }))),
    mentions: entry.entities.flatMap(({ type, user }) => (type === 'text_mention' && user ? [String(user.id)] : [])),
    media:
      entry.file === null
        ? []
        : [{ kind: entry.file.as === 'photo' ? 'image' : 'file', name: entry.file.name, content: entry.file.content }],
  };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
