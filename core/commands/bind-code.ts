import { z } from 'zod';
import { MemberId } from '../ids.ts';
import { mayVouchFor } from '../permission/seniority.ts';
import { memberName } from '../report/words.ts';
import { hashCode, newCode } from './codes.ts';
import { accepted, defineCommand, refused } from './define.ts';
import { onlyMember } from './people.ts';

export const bindCode = defineCommand({
  name: 'bind_code',
  words: ['发绑定码', '生成绑定码'],
  latin: ['code'],
  help: '给名录里的人生成一次性绑定码',
  examples: ['绑定码 王国栋'],
  args: z.object({ member: MemberId }),
  parse(slots, { member: asker }) {
    const found = onlyMember(slots, '绑定码 王国栋');
    if (!found.ok) return found;
    if (!mayVouchFor(asker?.roles ?? [], found.args.roles)) return refused(`${found.args.name}的绑定码要由管理员来发。`);
    return accepted({ member: found.args.id });
  },
  run({ member }, { directory, now, random, codeMinutes }) {
    const code = newCode(random);
    const expiresAt = new Date(now.getTime() + codeMinutes * 60_000);
    const name = memberName(directory, member) ?? '';
    return {
      say: `${name}的绑定码：${code}\n请本人私聊我发送“绑定 ${code}”。${codeMinutes} 分钟内有效，只能用一次，请勿发到群里。`,
      privately: true,
      directory: [{ kind: 'code', member, codeHash: hashCode(code), purpose: 'bind', expiresAt }],
    };
  },
});
