import http from 'node:http';
import https from 'node:https';
import { TelegramError } from 'telegraf';
import type { InboundEnvelope, InboundMedia } from '../../core/channel.ts';
import type { Log } from '../../core/log.ts';
import { type Api, withDeadline } from './api.ts';
import { downloadLimit } from './media.ts';

export type FetchFile = (ref: string, signal?: AbortSignal) => Promise<Uint8Array<ArrayBuffer> | null>;

/** The bytes behind a file_id; null: Telegram will never give them (too big, expired). Rejects when it may work later. */
export function createFetchFile(api: Api, withinMs: number): FetchFile {
  return (ref, parent) =>
    withDeadline(withinMs, parent, async (signal) => {
      const path = await pathOf(api, ref, signal);
      return path === null ? null : download(api.fileUrl(path), api.agent, signal);
    });
}

async function pathOf(api: Api, ref: string, signal: AbortSignal): Promise<string | null> {
  try {
    const file = await api.call('getFile', { file_id: ref }, { signal });
    return file.file_path !== undefined && isRelative(file.file_path) ? file.file_path : null;
  } catch (error) {
    if (error instanceof TelegramError && error.code === 400) return null;
    throw error;
  }
}

/** The path becomes part of a URL that holds the token: it must stay below it. */
function isRelative(path: string): boolean {
  return /^[\w.-]+(\/[\w.-]+)*$/.test(path) && !path.split('/').includes('..');
}

async function download(url: URL, agent: http.Agent, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer> | null> {
  const response = await get(url, agent, signal);
  if (response.statusCode === 404) {
    response.resume();
    return null;
  }
  if (response.statusCode !== 200) {
    response.resume();
    throw new Error(`the file server answered ${response.statusCode}`);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  const stream: AsyncIterable<unknown> = response;
  for await (const chunk of stream) {
    if (!(chunk instanceof Uint8Array)) continue;
    size += chunk.length;
    if (size > downloadLimit) return null;
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

function get(url: URL, agent: http.Agent, signal: AbortSignal): Promise<http.IncomingMessage> {
  const client = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    client.get(url, { agent, signal }, resolve).on('error', reject);
  });
}

/**
 * Fetches the bytes of all these envelopes within one deadline, so that a slow file delays the batch by that much
 * and no more; what is not there in time keeps its `ref` for `fetchMedia`.
 */
export async function withBytes(
  envelopes: readonly InboundEnvelope[],
  fetchFile: FetchFile,
  limits: { readonly withinMs: number; readonly signal: AbortSignal },
  log: Log,
): Promise<InboundEnvelope[]> {
  return withDeadline(limits.withinMs, limits.signal, (signal) =>
    Promise.all(
      envelopes.map(async (envelope) => {
        if (envelope.body.kind !== 'message' || envelope.body.media.length === 0) return envelope;
        const media = await Promise.all(envelope.body.media.map((one) => filled(one, fetchFile, signal, log)));
        return { ...envelope, body: { ...envelope.body, media } };
      }),
    ),
  );
}

async function filled(media: InboundMedia, fetchFile: FetchFile, signal: AbortSignal, log: Log): Promise<InboundMedia> {
  if (media.ref === null) return media;
  try {
    return { ...media, content: await fetchFile(media.ref, signal) };
  } catch {
    log.info({ kind: media.kind }, 'a file did not come in time; it is fetched later');
    return media;
  }
}
