import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import type { Config } from '../core/config.ts';

/** More than anybody of a bench says in a minute: he is ten people's mouth, and no flood. */
const ANY_NUMBER = 100_000;
const flood = { perMinute: ANY_NUMBER, office: ANY_NUMBER, perSecond: ANY_NUMBER };

/** An office in which one person may say as much as he likes. */
export const unlimited = (config: Config): Config => ({ ...config, bot: { ...config.bot, flood } });

/** A copy of an office's configuration in which one person may say as much as he likes. @returns its folder */
export function withoutFloodLimit(configDir: string, into: string): string {
  cpSync(configDir, into, { recursive: true });
  const file = join(into, 'bot.yaml');
  const bot = parseDocument(readFileSync(file, 'utf8'));
  bot.set('flood', flood);
  writeFileSync(file, bot.toString());
  return into;
}
