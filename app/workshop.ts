import { learn } from '../core/understand/orders/guess.ts';
import type { Workshop } from '../workers/house.ts';
import { createOpenAiInterpreter } from '../workers/model/openai.ts';
import type { Ground } from './boot.ts';
import { clockworkOf } from './clockwork.ts';

export function workshopOf({ settings, store, config, queues, clock, log, crash }: Ground): Workshop {
  learn();
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl, OPENAI_MODEL: model, OPENAI_TIMEOUT_MS: timeoutMs } = settings;
  const remote = apiKey
    ? createOpenAiInterpreter({ apiKey, model, timeoutMs, log, baseUrl, directory: () => store.directory.current() })
    : null;
  return { store, config, clockwork: clockworkOf(config), queues, clock, log, crash, model: remote };
}
