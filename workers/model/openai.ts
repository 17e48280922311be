import { APIConnectionTimeoutError, APIError, APIUserAbortError } from 'openai';
import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import { admit, type Breaker, CLOSED, type Ending, ended } from '../../core/model/breaker.ts';
import type { ModelPolicy } from '../../core/model/policy.ts';
import type { RemoteInterpreter, Understanding, Utterance } from '../../core/understand/port.ts';
import { type Answer, parseAnswer, understandingFrom } from './answer.ts';
import type { Budget } from './budget.ts';
import { type ChatMessage, type EndpointOptions, openEndpoint } from './endpoint.ts';
import { type ModelDirectory, newFence, promptFor } from './prompt.ts';

export interface OpenAiOptions extends EndpointOptions {
  /** For the whole of one message, the repair included. */
  readonly timeoutMs: number;
  readonly log: Pick<Log, 'info' | 'warn'>;
  readonly clock: Clock;
  readonly budget: Budget;
  readonly breaker: ModelPolicy['breaker'];
  /** Asked at every message: the directory may have moved on. */
  readonly directory: () => ModelDirectory | Promise<ModelDirectory>;
}

const LONGEST_ECHO = 2000;
/** What an answer takes, beside the question. */
const ANSWER_TOKENS = 500;

/** The day's budget is spent, or nobody can say whether it is: nothing is wrong with the endpoint. */
class Unaffordable extends Error {}

/**
 * A model behind an OpenAI-compatible endpoint. It only fills a schema; never decides, never throws, never sees a phone number.
 * null: it could not say in time, and the local interpreter's word stands.
 */
export function createOpenAiInterpreter(options: OpenAiOptions): RemoteInterpreter {
  const { log, clock, budget } = options;
  const complete = openEndpoint(options);
  let breaker: Breaker = CLOSED;

  async function ask(messages: readonly ChatMessage[], directory: ModelDirectory, signal: AbortSignal): Promise<string> {
    const tokens = tokensOf(messages) + ANSWER_TOKENS;
    for (;;) {
      const share = await budget.take(tokens).catch(() => null);
      if (share === null) throw new Unaffordable();
      const completed = await complete(messages, directory, signal);
      if (completed === null) continue;
      await share.spent(completed.tokens ?? tokens).catch(() => undefined);
      return completed.content;
    }
  }

  async function answerOf(utterance: Utterance, directory: ModelDirectory, signal: AbortSignal): Promise<Answer | null> {
    const fence = newFence(utterance.text);
    const prompt = promptFor(utterance, directory, fence);
    const messages: ChatMessage[] = [
      { role: 'system', content: prompt.system },
      { role: 'user', content: prompt.user },
    ];
    const first = await ask(messages, directory, signal);
    const parsed = parseAnswer(first, directory);
    if (parsed.ok) return parsed.answer;
    const repair = `That answer is invalid (${parsed.why}). Answer again with one JSON object of exactly the asked fields: intent, confidence, departments, urgency, urgencyWords, sensitive, place, summary.`;
    // What it said may hold the fence, and with it what the text would have liked to say outside.
    const echo = first.replaceAll(fence, '').slice(0, LONGEST_ECHO).toWellFormed();
    const second = await ask([...messages, { role: 'assistant', content: echo }, { role: 'user', content: repair }], directory, signal);
    const repaired = parseAnswer(second, directory);
    if (repaired.ok) return repaired.answer;
    log.warn({ code: 'model-invalid', why: repaired.why }, 'the model gave no valid answer');
    return null;
  }

  async function attempt(utterance: Utterance, caller: AbortSignal): Promise<{ understood: Understanding | null; how: Ending }> {
    const deadline = AbortSignal.timeout(options.timeoutMs);
    try {
      const directory = await options.directory();
      const answer = await answerOf(utterance, directory, AbortSignal.any([caller, deadline]));
      if (answer === null) return { understood: null, how: 'failed' };
      return { understood: understandingFrom(answer, utterance, directory), how: 'answered' };
    } catch (error) {
      const code = codeOf(error, deadline, caller);
      log.warn({ code }, 'the model did not answer');
      return { understood: null, how: code === 'model-aborted' || code === 'model-budget' ? 'left' : 'failed' };
    }
  }

  return {
    name: `openai:${options.model}`,
    async understand(utterance, caller) {
      const admitted = admit(breaker, clock.now().getTime(), options.breaker);
      breaker = admitted.breaker;
      if (admitted.turn === null) return null;
      const { understood, how } = await attempt(utterance, caller);
      const rested = breaker.kind === 'open';
      breaker = ended(breaker, admitted.turn, how, clock.now().getTime(), options.breaker);
      if (!rested && breaker.kind === 'open' && how === 'failed')
        log.warn(
          { code: 'model-rests', seconds: options.breaker.pauseSeconds },
          'the model endpoint fails again and again and is left alone',
        );
      return understood;
    },
  };
}

/** No tokenizer is at hand, and every model has its own: a character of Chinese is about one token and three bytes. */
function tokensOf(messages: readonly ChatMessage[]): number {
  return Math.ceil(Buffer.byteLength(JSON.stringify(messages)) / 3);
}

/** A code only: an endpoint's error may repeat the text it was sent, or the key. */
function codeOf(error: unknown, deadline: AbortSignal, caller: AbortSignal): string {
  if (error instanceof Unaffordable) return 'model-budget';
  if (deadline.aborted || error instanceof APIConnectionTimeoutError) return 'model-timeout';
  if (caller.aborted || error instanceof APIUserAbortError) return 'model-aborted';
  if (error instanceof APIError) return error.status === undefined ? 'model-unreachable' : `model-http-${Number(error.status)}`;
  return 'model-broken-answer';
}
