import type { z } from 'zod';
import { PAGE_HEADER, Refusal } from '../../../bots/webchat/api.ts';

/** What the server refused, or what never got there. */
export class ApiError extends Error {
  readonly code: string;
  /** To show as it is. */
  readonly sentence: string;
  /** 0: no answer at all. */
  readonly status: number;

  constructor(status: number, code: string, sentence: string) {
    super(`${status} ${code}`);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.sentence = sentence;
  }

  /** The same request may well succeed a moment later. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

export interface Ask {
  readonly method?: 'GET' | 'POST';
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export interface Http {
  raw(path: string, ask?: Ask): Promise<Response>;
  json<T>(path: string, schema: z.ZodType<T>, ask?: Ask): Promise<T>;
}

/** @param token the tab's own in a demo; null where a cookie speaks for us */
export function createHttp(token: () => string | null, onSignedOut: () => void): Http {
  async function raw(path: string, { method = 'GET', body, headers = {}, signal }: Ask = {}): Promise<Response> {
    const held = token();
    const form = body instanceof FormData;
    const response = await fetch(path, {
      method,
      credentials: 'same-origin',
      headers: {
        [PAGE_HEADER]: '1',
        ...(held === null ? {} : { authorization: `Bearer ${held}` }),
        ...(body && !form ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body ? { body: form ? body : JSON.stringify(body) } : {}),
      ...(signal ? { signal } : {}),
    }).catch((cause: unknown) => {
      if (signal?.aborted) throw cause;
      throw new ApiError(0, 'offline', '网络不通，请稍后再试。');
    });
    if (response.ok) return response;
    const refusal = Refusal.safeParse(await response.json().catch(() => null));
    const { code, sentence } = refusal.data ?? { code: 'broken', sentence: '服务暂时不可用，请稍后再试。' };
    if (code === 'signed_out') onSignedOut();
    throw new ApiError(response.status, code, sentence);
  }
  return {
    raw,
    async json(path, schema, ask) {
      const response = await raw(path, ask);
      const parsed = schema.safeParse(await response.json().catch(() => null));
      if (!parsed.success) throw new ApiError(502, 'garbled', '收到了看不懂的回应，请刷新页面再试。');
      return parsed.data;
    },
  };
}

export const sentenceOf = (error: unknown): string => (error instanceof ApiError ? error.sentence : '出了点问题，请刷新页面再试。');
