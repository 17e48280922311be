import { Command } from 'commander';
import { ledgerOf } from '../../prisma/store/ledger.ts';
import { boot } from '../boot.ts';
import { readSettings } from '../settings.ts';

/** Received = ticketed + attached + answered + ignored + parked (+ still waiting): the promise that nothing is lost, in numbers. */
export function ledgerCommand(): Command {
  return new Command('ledger')
    .description('对账：收到的每条消息都有着落')
    .option('--day <YYYY-MM-DD>', '哪一天（上海时间），默认今天')
    .action(async (options: { day?: string }) => {
      const ground = await boot({ ...readSettings(process.env), LOG_LEVEL: 'silent' });
      try {
        const day = options.day ?? ground.clock.now().toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });
        const { received, waiting, ...ends } = await ledgerOf(ground.db, day);
        const sum = Object.values(ends).reduce((a, b) => a + b, waiting);
        process.stdout.write(
          `${day} 收到 ${received} 条：立单 ${ends.ticketed}、并入 ${ends.attached}、应答 ${ends.answered}、略过 ${ends.ignored}、待人看 ${ends.parked}、处理中 ${waiting}。${sum === received ? '账平。' : '账不平，请查！'}\n`,
        );
        if (sum !== received) process.exitCode = 1;
      } finally {
        await ground.close();
      }
    });
}
