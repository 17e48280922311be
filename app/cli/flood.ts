import { Command } from 'commander';
import { type AsideMessage, setAsideOn } from '../../prisma/store/flood.ts';
import { boot } from '../boot.ts';
import { readSettings } from '../settings.ts';

const AT_MOST = 100_000;

/** What was set aside unread because its sender wrote too much in a minute: said in the duty desk's line, looked through here. */
export function floodCommand(): Command {
  return new Command('flood')
    .description('看刷屏时没有逐条读的消息（原文）')
    .option('--day <YYYY-MM-DD>', '哪一天（上海时间），默认今天')
    .action(async (options: { day?: string }) => {
      const ground = await boot({ ...readSettings(process.env), LOG_LEVEL: 'silent' });
      try {
        const day = options.day ?? ground.clock.now().toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });
        const messages = await setAsideOn(ground.db, day, AT_MOST);
        for (const line of folded(messages)) process.stdout.write(`${line}\n`);
        process.stdout.write(`${day} 共 ${messages.length} 条没有逐条读${messages.length === AT_MOST ? '（只列出这么多）' : ''}。\n`);
      } finally {
        await ground.close();
      }
    });
}

/** The same words a thousand times are one line. */
function folded(messages: readonly AsideMessage[]): readonly string[] {
  const lines = new Map<string, { readonly first: AsideMessage; times: number }>();
  for (const message of messages) {
    const key = JSON.stringify([message.chat, message.name, message.text]);
    const known = lines.get(key);
    if (known) known.times += 1;
    else lines.set(key, { first: message, times: 1 });
  }
  return [...lines.values()].map(({ first, times }) => {
    const at = first.at.toLocaleTimeString('zh-CN', { timeZone: 'Asia/Shanghai', hour12: false });
    const where = first.private ? '私聊' : first.chat;
    return `${at} ${where} ${first.name}${times > 1 ? `（${times} 条）` : ''}：${first.text.replaceAll('\n', ' ')}`;
  });
}
