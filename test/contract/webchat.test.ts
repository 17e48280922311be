import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import { type FileRef, Message } from '../../bots/webchat/api.ts';
import { addGroup, addMember, emptyOffice } from '../bots/webchat/office.ts';
import { openServer } from '../bots/webchat/server.ts';
import { arrive, type Visitor } from '../bots/webchat/visitor.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { channelContract } from './channel-contract.ts';
import type { ChannelWorld, SaidMessage, SayOptions, SeenMessage, WorldChat, WorldPerson } from './world.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

channelContract('webchat', () => openWorld(database));

/** People at browsers, each with a session of his own, over HTTP. */
async function openWorld({ url: databaseUrl, asOwner }: TestDatabase): Promise<ChannelWorld> {
  const office = emptyOffice();
  const server = await openServer({ databaseUrl, office, receive: null });
  await asOwner('TRUNCATE webchat_message, webchat_file, webchat_read, webchat_session');
  const visitors = new Map<string, Visitor>();
  const posts = new Map<string, { readonly person: string; readonly body: object }>();

  const of = (person: { readonly wireId: string }): Visitor => {
    const found = visitors.get(person.wireId);
    if (!found) throw new Error(`${person.wireId} is not here`);
    return found;
  };
  const person = async (name: string): Promise<WorldPerson> => {
    const { key } = addMember(office, `p${office.members.length + 1}`, name, ['entrepreneur']);
    visitors.set(key, await arrive(server, key));
    return { wireId: key, name };
  };
  const reader = async (chat: WorldChat): Promise<Visitor> => {
    const insider = chat.kind === 'private' ? chat.wireId.slice('dm:'.length) : [...visitors.keys()][0];
    return of({ wireId: insider ?? (await person('旁观者')).wireId });
  };

  async function says(chat: WorldChat, speaker: WorldPerson, text: string, options: SayOptions = {}): Promise<SaidMessage> {
    const visitor = of(speaker);
    const files = options.image ? [(await visitor.uploaded(options.image.name, options.image.content)).token] : [];
    const named = (options.mentions ?? []).map((one) => `@${one.name} `).join('');
    const clientId = randomUUID();
    const body = {
      clientId,
      text: `${named}${text}`,
      quote: options.quote === undefined ? null : Number(options.quote),
      mentions: [...(options.mentions ?? []).map((one) => one.wireId), ...(options.mentionsBot ? ['@bot'] : [])],
      files,
    };
    const answer = await visitor.post(`/api/chats/${chat.wireId}/messages`, body);
    // 503: stored, but the house did not take it; the server offers it again by itself.
    const posted = Message.safeParse(answer.json());
    const message = posted.data ?? (await visitor.messages(chat.wireId)).find((one) => one.clientId === clientId);
    const id = String(message?.id ?? 0);
    posts.set(id, { person: speaker.wireId, body });
    return { chat, id };
  }

  async function shown(chat: WorldChat, visitor: Visitor, message: Message): Promise<SeenMessage> {
    const content = async (file: FileRef) => ({
      kind: file.kind,
      name: file.name,
      content: new Uint8Array((await visitor.get(`/api/files/${file.token}`)).bytes),
    });
    return {
      chat,
      id: String(message.id),
      text: message.text,
      quotes: message.quote ? String(message.quote.id) : null,
      buttons: message.buttons,
      mentions: message.mentions.map((one) => one.key),
      media: await Promise.all(message.files.map(content)),
    };
  }

  return {
    channel: server.channel,
    botName: office.botName,
    person,
    says,
    async group(title) {
      const wireId = `group-${office.chats.length + 1}`;
      addGroup(office, wireId, title, 'work');
      return { wireId, kind: 'group' };
    },
    async privateChat({ wireId }) {
      return { wireId: `dm:${wireId}`, kind: 'private' };
    },
    async deliverAgain({ chat, id }) {
      const said = posts.get(id);
      if (said) await of({ wireId: said.person }).post(`/api/chats/${chat.wireId}/messages`, said.body);
    },
    async edits({ chat, id }, editor, text) {
      await of(editor).edit(chat.wireId, Number(id), text);
    },
    async recalls({ chat, id }, author) {
      await of(author).recall(chat.wireId, Number(id));
    },
    async presses({ chat, id }, presser, data) {
      await of(presser).press(chat.wireId, Number(id), data);
    },
    async sent(chat) {
      const visitor = await reader(chat);
      const all = await visitor.messages(chat.wireId);
      return Promise.all(all.filter((one) => one.author.key === '@bot').map((one) => shown(chat, visitor, one)));
    },
    close: () => server.close(),
  };
}
