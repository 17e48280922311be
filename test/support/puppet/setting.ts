import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { z } from 'zod';
import { WechatSettings } from '../../../bots/wechat/settings.ts';
import type { FarSide } from './far-side.ts';

/** A data folder of its own, which is the home folder too: nothing may be left there. */
export async function dataFolder(): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'mashangban-wechat-'));
  process.env['HOME'] = folder;
  return { folder, remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }) };
}

export function settingsFor(far: FarSide, folder: string, more: Partial<z.input<typeof WechatSettings>> = {}): WechatSettings {
  return WechatSettings.parse({
    puppet: 'wechaty-puppet-service',
    token: far.token,
    endpoint: far.endpoint,
    tls: { disable: true },
    memoryFile: path.join(folder, 'wechat'),
    ...more,
  });
}

export const silentLog = { debug: nothing, info: nothing, warn: nothing, error: nothing };

function nothing(): void {}

/** Keeps what was logged, for tests of what is told to the office. */
export function keepingLog() {
  const lines: { level: string; obj: object; msg: string }[] = [];
  const at = (level: string) => (obj: object, msg: string) => void lines.push({ level, obj, msg });
  return { lines, log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') } };
}
