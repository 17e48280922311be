import { Chats, Done, FileRef, Message, Page, People, Session, Start } from '../../../bots/webchat/api.ts';
import type { Http } from './http.ts';

export interface Draft {
  readonly clientId: string;
  readonly text: string;
  readonly quote: number | null;
  readonly mentions: readonly string[];
  readonly files: readonly string[];
}

export type Api = ReturnType<typeof createApi>;

/** The server's API, one function a call. */
export function createApi(http: Http) {
  const chat = (id: string): string => `/api/chats/${encodeURIComponent(id)}`;
  const post = { method: 'POST' } as const;
  return {
    start: () => http.json('/api/start', Start),
    people: () => http.json('/api/people', People),
    be: (person: string) => http.json('/api/session', Session, { ...post, body: { person } }),
    signIn: (code: string) => http.json('/api/signin', Session, { ...post, body: { code } }),
    signOut: () => http.json('/api/signout', Done, { ...post, body: {} }),
    chats: () => http.json('/api/chats', Chats),
    newest: (id: string) => http.json(`${chat(id)}/messages`, Page),
    before: (id: string, message: number) => http.json(`${chat(id)}/messages?before=${message}`, Page),
    post: (id: string, draft: Draft) => http.json(`${chat(id)}/messages`, Message, { ...post, body: draft }),
    edit: (id: string, message: number, text: string) =>
      http.json(`${chat(id)}/messages/${message}/edit`, Message, { ...post, body: { text } }),
    recall: (id: string, message: number) => http.json(`${chat(id)}/messages/${message}/recall`, Message, { ...post, body: {} }),
    press: (id: string, message: number, data: string, pressId: string) =>
      http.json(`${chat(id)}/press`, Done, { ...post, body: { message, data, pressId } }),
    read: (id: string, lastReadId: number) => http.json(`${chat(id)}/read`, Done, { ...post, body: { lastReadId } }),
    upload(file: File) {
      const body = new FormData();
      body.append('file', file, file.name);
      return http.json('/api/files', FileRef, { ...post, body });
    },
    async file(token: string): Promise<Blob> {
      const response = await http.raw(`/api/files/${token}`);
      return response.blob();
    },
    async stream(since: number, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
      const response = await http.raw('/api/stream', { headers: { 'last-event-id': String(since) }, signal });
      if (!response.body) throw new Error('a stream without a body');
      return response.body;
    },
  };
}
