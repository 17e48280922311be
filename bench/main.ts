import { Command } from 'commander';
import { floodCommand } from './flood.ts';
import { modelCommand } from './model.ts';
import { ratios } from './ratios/command.ts';
import { receiptsCommand } from './receipts-command.ts';

/** `npm run bench`: the table of ratios; `-- receipts` and `-- model`: what somebody at the page feels. */
const program = ratios(new Command('bench').enablePositionalOptions());
program.addCommand(receiptsCommand());
program.addCommand(modelCommand());
program.addCommand(floodCommand());
await program.parseAsync();
