import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import type { Config } from '../core/config.ts';

/** More than anybody of a bench says in a minute: he is ten people's mouth, and no flood. */
const ANY_NUMBER = 100_000;
const flood = { perMinute: ANY_NUMBER, office: ANY_NUMBER, perSecond: ANY_NUMBER };

/** An office in which one person may say as much as he likes. */
export const unlimited = (config: Config): Config => ({ ...config, bot: { ...config.bot, flood } });

interface Changes {
  /** Otherwise one person may say as much as he likes. */
  readonly floodLimit: boolean;
  /** So many entrepreneurs more, each of an enterprise of his own: what he reports is nobody else's. */
  readonly crowd: number;
}

/** A copy of an office's configuration with these changes. @returns its folder */
export function changed(configDir: string, into: string, { floodLimit, crowd }: Changes): string {
  cpSync(configDir, into, { recursive: true });
  if (!floodLimit) edit(join(into, 'bot.yaml'), (bot) => bot.set('flood', flood));
  const everyone = Array.from({ length: crowd }, (_, n) => `crowd-${n + 1}`);
  edit(join(into, 'enterprises.yaml'), (enterprises) => {
    for (const key of everyone) enterprises.add({ key, name: `${key} 公司`, aliases: [], kind: 'enterprise', industry: '装备制造' });
  });
  edit(join(into, 'people.yaml'), (people) => {
    for (const key of everyone) people.add({ key, name: key, roles: ['entrepreneur'], enterprise: key });
  });
  return into;
}

function edit(file: string, change: (document: ReturnType<typeof parseDocument>) => void): void {
  const document = parseDocument(readFileSync(file, 'utf8'));
  change(document);
  writeFileSync(file, document.toString());
}
