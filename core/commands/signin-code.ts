import { z } from 'zod';
import { hashCode, newCode } from './codes.ts';
import { accepted, defineCommand } from './define.ts';

export const signinCode = defineCommand({
  name: 'signin_code',
  words: ['网页登录', '登录'],
  latin: ['login'],
  help: '要一个登录网页的一次性码',
  examples: ['登录码'],
  args: z.object({}),
  parse: () => accepted({}),
  run(_args, { member, now, random, codeMinutes }) {
    if (member === null) return { say: '抱歉，我还不认识您，请先用绑定码绑定身份。' };
    const code = newCode(random);
    const expiresAt = new Date(now.getTime() + codeMinutes * 60_000);
    return {
      say: `您的登录码：${code}\n请在网页上填写。${codeMinutes} 分钟内有效，只能用一次，请勿告诉别人。`,
      privately: true,
      directory: [{ kind: 'code', member: member.id, codeHash: hashCode(code), purpose: 'signin', expiresAt }],
    };
  },
});
