import { randomBytes } from 'node:crypto';
import type { OutboundMessage } from '../../core/channel.ts';
import type { NewWebchatMessage, WebchatBody, WebchatFileRef, WebchatMessage } from '../../prisma/store/webchat.ts';
import { BOT, cleanText, type Message } from './api.ts';
import { cleanName } from './files.ts';
import type { Room } from './rooms.ts';

export const fileToken = (): string => randomBytes(24).toString('base64url');

/** What the bot says, as its own wire's server keeps it. */
export function toRow(message: OutboundMessage, room: Room, botName: string, quote: WebchatBody['quote'], at: Date): NewWebchatMessage {
  const files: WebchatFileRef[] = message.media.map(({ kind, name, mime, content }) => ({
    token: fileToken(),
    kind,
    name: cleanName(name),
    mime,
    size: content.byteLength,
  }));
  return {
    chat: room.wireId,
    author: BOT,
    authorName: botName,
    text: withMentions(cleanText(message.text), message),
    body: {
      quote,
      mentions: [...message.mentions],
      mentionsBot: false,
      buttons: message.buttons.map((row) => [...row]),
      files,
    },
    at,
  };
}

/** What one viewer may see of a message: nothing of a recalled one but that it was. */
export function toMessage(message: WebchatMessage, viewerKey: string): Message {
  const { quote, mentions, buttons, files } = message.body;
  const recalled = message.recalledAt !== null;
  const quoted = quote && { id: idOf(quote.messageId), author: quote.author, text: quote.text };
  return {
    id: message.id,
    chat: message.chat,
    change: message.change,
    author: { key: message.author, name: message.authorName },
    text: recalled ? '' : message.text,
    at: message.at.toISOString(),
    edited: message.editedAt !== null,
    recalled,
    quote: recalled ? null : quoted,
    mentions: recalled ? [] : mentions.map(({ wireId, name }) => ({ key: wireId, name })),
    buttons: recalled ? [] : buttons,
    files: recalled ? [] : files,
    clientId: message.author === viewerKey ? message.clientId : null,
  };
}

/** What a quote shows of a message. */
export function quotedText(message: WebchatMessage): string {
  if (message.recalledAt) return '（原消息已撤回）';
  const files = message.body.files.map((file) => (file.kind === 'image' ? '[图片]' : `[文件] ${file.name}`));
  return shorten(message.text.trim() || files.join(' '));
}

/** Enough of a quoted message to recognise it by. */
export function shorten(text: string): string {
  const points = [...text];
  return points.length > 160 ? `${points.slice(0, 160).join('')}…` : text;
}

function withMentions(text: string, { mentions }: OutboundMessage): string {
  const missing = mentions.filter(({ name }) => !text.includes(`@${name}`)).map(({ name }) => `@${name} `);
  return missing.join('') + text;
}

function idOf(messageId: string): number | null {
  const id = Number(messageId);
  return Number.isSafeInteger(id) && id > 0 ? id : null;
}
