import type { Message } from '../../../bots/webchat/api.ts';

/** A message in one line, for the list of chats and for quotes. */
export function lineOf(message: Message): string {
  if (message.recalled) return '撤回了一条消息';
  const files = message.files.map((file) => (file.kind === 'image' ? '[图片]' : `[文件] ${file.name}`));
  return [message.text.replaceAll(/\s+/g, ' ').trim(), ...files].filter(Boolean).join(' ');
}
