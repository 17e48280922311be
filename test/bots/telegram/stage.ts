import { afterEach } from 'vitest';
import { createTelegramChannel, type TelegramChannel } from '../../../bots/telegram/channel.ts';
import type { OutboundMessage } from '../../../core/channel.ts';
import { OutboxId } from '../../../core/ids.ts';
import { createHeard } from '../../contract/heard.ts';
import { type BotApi, startBotApi } from '../../support/bot-api/driver.ts';
import { keptLog } from '../../support/quiet-log.ts';
import { until } from '../../support/until.ts';

export const timing = { pollSeconds: 10, callMs: 1_500, connectMs: 500, mediaMs: 400, backoffFirstMs: 10, backoffMostMs: 50 };

export interface Stage {
  readonly api: BotApi;
  readonly channel: TelegramChannel;
  readonly heard: ReturnType<typeof createHeard>;
  readonly log: ReturnType<typeof keptLog>;
}

const open: { api: BotApi; channel: TelegramChannel }[] = [];

afterEach(async () => {
  for (const { api, channel } of open.splice(0)) {
    await channel.stop();
    await api.close();
  }
});

/** A Bot API server and a polling channel on it; both end with the case. */
export async function stage(
  options: { readonly started?: boolean; readonly token?: string; readonly now?: () => Date } = {},
): Promise<Stage> {
  const api = await startBotApi();
  const log = keptLog();
  const heard = createHeard();
  const channel = polling(api, log, options);
  open.push({ api, channel });
  if (options.started ?? true) {
    await channel.start(heard.receive);
    await until(() => channel.ready?.(), 'the session to open');
  }
  return { api, channel, heard, log };
}

export function polling(api: BotApi, log: ReturnType<typeof keptLog>, options: { token?: string; now?: () => Date } = {}): TelegramChannel {
  const clock = { now: options.now ?? (() => new Date()) };
  return createTelegramChannel({ mode: 'polling', token: options.token ?? api.token, apiRoot: api.root(), timing }, { log, clock });
}

let lastId = 0;

export function outbound(text: string, more: Partial<Omit<OutboundMessage, 'id' | 'text'>> = {}): OutboundMessage {
  lastId += 1;
  return { id: OutboxId.parse(lastId), text, mentions: [], quote: null, buttons: [], media: [], ...more };
}

export function picture(name = '现场.png', content: Uint8Array = Uint8Array.of(1, 2, 3)) {
  return { kind: 'image' as const, name, mime: 'image/png', content };
}

export function file(name = '清单.csv', content: Uint8Array = Uint8Array.of(4, 5, 6)) {
  return { kind: 'file' as const, name, mime: 'text/csv', content };
}

export function groupRef(group: { readonly id: number }) {
  return { wireId: String(group.id), kind: 'group' as const };
}
