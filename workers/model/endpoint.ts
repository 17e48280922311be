import OpenAI, { APIError } from 'openai';
import { z } from 'zod';
import type { Log } from '../../core/log.ts';
import { answerJsonSchema } from './answer.ts';
import type { ModelDirectory } from './prompt.ts';

export type ChatMessage = OpenAI.Chat.Completions.ChatCompletionMessageParam;
type ResponseFormat = NonNullable<OpenAI.Chat.Completions.ChatCompletionCreateParamsNonStreaming['response_format']>;
/** What the endpoint takes, found out by its refusals and remembered. */
type Structure = 'schema' | 'object' | 'plain';

/** Compatible endpoints are compatible more or less; the client does not look. */
const Completion = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string().nullable() }) })).min(1),
  usage: z
    .object({ total_tokens: z.int().min(0).max(1_000_000) })
    .nullable()
    .catch(null)
    .default(null),
});

export interface Completed {
  readonly content: string;
  /** As the endpoint counts; null: it does not say. */
  readonly tokens: number | null;
}

export interface EndpointOptions {
  readonly apiKey: string;
  /** Any compatible endpoint, e.g. `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  readonly model: string;
  readonly timeoutMs: number;
  readonly log: Pick<Log, 'info'>;
}

/** One request, one answer: null where the endpoint only refused the way of asking and is to be asked again more simply. */
export type Endpoint = (messages: readonly ChatMessage[], directory: ModelDirectory, signal: AbortSignal) => Promise<Completed | null>;

export function openEndpoint({ apiKey, baseUrl, model, timeoutMs, log }: EndpointOptions): Endpoint {
  const client = new OpenAI({ apiKey, baseURL: baseUrl, maxRetries: 0, timeout: timeoutMs, logLevel: 'off', fetch: bounded });
  let structure: Structure = 'schema';
  return async (messages, directory, signal) => {
    const tried = structure;
    try {
      const format = formatOf(tried, directory);
      const completion = await client.chat.completions.create(
        { model, messages: [...messages], ...(format === null ? {} : { response_format: format }) },
        { signal },
      );
      const { choices, usage } = Completion.parse(completion);
      return { content: choices[0]?.message.content ?? '', tokens: usage?.total_tokens ?? null };
    } catch (error) {
      const looser = looserAfter(error, tried);
      if (looser === null) throw error;
      structure = looser;
      log.info({ code: 'model-structure', structure }, 'the model endpoint refused a response format');
      return null;
    }
  };
}

function formatOf(structure: Structure, directory: ModelDirectory): ResponseFormat | null {
  if (structure === 'plain') return null;
  if (structure === 'object') return { type: 'json_object' };
  return { type: 'json_schema', json_schema: { name: 'understanding', strict: true, schema: answerJsonSchema(directory) } };
}

/** Endpoints that know no schema, or no response format at all, say so with 400, 404 or 422. */
function looserAfter(error: unknown, tried: Structure): Structure | null {
  if (!(error instanceof APIError) || ![400, 404, 422].includes(Number(error.status))) return null;
  if (!/response_format|json_schema|json_object|structured/i.test(error.message)) return null;
  if (tried === 'plain') return null;
  return tried === 'schema' ? 'object' : 'plain';
}

const LONGEST_BODY = 256 * 1024;

/** A hostile endpoint may send without end, or send us elsewhere with what we carry. */
const bounded: typeof fetch = async (input, init) => {
  const response = await fetch(input, { ...init, redirect: 'error' });
  if (response.body === null) return response;
  let length = 0;
  const counted = new TransformStream<Uint8Array, Uint8Array>({
    transform(bytes, controller) {
      length += bytes.byteLength;
      if (length > LONGEST_BODY) controller.error(new Error('the answer is too long'));
      else controller.enqueue(bytes);
    },
  });
  const { status, statusText, headers } = response;
  return new Response(response.body.pipeThrough(counted), { status, statusText, headers });
};
