import OpenAI, { APIConnectionTimeoutError, APIError, APIUserAbortError } from 'openai';
import { z } from 'zod';
import type { Log } from '../../core/log.ts';
import type { RemoteInterpreter, Understanding, Utterance } from '../../core/understand/port.ts';
import { type Answer, answerJsonSchema, parseAnswer, understandingFrom } from './answer.ts';
import { type ModelDirectory, newFence, promptFor } from './prompt.ts';

export interface OpenAiOptions {
  readonly apiKey: string;
  /** Any compatible endpoint, e.g. `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  readonly model: string;
  /** For the whole of one message, the repair included. */
  readonly timeoutMs: number;
  readonly log: Pick<Log, 'info' | 'warn'>;
  /** Asked at every message: the directory may have moved on. */
  readonly directory: () => ModelDirectory | Promise<ModelDirectory>;
}

type ChatMessage = OpenAI.Chat.Completions.ChatCompletionMessageParam;
type ResponseFormat = NonNullable<OpenAI.Chat.Completions.ChatCompletionCreateParamsNonStreaming['response_format']>;
/** What the endpoint takes, found out by its refusals and remembered. */
type Structure = 'schema' | 'object' | 'plain';

/** Compatible endpoints are compatible more or less; the client does not look. */
const Completion = z.object({ choices: z.array(z.object({ message: z.object({ content: z.string().nullable() }) })).min(1) });

const LONGEST_ECHO = 2000;

/**
 * A model behind an OpenAI-compatible endpoint. It only fills a schema; never decides, never throws, never sees a phone number.
 * null: it could not say in time, and the local interpreter's word stands.
 */
export function createOpenAiInterpreter(options: OpenAiOptions): RemoteInterpreter {
  const client = new OpenAI({
    apiKey: options.apiKey,
    baseURL: options.baseUrl,
    maxRetries: 0,
    timeout: options.timeoutMs,
    logLevel: 'off',
  });
  let structure: Structure = 'schema';

  async function ask(messages: ChatMessage[], directory: ModelDirectory, signal: AbortSignal): Promise<string> {
    for (;;) {
      const tried: Structure = structure;
      try {
        const format = formatOf(tried, directory);
        const completion = await client.chat.completions.create(
          { model: options.model, messages, ...(format === null ? {} : { response_format: format }) },
          { signal },
        );
        return Completion.parse(completion).choices[0]?.message.content ?? '';
      } catch (error) {
        const looser = looserAfter(error, tried);
        if (looser === null) throw error;
        structure = looser;
        options.log.info({ code: 'model-structure', structure }, 'the model endpoint refused a response format');
      }
    }
  }

  async function answerOf(utterance: Utterance, directory: ModelDirectory, signal: AbortSignal): Promise<Answer | null> {
    const prompt = promptFor(utterance, directory, newFence());
    const messages: ChatMessage[] = [
      { role: 'system', content: prompt.system },
      { role: 'user', content: prompt.user },
    ];
    const first = await ask(messages, directory, signal);
    const parsed = parseAnswer(first, directory);
    if (parsed.ok) return parsed.answer;
    const repair = `That answer is invalid (${parsed.why}). Answer again with one JSON object of exactly the asked fields: intent, confidence, departments, urgency, urgencyWords, sensitive, summary.`;
    const second = await ask(
      [...messages, { role: 'assistant', content: first.slice(0, LONGEST_ECHO) }, { role: 'user', content: repair }],
      directory,
      signal,
    );
    const repaired = parseAnswer(second, directory);
    if (repaired.ok) return repaired.answer;
    options.log.warn({ code: 'model-invalid', why: repaired.why }, 'the model gave no valid answer');
    return null;
  }

  return {
    name: `openai:${options.model}`,
    async understand(utterance, signal): Promise<Understanding | null> {
      const deadline = AbortSignal.timeout(options.timeoutMs);
      try {
        const directory = await options.directory();
        const answer = await answerOf(utterance, directory, AbortSignal.any([signal, deadline]));
        return answer === null ? null : understandingFrom(answer, utterance, directory);
      } catch (error) {
        options.log.warn({ code: codeOf(error, deadline, signal) }, 'the model did not answer');
        return null;
      }
    },
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

/** A code only: an endpoint's error may repeat the text it was sent, or the key. */
function codeOf(error: unknown, deadline: AbortSignal, caller: AbortSignal): string {
  if (deadline.aborted || error instanceof APIConnectionTimeoutError) return 'model-timeout';
  if (caller.aborted || error instanceof APIUserAbortError) return 'model-aborted';
  if (error instanceof APIError) return error.status === undefined ? 'model-unreachable' : `model-http-${Number(error.status)}`;
  return 'model-broken-answer';
}
