import { Command, Option } from 'commander';
import { counted } from '../../bench/options.ts';
import { surroundings } from '../../bench/surroundings.ts';
import { drill } from './drill.ts';
import { inWords } from './report.ts';

interface Given {
  readonly seed: number;
  readonly messages: number;
  readonly chats: number;
  readonly kills: number;
  readonly backend: 'redis' | 'postgres';
  readonly drain: number;
  readonly keep?: true;
  readonly json?: true;
}

const none = (value: string): number => (value === '0' ? 0 : counted(value));

/** `npm run chaos`: breaks the house while it works, and compares what was said to it with what it did. Exit code 1: a promise was not kept. */
const program = new Command('chaos')
  .option('--seed <n>', 'the same seed, the same schedule', counted, 1)
  .option('--messages <n>', 'messages offered', counted, 2_000)
  .option('--chats <n>', 'rooms and private chats', counted, 20)
  .option('--kills <n>', 'processes killed; half as many other faults beside them; 0: nothing is disturbed', none, 20)
  .addOption(new Option('--backend <name>', 'where the queues live').choices(['redis', 'postgres']).default('redis'))
  .option('--drain <seconds>', 'how long the house has to come to rest at the end', counted, 600)
  .option('--keep', 'keep logs and database even if all went well')
  .option('--json', 'one line of JSON')
  .action(async ({ seed, messages, chats, kills, backend, drain, keep, json }: Given) => {
    const around = surroundings(new Date());
    const say = (line: string) => void process.stderr.write(`${line}\n`);
    const order = { seed, messages, chats, kills, backend };
    say(`seed ${seed}: ${messages} messages, ${chats} chats, ${kills} kills, queues in ${backend}`);
    const result = await drill(order, { say, drainMs: drain * 1000, keepLogs: keep === true });
    console.log(json ? JSON.stringify({ ...around, ...result }) : inWords(around, result));
    process.exitCode = result.passed ? 0 : 1;
  });
// Whatever runs beside us is ended with us.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
await program.parseAsync();
process.exit();
