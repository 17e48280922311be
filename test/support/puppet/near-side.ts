import path from 'node:path';
import type { z } from 'zod';
import { createWechatChannel } from '../../../bots/wechat/channel.ts';
import { WechatSettings } from '../../../bots/wechat/settings.ts';
import { createHeard } from '../../contract/heard.ts';
import { until } from '../until.ts';
import { botId, FarPuppet } from './far-puppet.ts';
import type { Command, Report, Said } from './protocol.ts';
import { dataFolder, keepingLog } from './setting.ts';

export interface NearOptions {
  readonly settings?: Partial<z.input<typeof WechatSettings>>;
  /** People and rooms that are there before the channel starts. */
  readonly before?: readonly Near[];
  readonly login?: boolean;
  readonly folder?: string;
  readonly now?: () => Date;
}

/** A command without the server's name: there is only one. */
export type Near =
  Exclude<Command, { do: 'open' } | { do: 'close' }> extends infer C ? (C extends Command ? Omit<C, 'server'> : never) : never;

/** The channel with wechaty in this process, on the mock puppet: for what needs no wire between. */
export async function openNearSide(options: NearOptions = {}) {
  const said: Said[] = [];
  const accepted: string[] = [];
  const printed: string[] = [];
  const heard = createHeard();
  const { lines, log } = keepingLog();
  const data = options.folder === undefined ? await dataFolder() : { folder: options.folder, remove: async () => undefined };
  const puppet = new FarPuppet('near', (report: Report) => {
    if (report.tells === 'said') said.push(report.said);
    if (report.tells === 'accepted') accepted.push(report.invitation);
  });
  const tell = async (command: Near): Promise<void> => puppet.obey({ ...command, server: 'near' });
  await tell({ do: 'contact', id: botId, name: '环翠小助手', alias: '', weixin: '' });
  for (const command of options.before ?? []) await tell(command);
  puppet.on('start', () => {
    if (options.login !== false) puppet.login(botId);
  });

  const settings = WechatSettings.parse({ memoryFile: path.join(data.folder, 'wechat'), ...options.settings });
  const clock = { now: options.now ?? (() => new Date()) };
  const channel = createWechatChannel(settings, { log, clock, puppet, print: (text) => void printed.push(text) });
  await channel.start(heard.receive);
  if (options.login !== false) await until(() => channel.ready?.() ?? false, 'the login');

  let messages = 0;
  return {
    channel,
    puppet,
    heard,
    said,
    accepted,
    printed,
    lines,
    tell,
    folder: data.folder,
    /** Someone says something; the defaults are a text in a room by a person that exist. */
    async message(
      facts: Partial<Omit<Extract<Command, { do: 'message' }>, 'do' | 'server'>> & { from: string; chat: string },
    ): Promise<string> {
      messages += 1;
      const id = facts.id ?? `near-${messages}`;
      await tell({ do: 'message', type: 7, text: '', mentions: [], timestamp: Date.now(), file: null, ...facts, id });
      return id;
    },
    async close() {
      await channel.stop();
      await data.remove();
    },
  };
}

export type NearSide = Awaited<ReturnType<typeof openNearSide>>;

export const contact = (id: string, name: string, more: { alias?: string; weixin?: string; official?: boolean } = {}): Near => ({
  do: 'contact',
  id,
  name,
  alias: more.alias ?? '',
  weixin: more.weixin ?? '',
  official: more.official ?? false,
});

export const room = (id: string, topic: string, members: readonly string[]): Near => ({
  do: 'room',
  id,
  topic,
  members: [botId, ...members],
});
