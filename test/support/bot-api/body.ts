import type { IncomingMessage } from 'node:http';
import { ApiRefusal } from './types.ts';

export interface Upload {
  readonly name: string;
  readonly mime: string;
  readonly content: Uint8Array;
}

export interface CallParams {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly uploads: ReadonlyMap<string, Upload>;
}

/** Parameters in any of the four ways the Bot API takes them: query, urlencoded, JSON, multipart. */
export async function readParams(request: IncomingMessage, url: URL): Promise<CallParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const body = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  const query = Object.fromEntries(url.searchParams);
  if (body.length === 0) return { fields: query, uploads: new Map() };
  if (type.startsWith('application/json')) return { fields: { ...query, ...jsonObject(body) }, uploads: new Map() };
  if (type.startsWith('application/x-www-form-urlencoded'))
    return { fields: { ...query, ...Object.fromEntries(new URLSearchParams(body.toString())) }, uploads: new Map() };
  if (type.startsWith('multipart/form-data')) return multipart(body, type, query);
  throw new ApiRefusal(400, `Bad Request: unsupported content type ${type}`);
}

function jsonObject(body: Buffer): Record<string, unknown> {
  const value: unknown = JSON.parse(body.toString('utf8'));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new ApiRefusal(400, 'Bad Request: object expected');
  return Object.fromEntries(Object.entries(value));
}

async function multipart(body: Buffer, type: string, query: Record<string, unknown>): Promise<CallParams> {
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  const fields: Record<string, unknown> = { ...query };
  const uploads = new Map<string, Upload>();
  for (const [key, value] of form) {
    if (typeof value === 'string') fields[key] = value;
    else uploads.set(key, { name: value.name, mime: value.type, content: new Uint8Array(await value.arrayBuffer()) });
  }
  return { fields, uploads };
}
