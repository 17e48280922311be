import { z } from 'zod';
import type { MemberId } from '../ids.ts';
import { memberName } from '../report/words.ts';
import { hashCode, readCode } from './codes.ts';
import type { CommandContext } from './command.ts';
import { accepted, defineCommand, refused } from './define.ts';

const HELP = '请私聊我发送“绑定”和值班席给您的绑定码，例如：绑定 ABCD-2345';

export const bind = defineCommand({
  name: 'bind',
  words: ['认证'],
  latin: ['bind'],
  help: '用绑定码认定自己的身份',
  examples: ['绑定 ABCD-2345'],
  args: z.object({ codeHash: z.string() }),
  parse(slots) {
    const code = readCode(slots.rest.replace(/^(?:绑定码|码)?\s*[:：]?/, ''));
    return code === null
      ? refused(slots.rest.trim() === '' ? HELP : `这不像绑定码（8位字母和数字）。${HELP}`)
      : accepted({ codeHash: hashCode(code) });
  },
  reads: ({ codeHash }) => [{ read: 'code', codeHash }],
  run({ codeHash }, context, { code }) {
    // One sentence for a code that never was and one of another kind: guessing must teach nothing.
    if (code === undefined || code === null || code.purpose !== 'bind')
      return { say: '没有这个绑定码，请核对后再发，或向值班席要一个新的。' };
    if (code.usedAt !== null) return { say: '这个绑定码已经用过了，请向值班席要一个新的。' };
    if (new Date(code.expiresAt).getTime() <= context.now.getTime()) return { say: '这个绑定码已经过期，请向值班席要一个新的。' };
    if (context.member !== null && context.member.id !== code.member)
      return { say: `您已经绑定为${context.member.name}；要换人，请联系管理员。` };
    return bound(codeHash, code.member, context);
  },
});

function bound(codeHash: string, member: MemberId, { chat, sender, directory }: CommandContext) {
  const { channel, wireId } = sender;
  return {
    say: `${memberName(directory, member) ?? ''}，您好，身份已认定。发“帮助”看看您能用什么。`,
    directory: [{ kind: 'bind', member, codeHash, channel, wireId, name: sender.name, privateChat: chat.id } as const],
  };
}
