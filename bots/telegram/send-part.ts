import type { InlineKeyboardMarkup } from 'telegraf/types';
import type { OutboundMedia } from '../../core/channel.ts';
import type { Api } from './api.ts';
import type { Part } from './encode.ts';

/** Makes the one call of this part; resolves to the id of the message that people see (of an album, its first). */
export async function sendPart(api: Api, chat: number, part: Part): Promise<string> {
  switch (part.kind) {
    case 'text':
      return idOf(
        await api.call('sendMessage', { chat_id: chat, ...worded(part), ...dressed(part), link_preview_options: { is_disabled: true } }),
      );
    case 'single':
      return part.as === 'photo'
        ? idOf(await api.call('sendPhoto', inForm({ chat_id: chat, photo: upload(part.file), ...captioned(part) }, dressed(part))))
        : idOf(await api.call('sendDocument', inForm({ chat_id: chat, document: upload(part.file), ...captioned(part) }, dressed(part))));
    case 'album': {
      const { reply_parameters } = dressed(part);
      const [first] = await api.call('sendMediaGroup', inForm({ chat_id: chat, media: album(part) }, { reply_parameters }));
      if (first === undefined) throw new Error('an album without messages came back');
      return idOf(first);
    }
  }
}

function idOf(message: { readonly message_id: number }): string {
  return String(message.message_id);
}

function worded({ words }: Part) {
  return { text: words.text, entities: [...words.entities] };
}

function captioned({ words }: Part) {
  return words.text === '' ? {} : { caption: words.text, caption_entities: [...words.entities] };
}

function dressed({ replyTo, rows }: Part) {
  const inline_keyboard = rows.map((row) => row.map(({ label, data }) => ({ text: label, callback_data: data })));
  return {
    // A quoted message that was deleted meanwhile must not stop the answer.
    ...(replyTo === null ? {} : { reply_parameters: { message_id: replyTo, allow_sending_without_reply: true } }),
    ...(rows.length === 0 ? {} : { reply_markup: { inline_keyboard } satisfies InlineKeyboardMarkup }),
  };
}

function album(part: Extract<Part, { kind: 'album' }>) {
  return part.files.map((file, index) => ({
    type: part.as,
    media: upload(file),
    ...(index === 0 ? captioned(part) : {}),
  }));
}

function upload({ content, name }: OutboundMedia) {
  return { source: Buffer.from(content.buffer, content.byteOffset, content.byteLength), filename: fileName(name) };
}

/** The name stands in a header line between quotes. */
function fileName(name: string): string {
  return name.replace(/[\u0000-\u001f"\\/]+/g, '_').slice(-128) || 'file';
}

/** Telegraf leaves out of a form every object it does not know, quotes among them; the Bot API reads them as JSON text. */
function inForm<P extends object>(payload: P, objects: object): P {
  const fields: Record<string, string> = {};
  for (const [key, value] of Object.entries(objects)) if (value !== undefined) fields[key] = JSON.stringify(value);
  return Object.assign(payload, fields);
}
