import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { Chats, Message, PAGE_HEADER, Page, Session } from '../../../bots/webchat/api.ts';
import { until } from '../until.ts';

export interface Saying {
  readonly quote?: number;
  readonly clientId?: string;
}

/** Somebody at the web page, by what the page itself sends and reads. */
export async function visit(url: string, person: string) {
  let token: string | null = null;
  ({ token } = await call('POST', '/api/session', Session, { person }));

  async function call<T>(method: 'GET' | 'POST', path: string, shape: z.ZodType<T>, body?: object): Promise<T> {
    const headers = {
      [PAGE_HEADER]: '1',
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(body ? { 'content-type': 'application/json' } : {}),
    };
    const response = await fetch(new URL(path, url), { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
    return shape.parse(answer);
  }

  const inChat = (chat: string, rest: string): string => `/api/chats/${encodeURIComponent(chat)}/${rest}`;

  async function messages(chat: string): Promise<readonly Message[]> {
    return (await call('GET', inChat(chat, 'messages?limit=100'), Page)).messages;
  }

  return {
    chats: async () => (await call('GET', '/api/chats', Chats)).chats,
    say: (chat: string, text: string, { quote, clientId = randomUUID() }: Saying = {}) =>
      call('POST', inChat(chat, 'messages'), Message, { clientId, text, quote: quote ?? null, mentions: [], files: [] }),
    press: (chat: string, message: number, data: string) =>
      call('POST', inChat(chat, 'press'), z.object({ ok: z.literal(true) }), { pressId: randomUUID(), message, data }),
    messages,
    /** Waits for what the house says there. */
    async hears(chat: string, pattern: RegExp, withinMs = 10_000): Promise<Message> {
      let seen: readonly Message[] = [];
      const probe = async () => {
        seen = await messages(chat);
        return seen.findLast((message) => message.author.key === '@bot' && pattern.test(message.text));
      };
      const instead = () => seen.map((message) => `${message.author.name}: ${message.text}`).join('\n');
      return until(probe, () => `${person} to read ${pattern} in ${chat}; it says\n${instead()}`, withinMs);
    },
  };
}

/** How a person's own chat with the house is called. */
export const privateChat = (person: string): string => `dm:${person}`;
