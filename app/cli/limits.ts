import { Command } from 'commander';
import { explainPolicy } from '../../core/config/limits-check.ts';
import { Draft } from '../../core/conversation/draft.ts';
import { policyInForce } from '../../core/deadlines/policy.ts';
import { clocksUnder } from '../../core/deadlines/schedule.ts';
import { STEP_LABEL } from '../../core/deadlines/steps.ts';
import { directoryAt } from '../../core/directory.ts';
import { TicketNumber } from '../../core/ids.ts';
import { momentText } from '../../core/report/shanghai.ts';
import type { TicketCommand } from '../../core/ticket/command.ts';
import type { Ticket } from '../../core/ticket/ticket.ts';
import { boot, type Ground } from '../boot.ts';
import { clockworkOf } from '../clockwork.ts';
import { readSettings } from '../settings.ts';

const AT_ONCE = 200;

interface Options {
  readonly write?: boolean;
  readonly ticket?: readonly string[];
}

/** Open tickets keep the limits they were accepted under, until the office asks for the new ones here, and is told which. */
export function limitsCommand(): Command {
  const limits = new Command('limits').description('办理时限方案');
  limits
    .command('show')
    .description('现在用的是哪一套')
    .action(() => withGround(async ({ config }) => say(explainPolicy(config))));
  limits
    .command('apply')
    .description('让在办的单子改按现在的方案计时；不加 --write 只列出会变的')
    .option('--write', '真的改')
    .option('--ticket <numbers...>', '只改这几件，例如 --ticket 128 130')
    .action((options: Options) => withGround((ground) => apply(ground, options)));
  return limits;
}

async function withGround(run: (ground: Ground) => Promise<void>): Promise<void> {
  const ground = await boot({ ...readSettings(process.env), LOG_LEVEL: 'silent' });
  try {
    await run(ground);
  } finally {
    await ground.close();
  }
}

async function apply(ground: Ground, options: Options): Promise<void> {
  const { store, config, clock } = ground;
  const only = options.ticket?.map((number) => TicketNumber.parse(Number(number))) ?? null;
  const policy = policyInForce(config.limits);
  let changed = 0;
  let seen = 0;
  for await (const batch of store.timers.open(AT_ONCE)) {
    for (const ticket of batch) {
      if (only !== null && !only.includes(ticket.number)) continue;
      seen += 1;
      const commands = clocksUnder(policy, ticket, clockworkOf(config), clock.now());
      if (commands.length === 0) continue;
      changed += 1;
      say(lineOf(ticket, commands, clock.now()));
      if (options.write === true) await change(ground, ticket, commands);
    }
  }
  const done = options.write === true ? `已改 ${changed} 件` : `会变的 ${changed} 件，没有改；要改请加 --write`;
  say(`在办 ${seen} 件，按“${policy.rules.name}”：${done}。`);
}

function lineOf(ticket: Ticket, commands: readonly Extract<TicketCommand, { verb: 'clock' }>[], now: Date): string {
  const parts = commands.flatMap(({ clocks }) =>
    clocks.flatMap((setting) => {
      const before = ticket.clocks.find((clock) => clock.step === setting.step);
      if (before?.dueAt === setting.dueAt) return [];
      return [`${STEP_LABEL[setting.step]} ${before ? momentText(before.dueAt, now) : '（没有时限）'} → ${momentText(setting.dueAt, now)}`];
    }),
  );
  return `#${ticket.number}：${parts.length === 0 ? '到期不变，只改方案' : parts.join('，')}`;
}

/** A ticket that moved on meanwhile is read again by the next run; nothing is written over. */
async function change({ store, clock, config }: Ground, ticket: Ticket, commands: readonly TicketCommand[]): Promise<void> {
  const now = clock.now();
  const directory = directoryAt(await store.directory.current(), now);
  const draft = new Draft({ directory, now, actor: { kind: 'house', part: 'cli' }, cause: null, clockwork: clockworkOf(config) });
  for (const command of commands) draft.act(ticket, ticket.number, command);
  const written = await store.commit(draft.effects('ignored', ''), now);
  if (written.kind !== 'written') say(`#${ticket.number}：刚刚有人动过，没有改，请再运行一次。`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
