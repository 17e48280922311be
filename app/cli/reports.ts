import { Command } from 'commander';
import { SHANGHAI_OFFSET_MS, shanghaiDate } from '../../core/deadlines/shanghai.ts';
import { HouseError } from '../../core/errors.ts';
import { dueReports, ordersOf, readersOf } from '../../core/report/schedule.ts';
import { type Delivery, deliveriesOf } from '../../prisma/store/report.ts';
import { boot, type Ground } from '../boot.ts';
import { clockworkOf } from '../clockwork.ts';
import { readSettings } from '../settings.ts';

/** The record of delivery: for each reader whether his report was made, and whether and when it was sent. */
export function reportsCommand(): Command {
  return new Command('reports')
    .description('报告送达情况：给谁的、做好没有、什么时候发出')
    .option('--day <YYYY-MM-DD>', '哪一天（上海时间），默认今天')
    .action(async (options: { day?: string }) => {
      const ground = await boot({ ...readSettings(process.env), LOG_LEVEL: 'silent' });
      try {
        const day = options.day ?? shanghaiDate(ground.clock.now());
        if (Number.isNaN(Date.parse(`${day}T00:00:00Z`))) throw new HouseError('bad-day', `日期 ${day} 不对，请写成 2026-11-26 这样。`);
        const rows = await deliveriesOf(ground.db, day);
        const lines = [...rows.map(deliveryLine), ...(await missing(ground, day, new Set(rows.map((row) => row.key))))];
        process.stdout.write(lines.length === 0 ? `${day} 没有报告。\n` : `${day} 的报告：\n${lines.join('\n')}\n`);
      } finally {
        await ground.close();
      }
    });
}

const SENT: Readonly<Record<string, string>> = {
  held: '等免打扰时段过去再发',
  pending: '排队待发',
  sending: '正在发',
  sent: '已发出',
  unknown: '发没发到不确定',
  refused: '渠道拒收',
  withdrawn: '已撤回',
};

export function deliveryLine({ key, reader, chat, state, madeAt, status, sentAt, error }: Delivery): string {
  const made = state === 'made' ? `${clock(madeAt)} 做好` : state === 'failed' ? '没做成' : '待做';
  const sent = status === null ? '' : `，${status === 'sent' ? `${clock(sentAt)} ` : ''}${SENT[status] ?? status}`;
  return `${reader ?? chat}　${key}　${made}${sent}${error === null ? '' : `（${error}）`}`;
}

/** Readers of the day's schedule for whom nothing is on record: nobody can write to them, or nobody was there to order it. */
async function missing({ config, store, clock: time }: Ground, day: string, known: ReadonlySet<string>): Promise<readonly string[]> {
  const directory = await store.directory.current();
  const { calendar } = clockworkOf(config);
  const end = new Date(`${day}T23:59:59+08:00`);
  const at = time.now() < end ? time.now() : end;
  const due = dueReports(config.reports.schedules, calendar, at).filter((one) => one.date === day);
  return due.flatMap((one) => {
    const reached = new Set(ordersOf(one, directory).map((order) => order.key));
    return readersOf(one.schedule, directory).flatMap((member) => {
      const key = `${one.schedule.key}.${day}.${member.key}`;
      if (known.has(key)) return [];
      return [`${member.name}　${key}　${reached.has(key) ? '还没有开始做，请看服务是否在运行' : '没有可私聊的账号，送不到'}`];
    });
  });
}

function clock(at: Date | null): string {
  return at === null ? '' : new Date(at.getTime() + SHANGHAI_OFFSET_MS).toISOString().slice(11, 16);
}
