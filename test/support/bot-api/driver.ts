import { type BotApiOptions, startBotApiServer } from './server.ts';
import { ApiRefusal, type LedgerEntry, type WireChat, type WireEntity, type WireMessage, type WireUpdate, type WireUser } from './types.ts';

export interface Picture {
  readonly name?: string;
  readonly mime?: string;
  readonly content: Uint8Array;
}

export interface Say {
  readonly replyTo?: number;
  readonly entities?: readonly WireEntity[];
  readonly photo?: Picture;
  readonly document?: Picture;
  readonly voice?: Picture;
  /** Anything else the Bot API may put into a message. */
  readonly more?: Readonly<Record<string, unknown>>;
}

export interface Said {
  readonly message: WireMessage;
  readonly update: WireUpdate;
}

export type BotApi = Awaited<ReturnType<typeof startBotApi>>;
export type Person = ReturnType<BotApi['user']>;

/** The Bot API server with people and groups to drive it by. */
export async function startBotApi(options: BotApiOptions = {}) {
  const server = await startBotApiServer(options);
  const { world, updates } = server;
  let nextUser = 5_000;
  let nextGroup = 700;
  let nextQuery = 1;

  function user({ name, username }: { name: string; username?: string }) {
    const me: WireUser = { id: nextUser++, is_bot: false, first_name: name, ...(username === undefined ? {} : { username }) };
    world.users.set(me.id, me);
    // A bot may not write to somebody who never wrote to it.
    const unknown = new ApiRefusal(403, "Forbidden: bot can't initiate conversation with a user");
    const alone = world.addChat({ id: me.id, type: 'private', first_name: name }, unknown);

    return {
      ...me,
      chat: alone.chat,
      says: (chat: { id: number }, text: string, say: Say = {}) => post(chat, me, contentOf(chat, text, say)),
      posts: (chat: { id: number }, content: Record<string, unknown>) => post(chat, me, content),
      edits(message: WireMessage, text: string): WireUpdate {
        const words = message['caption'] === undefined ? { text } : { caption: text };
        const after: WireMessage = { ...message, ...words, edit_date: Math.floor(Date.now() / 1000) };
        stateOf(message.chat).messages.set(message.message_id, after);
        return updates.push({ edited_message: after });
      },
      presses(message: Pick<WireMessage, 'message_id' | 'chat'>, data: string): { id: string; update: WireUpdate } {
        const id = `query${nextQuery++}`;
        server.answered.set(id, {});
        const shown = stateOf(message.chat).messages.get(message.message_id) ?? { ...message, date: 0 };
        const callback_query = { id, from: me, chat_instance: '1', message: shown, data };
        return { id, update: updates.push({ callback_query }) };
      },
      blocksBot(): void {
        alone.closed = new ApiRefusal(403, 'Forbidden: bot was blocked by the user');
        updates.push({ my_chat_member: membership(alone.chat, me, 'kicked') });
      },
    };
  }

  function group({ title, kind = 'supergroup' }: { title: string; kind?: 'group' | 'supergroup' }) {
    const serial = nextGroup++;
    const chat: WireChat = { id: kind === 'group' ? -serial : -1_000_000_000_000 - serial, type: kind, title };
    world.addChat(chat);
    return {
      ...chat,
      joins: (...people: readonly WireUser[]) =>
        post(chat, people[0] ?? world.bot, { new_chat_members: people.map(({ id }) => world.users.get(id)) }),
      kicksBot(): void {
        const where = kind === 'group' ? 'group' : 'supergroup';
        stateOf(chat).closed = new ApiRefusal(403, `Forbidden: bot was kicked from the ${where} chat`);
        updates.push({ my_chat_member: membership(chat, world.bot, 'kicked') });
      },
      /** Becomes a supergroup under another id. `silently`: the bot learns it only when it sends. */
      upgrades({ silently = false } = {}): { id: number } {
        const next: WireChat = { id: -1_000_000_000_000 - nextGroup++, type: 'supergroup', title };
        const old = stateOf(chat);
        const upgrade = { migrate_to_chat_id: next.id };
        if (!silently) post(chat, world.bot, upgrade);
        old.closed = new ApiRefusal(400, 'Bad Request: group chat was upgraded to a supergroup chat', upgrade);
        world.addChat(next);
        if (!silently) post(next, world.bot, { migrate_from_chat_id: chat.id });
        return next;
      },
    };
  }

  function post(chat: { id: number }, from: WireUser, content: Record<string, unknown>): Said {
    const state = stateOf(chat);
    if (state.chat.type === 'private' && state.closed?.message.includes('initiate')) state.closed = null;
    const { id, is_bot, first_name, username } = from;
    const author = { id, is_bot, first_name, ...(username === undefined ? {} : { username }) };
    const message = world.addMessage(state, author, content);
    return { message, update: updates.push({ message }) };
  }

  function contentOf(
    chat: { id: number },
    text: string,
    { replyTo, entities, photo, document, voice, more }: Say,
  ): Record<string, unknown> {
    const withFile = photo !== undefined || document !== undefined || voice !== undefined;
    const words = withFile ? (text === '' ? {} : { caption: text, caption_entities: entities }) : { text, entities };
    // A quoted message comes without what it quoted itself.
    const original: Record<string, unknown> = (replyTo === undefined ? undefined : stateOf(chat).messages.get(replyTo)) ?? {};
    const { reply_to_message: _deeper, ...quoted } = original;
    return {
      ...words,
      ...(replyTo === undefined ? {} : { reply_to_message: quoted }),
      ...(photo ? { photo: sizes(photo) } : {}),
      ...(document ? { document: described(document) } : {}),
      ...(voice ? { voice: described(voice) } : {}),
      ...more,
    };
  }

  /** Two sizes, the small one another file: taking the wrong one shows. */
  function sizes(photo: Picture): Record<string, unknown>[] {
    const small = world.addFile('small.jpg', 'image/jpeg', photo.content.slice(0, 1));
    const large = world.addFile('large.jpg', 'image/jpeg', photo.content);
    return [
      { file_id: small.file_id, file_unique_id: small.file_unique_id, file_size: 1, width: 90, height: 60 },
      { file_id: large.file_id, file_unique_id: large.file_unique_id, file_size: large.file_size, width: 1280, height: 853 },
    ];
  }

  function described({ name, mime, content }: Picture): Record<string, unknown> {
    const { file_id, file_unique_id, file_size } = world.addFile(name ?? '', mime ?? '', content);
    return { file_id, file_unique_id, file_size, ...(name ? { file_name: name } : {}), ...(mime ? { mime_type: mime } : {}) };
  }

  function stateOf({ id }: { id: number }) {
    const state = world.chats.get(id);
    if (state === undefined) throw new Error(`no such chat: ${id}`);
    return state;
  }

  function membership(chat: WireChat, by: WireUser, status: string) {
    const [old_chat_member, new_chat_member] = [
      { user: world.bot, status: 'member' },
      { user: world.bot, status },
    ];
    return { chat, from: by, date: Math.floor(Date.now() / 1000), old_chat_member, new_chat_member };
  }

  return {
    ...server,
    user,
    group,
    /** An update that no Telegram would send. */
    pushes: (content: Record<string, unknown>) => updates.push(content, true),
    /** What the bot sent there and the server took, oldest first. */
    sentTo: (chat: { id: number }): LedgerEntry[] => world.ledger.filter((entry) => entry.chatId === chat.id),
  };
}
