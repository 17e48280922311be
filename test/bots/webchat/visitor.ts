import { randomUUID } from 'node:crypto';
import { request as ask } from 'node:http';
import { Chats, FileRef, Message, News, Page, Session } from '../../../bots/webchat/api.ts';
import { until } from '../../support/until.ts';
import { type Answer, call } from './server.ts';

/** One person at the web chat's API, as a page would speak to it. */
export type Visitor = ReturnType<typeof visitor>;

export async function arrive(server: { readonly url: string }, key: string): Promise<Visitor> {
  const answer = await call(server, '/api/session', { method: 'POST', headers: json, body: JSON.stringify({ person: key }) });
  const { token, me } = Session.parse(answer.json());
  return visitor(server, { authorization: `Bearer ${token ?? ''}` }, me.key);
}

const page = { 'x-webchat': '1' };
export const json = { ...page, 'content-type': 'application/json' };

export function visitor(server: { readonly url: string }, credentials: Readonly<Record<string, string>>, key: string) {
  const chat = (id: string): string => `/api/chats/${encodeURIComponent(id)}`;
  const get = (path: string): Promise<Answer> => call(server, path, { headers: credentials });
  const post = (path: string, body: unknown): Promise<Answer> =>
    call(server, path, { method: 'POST', headers: { ...json, ...credentials }, body: JSON.stringify(body) });

  const say = (id: string, text: string, more: object = {}): Promise<Answer> =>
    post(`${chat(id)}/messages`, { clientId: randomUUID(), text, ...more });
  const upload = async (name: string, content: Uint8Array): Promise<Answer> => {
    const { body, contentType } = multipart(name, content);
    return call(server, '/api/files', { method: 'POST', headers: { ...page, ...credentials, 'content-type': contentType }, body });
  };
  return {
    key,
    get,
    post,
    say,
    upload,
    credentials,
    said: async (id: string, text: string, more: object = {}) => Message.parse((await say(id, text, more)).json()),
    uploaded: async (name: string, content: Uint8Array) => FileRef.parse((await upload(name, content)).json()),
    edit: (id: string, message: number, text: string) => post(`${chat(id)}/messages/${message}/edit`, { text }),
    recall: (id: string, message: number) => post(`${chat(id)}/messages/${message}/recall`, {}),
    press: (id: string, message: number, data: string, pressId: string = randomUUID()) =>
      post(`${chat(id)}/press`, { pressId, message, data }),
    chats: async () => Chats.parse((await get('/api/chats')).json()),
    messages: async (id: string, query = '') => Page.parse((await get(`${chat(id)}/messages${query}`)).json()).messages,
    listen: (lastEventId?: number) => listen(server, credentials, lastEventId),
  };
}

export interface Listening {
  readonly news: News[];
  /** Waits for a message of this text. */
  message(text: string): Promise<Message>;
  ended(): boolean;
  close(): void;
}

async function listen(
  server: { readonly url: string },
  credentials: Readonly<Record<string, string>>,
  lastEventId?: number,
): Promise<Listening> {
  const news: News[] = [];
  let ended = false;
  const headers = { ...credentials, ...(lastEventId === undefined ? {} : { 'last-event-id': String(lastEventId) }) };
  const sent = ask(new URL('/api/stream', server.url), { headers, agent: false });
  await new Promise<void>((resolve, reject) => {
    sent.on('error', reject);
    sent.on('response', (response) => {
      let rest = '';
      response.on('close', () => {
        ended = true;
      });
      response.setEncoding('utf8');
      response.on('error', () => undefined);
      response.on('data', (part: string) => {
        const events = `${rest}${part}`.split('\n\n');
        rest = events.pop() ?? '';
        for (const event of events) {
          const data = event.split('\n').find((line) => line.startsWith('data: '));
          if (data) news.push(News.parse(JSON.parse(data.slice(6))));
        }
      });
      if (response.statusCode === 200) resolve();
      else reject(new Error(`the stream answered ${response.statusCode ?? 0}`));
    });
    sent.end();
  });
  const find = (text: string): Message | undefined =>
    news.flatMap((one) => (one.type === 'message' ? [one.message] : [])).find((message) => message.text === text);
  return {
    news,
    message: (text) => until(() => find(text), `“${text}” over the stream`),
    ended: () => ended,
    close: () => void sent.destroy(),
  };
}

export function multipart(name: string, content: Uint8Array): { body: Buffer; contentType: string } {
  const boundary = `form-${randomUUID()}`;
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/octet-stream\r\n\r\n`;
  return {
    body: Buffer.concat([Buffer.from(head), Buffer.from(content), Buffer.from(`\r\n--${boundary}--\r\n`)]),
    contentType: `multipart/form-data; boundary=${boundary}`,
  };
}
