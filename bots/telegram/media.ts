import type { InboundMedia, MediaKind } from '../../core/channel.ts';
import { cut, mend } from './text.ts';
import type { Content, File } from './wire.ts';

/** The Bot API lets a bot download at most this much. */
export const downloadLimit = 20 * 1024 * 1024;

const picture = /^image\/(jpeg|png|webp|gif)$/;

/** What a message carries beside words; the bytes are still on Telegram's side, `ref` is its file_id. */
export function mediaOf(content: Content): InboundMedia[] {
  const id = content.message_id;
  // Telegram sends several sizes of one photo, the largest last, but promises no order.
  const photo = content.photo?.toSorted((a, b) => a.width * a.height - b.width * b.height).at(-1);
  if (photo) return [media(photo, 'image', `照片${id}.jpg`, 'image/jpeg')];
  // An animation comes with a `document` for old clients: one thing, not two.
  if (content.animation) return [media(content.animation, 'video', `动图${id}.mp4`, 'video/mp4')];
  if (content.document) return [document(content.document, id)];
  if (content.video) return [media(content.video, 'video', `视频${id}.mp4`, 'video/mp4')];
  if (content.video_note) return [media(content.video_note, 'video', `视频${id}.mp4`, 'video/mp4')];
  if (content.voice) return [media(content.voice, 'voice', `语音${id}.ogg`, 'audio/ogg')];
  if (content.audio) return [media(content.audio, 'file', `音频${id}.mp3`, 'audio/mpeg')];
  return [];
}

function document(file: File, id: number): InboundMedia {
  const kind = picture.test(file.mime_type ?? '') ? 'image' : 'file';
  return media(file, kind, `文件${id}`, 'application/octet-stream');
}

function media(file: File, kind: MediaKind, name: string, mime: string): InboundMedia {
  return {
    kind,
    name: cut(mend(file.file_name ?? ''), 256) || name,
    mime: cut(mend(file.mime_type ?? ''), 128) || mime,
    content: null,
    ref: mend(file.file_id),
  };
}

const kindWords: { readonly [K in MediaKind]: string } = { image: '[图片]', file: '[文件]', voice: '[语音]', video: '[视频]' };

export function mediaWord(content: Content): string | null {
  const [first] = mediaOf(content);
  return first ? kindWords[first.kind] : null;
}
