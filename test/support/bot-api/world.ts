import { createLimiter, type SendLimits } from './limits.ts';
import { ApiRefusal, type LedgerEntry, type StoredFile, type WireChat, type WireEntity, type WireMessage, type WireUser } from './types.ts';

export interface ChatState {
  chat: WireChat;
  readonly messages: Map<number, WireMessage>;
  /** Why the bot may not write here, in Telegram's words. */
  closed: ApiRefusal | null;
  lastMessageId: number;
}

export type BotApiWorld = ReturnType<typeof createWorld>;

export interface WorldOptions {
  /** What the bot may send; absent: as much as it likes. */
  readonly limits?: SendLimits | undefined;
  /** Hears of each message at the moment the server takes it. */
  readonly onSent?: ((entry: LedgerEntry) => void) | undefined;
}

/** Chats, people, messages and files as Telegram's side knows them, and the ledger of what the bot sent. */
export function createWorld(bot: WireUser, { limits, onSent }: WorldOptions = {}) {
  const limiter = limits === undefined ? null : createLimiter(limits);
  const chats = new Map<number, ChatState>();
  const users = new Map<number, WireUser>([[bot.id, bot]]);
  const files = new Map<string, StoredFile>();
  const ledger: LedgerEntry[] = [];
  let lastFile = 0;

  function addChat(chat: WireChat, closed: ApiRefusal | null = null): ChatState {
    const state: ChatState = { chat, messages: new Map(), closed, lastMessageId: 0 };
    chats.set(chat.id, state);
    return state;
  }

  function openChat(id: unknown): ChatState {
    const state = chats.get(Number(id));
    if (state === undefined) throw new ApiRefusal(400, 'Bad Request: chat not found');
    if (state.closed !== null) throw state.closed;
    return state;
  }

  function addMessage(state: ChatState, from: WireUser, content: Record<string, unknown>): WireMessage {
    state.lastMessageId += 1;
    const message: WireMessage = {
      message_id: state.lastMessageId,
      date: Math.floor(Date.now() / 1000),
      chat: state.chat,
      from,
      ...content,
    };
    state.messages.set(message.message_id, message);
    return message;
  }

  function addFile(name: string, mime: string, content: Uint8Array): StoredFile {
    lastFile += 1;
    const file_id = `AgACfile${lastFile}`;
    const file: StoredFile = {
      file_id,
      file_unique_id: `u${lastFile}`,
      file_size: content.length,
      path: `files/file_${lastFile}.bin`,
      name,
      mime,
      content,
    };
    files.set(file_id, file);
    return file;
  }

  /** Telegram drops a text_mention of somebody it never showed to the bot. */
  function knownEntities(entities: readonly WireEntity[], length: number): WireEntity[] {
    return entities.filter((one) => {
      const inside = one.offset >= 0 && one.length > 0 && one.offset + one.length <= length;
      return inside && (one.type !== 'text_mention' || users.has(one.user?.id ?? 0));
    });
  }

  function record(entry: LedgerEntry): void {
    ledger.push(entry);
    onSent?.(entry);
  }

  /** Throws the 429 if so many messages more are too many there now. */
  const pass = (chat: WireChat, count = 1): void => limiter?.pass(chat, count);

  return { bot, chats, users, files, ledger, record, pass, addChat, openChat, addMessage, addFile, knownEntities };
}
