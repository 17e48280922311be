import { randomUUID } from 'node:crypto';
import { Message, News, PAGE_HEADER, People, Session } from '../bots/webchat/api.ts';

export interface Person {
  readonly name: string;
  /** @returns the posted message's id, once the server has acknowledged it */
  post(chat: string, text: string): Promise<number>;
  /** Reads this person's live stream. @returns how to stop reading */
  listen(heard: (message: Message, at: number) => void): Promise<() => void>;
}

/** Signs in as the page of the demo does; everything after goes over the same HTTP API that the page uses. */
export async function beSomebody(url: string, key: string, more: Readonly<Record<string, string>> = {}): Promise<Person> {
  const session = Session.parse(await call(url, '/api/session', null, { person: key }));
  const { token } = session;
  return {
    name: session.me.name,
    async post(chat, text) {
      const body = { clientId: randomUUID(), text };
      return Message.parse(await call(url, `/api/chats/${encodeURIComponent(chat)}/messages`, token, body, more)).id;
    },
    async listen(heard) {
      const abort = new AbortController();
      const response = await fetch(`${url}/api/stream`, { headers: { ...more, authorization: `Bearer ${token}` }, signal: abort.signal });
      if (!response.ok || !response.body) throw new Error(`the stream was refused: ${response.status}`);
      void readNews(response.body, heard).catch((error: unknown) => {
        if (!abort.signal.aborted) throw error;
      });
      return () => abort.abort();
    },
  };
}

/** Keys of all who may be somebody in the demo; entrepreneurs last. */
export async function everybody(url: string): Promise<string[]> {
  const { groups } = People.parse(await (await fetch(`${url}/api/people`)).json());
  const known = groups
    .filter((group) => group.id !== 'stranger')
    .toSorted((a, b) => Number(a.id === 'entrepreneur') - Number(b.id === 'entrepreneur'));
  return known.flatMap((group) => group.people.map((person) => person.key));
}

async function call(url: string, path: string, token: string | null, body: object, more: object = {}): Promise<unknown> {
  const headers = {
    ...more,
    'content-type': 'application/json',
    [PAGE_HEADER]: '1',
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
  };
  const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

async function readNews(body: ReadableStream<Uint8Array>, heard: (message: Message, at: number) => void): Promise<void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of body) {
    const at = performance.now();
    const events = (rest + decoder.decode(bytes, { stream: true })).split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) {
      const data = event.split('\n').find((line) => line.startsWith('data: '));
      const news = data === undefined ? null : News.parse(JSON.parse(data.slice('data: '.length)));
      if (news?.type === 'message') heard(news.message, at);
    }
  }
}
