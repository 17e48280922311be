import type { Log } from '../../core/log.ts';
import type { Api } from './api.ts';
import type { TelegramSettings } from './settings.ts';
import type { Me } from './text.ts';

/** Telegram keeps the order within one chat whatever this is; more than one keeps chats from waiting for each other. */
const webhookConnections = 8;

/** Who we are on the wire, asked once, and the mode agreed with Telegram. */
export function createSession(api: Api, settings: TelegramSettings, log: Log, opened: (signal: AbortSignal) => Promise<void>) {
  let me: Me | null = null;

  /** Rejects while Telegram cannot be reached; called again until it can. */
  async function open(signal: AbortSignal): Promise<Me> {
    const { id, username } = await api.call('getMe', {}, { signal });
    if (settings.mode === 'polling') await leaveWebhook(signal);
    else await enterWebhook(settings.webhookUrl, settings.webhookSecret, signal);
    me = { id, username, name: settings.botName };
    log.info({ id, username, mode: settings.mode }, 'telegram session is open');
    await opened(signal);
    return me;
  }

  /** Telegram refuses getUpdates while a webhook is set; what waits there is kept and comes by polling. */
  async function leaveWebhook(signal: AbortSignal): Promise<void> {
    const { url } = await api.call('getWebhookInfo', {}, { signal });
    if (!url) return;
    log.warn({ host: hostOf(url) }, 'a webhook was set for this token; it is removed because the mode is polling');
    await api.call('deleteWebhook', { drop_pending_updates: false }, { signal });
  }

  async function enterWebhook(url: string, secret_token: string, signal: AbortSignal): Promise<void> {
    const allowed_updates = settings.allowedUpdates;
    await api.call('setWebhook', { url, secret_token, allowed_updates, max_connections: webhookConnections }, { signal });
  }

  return {
    open,
    me: () => me,
    /** The next round opens it anew. */
    lose(): void {
      me = null;
    },
  };
}

export type Session = ReturnType<typeof createSession>;

/** The path of a webhook may be somebody's secret. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'unknown';
}
