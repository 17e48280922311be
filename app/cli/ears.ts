import { Command } from 'commander';
import { HouseError } from '../../core/errors.ts';
import { comparisonLines, sliceLines, versionLine, versionName } from '../../core/learning/words.ts';
import type { Store } from '../../prisma/store/index.ts';
import { learn } from '../../workers/learn.ts';
import { boot, type Ground } from '../boot.ts';
import { readSettings } from '../settings.ts';
import { workshopOf } from '../workshop.ts';

const LISTED = 30;

/** Versions of the ears, for whoever sits at the machine: what 学习 shows and does, and each version by its number. */
export function earsCommand(): Command {
  const ears = new Command('ears').description('从更正里学到的版本');
  ears
    .command('list', { isDefault: true })
    .description('有哪些版本，现在用的是哪一版')
    .action(() => withGround(async ({ store, clock }) => say(await listText(store, clock.now()))));
  ears
    .command('show <number>')
    .description('某一版与前一版的对照')
    .action((number: string) => withGround(async ({ store, clock }) => say(await showText(store, Number(number), clock.now()))));
  ears
    .command('rollback')
    .description('退回上一版；以后夜间不再训练，直到再次要求训练')
    .requiredOption('--reason <text>', '为什么，会记进审计')
    .action(({ reason }: { reason: string }) =>
      withGround(async ({ store, clock }) => say(await rollbackText(store, reason, clock.now()))),
    );
  ears
    .command('train')
    .description('现在训练一版，不比现在用的差才采用')
    .action(() => withGround(async (ground) => say(await trainText(ground))));
  return ears;
}

export async function listText(store: Store, now: Date): Promise<string> {
  const [current, versions] = await Promise.all([store.ears.current(), store.ears.versions(LISTED)]);
  const head = `现在用的是${versionName(current)}。`;
  return [head, ...versions.map((one) => versionLine(one, now))].join('\n');
}

export async function showText(store: Store, number: number, now: Date): Promise<string> {
  const version = Number.isSafeInteger(number) && number > 0 ? await store.ears.version(number) : null;
  if (version === null) throw new HouseError('no-such-version', '没有这一版，请用 ears list 查看有哪些。');
  return [versionLine(version, now), ...comparisonLines(version.comparison), ...sliceLines(version.comparison)].join('\n');
}

export async function rollbackText(store: Store, reason: string, now: Date): Promise<string> {
  if (reason.trim() === '') throw new HouseError('reason-missing', '回退要写明理由，例如 --reason 近几天把租金的事都派错了。');
  const done = await store.ears.rollback(reason.trim(), now);
  return done === null
    ? '现在用的就是自带版本，没有可以回退的。'
    : `已从${versionName(done.from)}退回${versionName(done.to)}，正在运行的服务处理下一条消息时生效。`;
}

async function trainText(ground: Ground): Promise<string> {
  const { store, clock } = ground;
  await store.ears.order(clock.now());
  const learnt = await learn(workshopOf(ground));
  if (learnt.kind === 'made') return [versionLine(learnt.version, clock.now()), ...comparisonLines(learnt.version.comparison)].join('\n');
  if (learnt.kind === 'failed') throw new HouseError('not-trained', '没有做成，请看日志；现在用的版本不受影响。');
  return '没有新的更正可学，仍用现在的版本。';
}

async function withGround(run: (ground: Ground) => Promise<void>): Promise<void> {
  const ground = await boot({ ...readSettings(process.env), LOG_LEVEL: 'silent' });
  try {
    await run(ground);
  } finally {
    await ground.close();
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
