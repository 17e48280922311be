import { z } from 'zod';
import type { Upload } from './body.ts';
import { type Call, json, type Method, parse } from './params.ts';
import { ApiRefusal, type LedgerEntry, type WireMessage } from './types.ts';
import type { BotApiWorld, ChatState } from './world.ts';

const Entities = z.array(
  z.object({ type: z.string(), offset: z.int(), length: z.int(), user: z.object({ id: z.int() }).loose().optional() }),
);
const Keyboard = z.object({
  inline_keyboard: z.array(z.array(z.object({ text: z.string().min(1), callback_data: z.string().min(1) }))),
});
const Dress = {
  chat_id: z.coerce.number(),
  reply_parameters: json(z.object({ message_id: z.int(), allow_sending_without_reply: z.boolean().default(false) })).optional(),
  reply_markup: json(Keyboard).optional(),
};
const SendMessage = z.object({ ...Dress, text: z.string().default(''), entities: json(Entities).default([]) });
const Captioned = { caption: z.string().default(''), caption_entities: json(Entities).default([]) };
const SendFile = z.object({ ...Dress, ...Captioned });
const AlbumItem = z.object({ type: z.enum(['photo', 'document']), media: z.string(), ...Captioned });
const SendAlbum = z.object({ ...Dress, media: json(z.array(AlbumItem).min(2).max(10)) });
const Edit = z.object({
  chat_id: z.coerce.number(),
  message_id: z.coerce.number(),
  text: z.string().optional(),
  reply_markup: Dress.reply_markup,
});

type Dressed = Pick<z.output<typeof SendMessage>, 'chat_id' | 'reply_parameters' | 'reply_markup'>;
type FileSent = NonNullable<LedgerEntry['file']>;
type Worded = { readonly text: string; readonly entities: z.output<typeof Entities> };

export function createSendMethods(world: BotApiWorld): Record<string, Method> {
  let lastAlbum = 0;

  function post(method: string, dress: Dressed, words: Worded, file: FileSent | null, albumId: string | null = null): WireMessage {
    const chat = world.openChat(dress.chat_id);
    const { text, entities } = trimmed(words);
    const known = world.knownEntities(entities, text.length);
    const quoted = quotedBy(chat, dress.reply_parameters);
    const keyboard = checkedKeyboard(dress.reply_markup?.inline_keyboard ?? []);
    // An album has been let through as a whole.
    if (albumId === null) world.pass(chat.chat);
    const message = world.addMessage(chat, world.bot, {
      ...(file === null ? { text, entities: known } : { caption: text, caption_entities: known, ...storedAs(file) }),
      ...(quoted === null ? {} : { reply_to_message: quoted }),
      ...(keyboard.length === 0 ? {} : { reply_markup: { inline_keyboard: keyboard } }),
      ...(albumId === null ? {} : { media_group_id: albumId }),
    });
    const entry = { chatId: chat.chat.id, messageId: message.message_id, method, text, entities: known, keyboard, file, albumId };
    world.record({ ...entry, replyTo: quoted?.message_id ?? null });
    return message;
  }

  function storedAs({ as, name, content }: FileSent): Record<string, unknown> {
    const { file_id, file_unique_id, file_size } = world.addFile(name, as === 'photo' ? 'image/jpeg' : 'application/octet-stream', content);
    const file = { file_id, file_unique_id, file_size };
    return as === 'photo' ? { photo: [{ ...file, width: 1, height: 1 }] } : { document: { ...file, file_name: name } };
  }

  function sendFile(method: string, as: 'photo' | 'document', call: Call): WireMessage {
    const { caption, caption_entities, ...dress } = parse(SendFile, call);
    return post(method, dress, captionOf(caption, caption_entities), { as, ...uploaded(call.uploads.get(as)) });
  }

  return {
    sendMessage(call) {
      const { text, entities, ...dress } = parse(SendMessage, call);
      if (trimmed({ text, entities }).text === '') throw new ApiRefusal(400, 'Bad Request: message text is empty');
      if (text.trim().length > 4096) throw new ApiRefusal(400, 'Bad Request: message is too long');
      return post('sendMessage', dress, { text, entities }, null);
    },
    sendPhoto: (call) => sendFile('sendPhoto', 'photo', call),
    sendDocument: (call) => sendFile('sendDocument', 'document', call),

    sendMediaGroup(call) {
      const { media, ...dress } = parse(SendAlbum, call);
      if (new Set(media.map((item) => item.type)).size > 1)
        throw new ApiRefusal(400, "Bad Request: document can't be mixed with other media types");
      lastAlbum += 1;
      const items = media.map((item) => ({
        words: captionOf(item.caption, item.caption_entities),
        file: { as: item.type, ...uploaded(call.uploads.get(item.media.replace(/^attach:\/\//, ''))) },
      }));
      world.pass(world.openChat(dress.chat_id).chat, items.length);
      return items.map(({ words, file }) =>
        post('sendMediaGroup', { ...dress, reply_markup: undefined }, words, file, `album${lastAlbum}`),
      );
    },

    editMessageText(call) {
      const { text, ...edit } = parse(Edit, call);
      return edited(edit, text === undefined ? {} : { text });
    },
    editMessageReplyMarkup: (call) => edited(parse(Edit, call), {}),

    deleteMessage(call) {
      const { chat_id, message_id } = parse(Edit, call);
      if (!world.openChat(chat_id).messages.delete(message_id)) throw new ApiRefusal(400, 'Bad Request: message to delete not found');
      return true;
    },
  };

  function edited({ chat_id, message_id, reply_markup }: z.output<typeof Edit>, words: { text?: string }): WireMessage {
    const { messages } = world.openChat(chat_id);
    const before = messages.get(message_id);
    if (before === undefined) throw new ApiRefusal(400, 'Bad Request: message to edit not found');
    if (before.from?.id !== world.bot.id) throw new ApiRefusal(400, "Bad Request: message can't be edited");
    const { reply_markup: _old, ...bare } = before;
    const after: WireMessage = { ...bare, ...words, ...(reply_markup ? { reply_markup } : {}), edit_date: before.date };
    if (JSON.stringify({ ...before, edit_date: 0 }) === JSON.stringify({ ...after, edit_date: 0 }))
      throw new ApiRefusal(400, 'Bad Request: message is not modified');
    messages.set(message_id, after);
    return after;
  }
}

function captionOf(text: string, entities: z.output<typeof Entities>): Worded {
  if (text.length > 1024) throw new ApiRefusal(400, 'Bad Request: message caption is too long');
  return { text, entities };
}

/** Telegram trims, and its entities go by what was there before. */
function trimmed({ text, entities }: Worded): Worded {
  if (/\p{Surrogate}/u.test(text)) throw new ApiRefusal(400, 'Bad Request: strings must be encoded in UTF-8');
  const cut = text.length - text.trimStart().length;
  return { text: text.trim(), entities: entities.map((one) => ({ ...one, offset: one.offset - cut })) };
}

function uploaded(upload: Upload | undefined): { name: string; content: Uint8Array } {
  if (upload === undefined) throw new ApiRefusal(400, 'Bad Request: there is no file in the request');
  if (upload.content.length === 0) throw new ApiRefusal(400, 'Bad Request: file must be non-empty');
  return { name: upload.name, content: upload.content };
}

function quotedBy(chat: ChatState, reply: Dressed['reply_parameters']): WireMessage | null {
  if (reply === undefined) return null;
  const quoted = chat.messages.get(reply.message_id) ?? null;
  if (quoted === null && !reply.allow_sending_without_reply) throw new ApiRefusal(400, 'Bad Request: message to be replied not found');
  return quoted;
}

function checkedKeyboard(rows: z.output<typeof Keyboard>['inline_keyboard']) {
  for (const { callback_data } of rows.flat())
    if (Buffer.byteLength(callback_data) > 64) throw new ApiRefusal(400, 'Bad Request: BUTTON_DATA_INVALID');
  return rows;
}
