import { randomInt } from 'node:crypto';
import { Command } from 'commander';
import { hashCode, newCode } from '../../core/commands/codes.ts';
import { HouseError } from '../../core/errors.ts';
import { boot } from '../boot.ts';
import { readSettings } from '../settings.ts';

const MINUTE = 60_000;
const RANGE = 2 ** 32;

/** The first administrator has nobody to give him a code: he takes it from the machine itself. */
export function bindCodeCommand(): Command {
  return new Command('code')
    .description('给名录里的一个人发一次性绑定码，让他私聊机器人“绑定 <码>”')
    .argument('<key>', 'config/people.yaml 里的 key')
    .option('--login', '改发网页登录码：在网页上填写，不用先绑定')
    .action(async (key: string, options: { login?: boolean }) => {
      const ground = await boot({ ...readSettings(process.env), LOG_LEVEL: 'silent' });
      try {
        const member = await ground.db.member.findUnique({ where: { key, active: true } });
        if (!member) throw new HouseError('no-such-person', `名录里没有 ${key}，请核对 config/people.yaml 里的 key。`);
        const code = newCode(() => randomInt(0, RANGE) / RANGE);
        const minutes = ground.config.bot.codeMinutes;
        const now = ground.clock.now();
        await ground.db.bindingCode.create({
          data: {
            codeHash: hashCode(code),
            memberId: member.id,
            purpose: options.login ? 'signin' : 'bind',
            createdBy: 'cli',
            createdAt: now,
            expiresAt: new Date(now.getTime() + minutes * MINUTE),
          },
        });
        await ground.db.audit.create({
          data: {
            at: now,
            actor: { kind: 'house', part: 'cli' },
            action: options.login ? 'signin_code' : 'bind_code',
            object: key,
            allowed: true,
          },
        });
        const [name, use] = options.login ? ['登录码', '请他在网页上填写'] : ['绑定码', `请他私聊机器人：绑定 ${code}`];
        process.stdout.write(`${member.name} 的${name}：${code}（${minutes} 分钟内有效，只能用一次）\n${use}\n`);
      } finally {
        await ground.close();
      }
    });
}
