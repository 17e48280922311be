import { describe, expect, it } from 'vitest';
import { TelegramSettings } from '../../../bots/telegram/settings.ts';

const webhook = { mode: 'webhook', token: '1:abc', webhookUrl: 'https://bot.example/tg', webhookSecret: 'sixteen-characters' };

describe('TelegramSettings', () => {
  it('fills in what an office need not know', () => {
    expect(TelegramSettings.parse({ mode: 'polling', token: '1:abc' })).toMatchObject({
      apiRoot: 'https://api.telegram.org',
      botName: '小汇',
      timing: { pollSeconds: 30, callMs: 20_000 },
    });
    expect(TelegramSettings.safeParse(webhook).success).toBe(true);
  });

  it.each([
    ['a token that is none', { mode: 'polling', token: 'abc' }],
    ['no token', { mode: 'polling' }],
    ['a mode that is none', { mode: 'pull', token: '1:abc' }],
    ['a webhook without a secret', { ...webhook, webhookSecret: undefined }],
    ['a secret easily guessed', { ...webhook, webhookSecret: 'short' }],
    ['a secret Telegram does not take', { ...webhook, webhookSecret: '密码密码密码密码密码密码密码密码' }],
    ['a webhook that is no address', { ...webhook, webhookUrl: 'bot.example/tg' }],
    ['a misspelt setting', { mode: 'polling', token: '1:abc', apiroot: 'http://x' }],
  ])('refuses %s', (_name, settings) => {
    expect(TelegramSettings.safeParse(settings).success).toBe(false);
  });
});
