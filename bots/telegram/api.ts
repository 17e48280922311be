import { Telegram } from 'telegraf';
import type { Telegram as Methods, Opts } from 'telegraf/types';
import { z } from 'zod';
import { createAgent } from './agent.ts';
import type { TelegramSettings } from './settings.ts';

export type Api = ReturnType<typeof createApi>;

export interface CallLimits {
  readonly withinMs?: number;
  /** Gives the call up early; its outcome is then unknown. */
  readonly signal?: AbortSignal;
}

/** Telegraf's client with a deadline on every call and connections that close with the channel. */
export function createApi(settings: Pick<TelegramSettings, 'token' | 'apiRoot' | 'timing'>) {
  const agent = createAgent(settings.apiRoot, settings.timing.connectMs);
  const telegram = new Telegram(settings.token, { apiRoot: settings.apiRoot, webhookReply: false });
  // Set afterwards: for http:// the constructor throws a given agent away.
  telegram.options.agent = agent;

  async function call<M extends keyof Methods>(method: M, payload: Opts<M>, limits: CallLimits = {}): Promise<ReturnType<Methods[M]>> {
    return withDeadline(limits.withinMs ?? settings.timing.callMs, limits.signal, (signal) =>
      telegram.callApi(method, payload, { signal: TelegrafSignal.parse(signal) }),
    );
  }

  return {
    agent,
    call,
    fileUrl: (path: string) => new URL(`./file/bot${settings.token}/${path}`, settings.apiRoot),
    /** What may be logged of an error: Telegram's URLs hold the token. */
    describe: (error: unknown) => (error instanceof Error ? error.message : String(error)).replaceAll(settings.token, '[token]'),
    close: () => agent.destroy(),
  };
}

export async function withDeadline<T>(ms: number, parent: AbortSignal | undefined, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const timer = setTimeout(abort, ms);
  parent?.addEventListener('abort', abort, { once: true });
  if (parent?.aborted) abort();
  try {
    return await run(controller.signal);
  } finally {
    clearTimeout(timer);
    parent?.removeEventListener('abort', abort);
  }
}

/** Telegraf types its signal with a polyfill's class; at run time it takes the platform's own. */
type TelegrafSignal = NonNullable<NonNullable<Parameters<Telegram['callApi']>[2]>['signal']>;
const TelegrafSignal = z.custom<TelegrafSignal>((value) => value instanceof AbortSignal);
