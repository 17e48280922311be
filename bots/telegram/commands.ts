import type { Log } from '../../core/log.ts';
import type { Api } from './api.ts';

export interface BotCommand {
  readonly name: string;
  readonly description: string;
}

/** What setMyCommands takes; one bad entry would make Telegram refuse all of them. */
const mostCommands = 100;
const longestDescription = 256;

/** The menu behind “/”: a comfort, so Telegram's refusal of it stops nothing. */
export function createMenu(api: Api, log: Log) {
  let commands: { command: string; description: string }[] | null = null;
  return {
    want(wanted: readonly BotCommand[]): void {
      commands = fit(wanted, log);
    },
    async show(signal?: AbortSignal): Promise<void> {
      if (commands === null) return;
      try {
        await api.call('setMyCommands', { commands }, signal ? { signal } : {});
      } catch (error) {
        log.warn({ reason: api.describe(error) }, 'telegram does not show the menu of commands');
      }
    },
  };
}

function fit(commands: readonly BotCommand[], log: Log): { command: string; description: string }[] {
  const fitting = commands.filter(({ name }) => /^[a-z0-9_]{1,32}$/.test(name));
  const left = commands.filter((command) => !fitting.includes(command)).map(({ name }) => name);
  if (left.length > 0) log.warn({ left }, 'these commands are not shown in telegram: names are 1–32 of a–z, 0–9 and _');
  return fitting.slice(0, mostCommands).map(({ name, description }) => ({
    command: name,
    description: description.slice(0, longestDescription) || name,
  }));
}
