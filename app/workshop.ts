import type { Signals } from '../core/signals.ts';
import type { RemoteInterpreter } from '../core/understand/port.ts';
import type { Workshop } from '../workers/house.ts';
import { dailyBudget } from '../workers/model/budget.ts';
import { createOpenAiInterpreter } from '../workers/model/openai.ts';
import type { Ground } from './boot.ts';
import { clockworkOf } from './clockwork.ts';
import { earsOf } from './listening.ts';

export function workshopOf({ root, settings, store, config, queues, clock, log, crash, watch }: Ground): Workshop {
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl, OPENAI_MODEL: model, OPENAI_TIMEOUT_MS: timeoutMs } = settings;
  const { daily, breaker } = config.bot.model;
  const budget = dailyBudget(store, clock, daily);
  const directory = () => store.directory.current();
  const remote = apiKey ? createOpenAiInterpreter({ apiKey, model, timeoutMs, log, baseUrl, clock, budget, breaker, directory }) : null;
  const ears = earsOf(root, config, store, log);
  return {
    store,
    config,
    clockwork: clockworkOf(config),
    ears,
    queues,
    clock,
    log,
    crash,
    signals: watch.signals,
    model: remote && counted(remote, watch.signals),
  };
}

function counted(model: RemoteInterpreter, signals: Signals): RemoteInterpreter {
  return {
    name: model.name,
    async understand(utterance, signal) {
      const began = performance.now();
      const said = await model.understand(utterance, signal);
      signals.modelAsked(said !== null, performance.now() - began);
      return said;
    },
  };
}
