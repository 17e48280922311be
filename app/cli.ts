import { Command } from 'commander';
import { HouseError } from '../core/errors.ts';
import { classifyCommand } from './cli/classify.ts';
import { bindCodeCommand } from './cli/code.ts';
import { commandCommand } from './cli/command.ts';
import { earsCommand } from './cli/ears.ts';
import { floodCommand } from './cli/flood.ts';
import { ledgerCommand } from './cli/ledger.ts';
import { limitsCommand } from './cli/limits.ts';
import { opinionsCommand } from './cli/opinions.ts';
import { replayCommand } from './cli/replay.ts';
import { reportsCommand } from './cli/reports.ts';
import { simulateCommand } from './cli/simulate.ts';
import { traceCommand } from './cli/trace.ts';
import { understandCommand } from './cli/understand.ts';

/** `npm run cli -- …`: what an office's administrator does from a terminal. One file a command under app/cli/. */
const program = new Command('mashangban').description('马上办 管理命令').showHelpAfterError('（用 --help 查看用法）');
for (const command of [
  replayCommand(),
  bindCodeCommand(),
  ledgerCommand(),
  traceCommand(),
  floodCommand(),
  limitsCommand(),
  simulateCommand(),
  reportsCommand(),
  earsCommand(),
  understandCommand(),
  classifyCommand(),
  opinionsCommand(),
  commandCommand(),
])
  program.addCommand(command);

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof HouseError ? error.sentence : error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
