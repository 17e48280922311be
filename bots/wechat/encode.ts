import { FileBox } from 'file-box';
import type { OutboundMedia, OutboundMessage } from '../../core/channel.ts';
import { storable } from './text.ts';

/** One call on the wire: WeChat carries words and files in separate messages. */
export type Part =
  | { readonly kind: 'text'; readonly text: string; readonly mentions: readonly string[] }
  | { readonly kind: 'file'; readonly name: string; readonly file: () => FileBox };

export interface Named {
  /** The id on the wire; null: this person cannot be mentioned there, the name is only written. */
  readonly rawId: string | null;
  readonly name: string;
}

const dashedLine = '- - - - - - - - - - - - - - -';
const longestExcerpt = 60;

/** Buttons are left out: the house's text says the words to type. */
export function encode(message: OutboundMessage, mentions: readonly Named[]): Part[] {
  const body = storable(message.text);
  const parts: Part[] = message.media.map(filePart);
  if (body.trim() === '') return parts;
  const text = quotePrefix(message.quote) + mentions.map(({ name }) => `@${storable(name)}\u2005`).join('') + body;
  return [{ kind: 'text', text, mentions: mentions.flatMap(({ rawId }) => (rawId === null ? [] : [rawId])) }, ...parts];
}

/**
 * No puppet sends WeChat's own quote through wechaty, so it is written as WeChat writes quotes for clients that cannot show
 * them. People see what is answered, and whoever quotes us in turn carries the ticket's number along.
 */
function quotePrefix(quote: OutboundMessage['quote']): string {
  const text = storable(quote?.text ?? '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  if (text === '') return '';
  const signs = [...text];
  const excerpt = signs.length <= longestExcerpt ? text : `${signs.slice(0, longestExcerpt).join('')}…`;
  return `「${excerpt}」\n${dashedLine}\n`;
}

function filePart(media: OutboundMedia): Part {
  const name = fileName(media);
  // Base64 crosses every puppet; a buffer's file box cannot be serialised by some.
  return { kind: 'file', name, file: () => FileBox.fromBase64(Buffer.from(media.content).toString('base64'), name) };
}

const endings: Readonly<Record<string, string>> = {
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/gif': '.gif',
  'image/webp': '.webp',
  'video/mp4': '.mp4',
  'audio/mpeg': '.mp3',
  'application/pdf': '.pdf',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': '.xlsx',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': '.docx',
};
const kindEndings = { image: '.jpg', video: '.mp4', voice: '.mp3', file: '' } as const;

/** Puppets tell a picture from a file by the name's ending. */
function fileName(media: OutboundMedia): string {
  const name = storable(media.name).replaceAll(/[/\\]/g, '_').trim() || '附件';
  return /\.[a-z0-9]{1,8}$/i.test(name) ? name : name + (endings[media.mime] ?? kindEndings[media.kind]);
}
