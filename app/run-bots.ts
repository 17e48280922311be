import Fastify, { type FastifyInstance } from 'fastify';
import { createDeliverer } from '../bots/deliver.ts';
import { fetchLateMedia } from '../bots/late-media.ts';
import { createReceive } from '../bots/receive.ts';
import { HouseError } from '../core/errors.ts';
import { every, type Loop } from '../workers/every.ts';
import { outageLogOf } from '../workers/outage-log.ts';
import { UNDERSTAND } from '../workers/understand.ts';
import type { Ground } from './boot.ts';
import { openWires, type Wire } from './channels.ts';
import { serveMetrics } from './metrics.ts';
import type { Settings } from './settings.ts';

const SWEEP_MS = 1000;
const RECOVER_MS = 20_000;
const LATE_MEDIA_MS = 15_000;

export interface RunningBots {
  /** Where people open the page. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Everything that holds a wire: the channels, the web server, and what is sent. One process a deployment. */
export async function runBots(ground: Ground): Promise<RunningBots> {
  const { settings, log, queues, clock, crash, store } = ground;
  const wires = await openWires(ground);
  const app = Fastify({ trustProxy: settings.PUBLIC_URL !== undefined, bodyLimit: 1024 * 1024 });
  app.get('/healthz', async () => ({ ok: true }));
  serveMetrics(app, ground);
  for (const wire of wires) await wire.routes?.(app);

  const receive = createReceive({ inbox: store.inbox, clock, log, crash, hint: (chat) => queues.hint(UNDERSTAND, String(chat)) });
  // Before anything else runs: a port that is taken ends the start.
  const address = await listen(app, settings);
  const deliveries: Stoppable[] = [];
  for (const wire of wires) deliveries.push(await startDelivery(ground, wire));
  for (const wire of wires) {
    await wire.channel.start(receive);
    // A menu of commands in the group would tell everybody that somebody listens.
    if (settings.SHADOW) continue;
    // Not worth the start: the menu of commands is a comfort, and Telegram may be away just now.
    wire.started?.().catch((error: unknown) => log.warn({ error: String(error) }, 'the commands were not registered'));
  }
  return {
    url: settings.PUBLIC_URL ?? address,
    async stop() {
      // Sends in hand first, while their wires still stand; then the wires, then the pages.
      await Promise.all(deliveries.map((delivery) => delivery.stop()));
      await Promise.all(wires.map((wire) => wire.channel.stop()));
      await app.close();
    },
  };
}

async function listen(app: FastifyInstance, { HOST, PORT }: Settings): Promise<string> {
  try {
    return await app.listen({ host: HOST, port: PORT });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : null;
    if (code === 'EADDRINUSE')
      throw new HouseError('port-in-use', `端口 ${PORT} 已被别的程序占用：请停掉它，或者用环境变量 PORT 换一个端口。`, { cause });
    if (code === 'EACCES')
      throw new HouseError('port-denied', `没有权限使用端口 ${PORT}：请用环境变量 PORT 换一个 1024 以上的端口。`, { cause });
    if (code === 'EADDRNOTAVAIL') throw new HouseError('host-unknown', `这台机器没有地址 ${HOST}：请改正环境变量 HOST。`, { cause });
    throw cause;
  }
}

interface Stoppable {
  stop(): Promise<void>;
}

async function startDelivery(ground: Ground, wire: Wire): Promise<Stoppable> {
  const { settings, log, queues, clock, crash, store } = ground;
  const { notices } = ground.config.bot;
  const { channel } = wire;
  const { name } = channel;
  const deliverer = createDeliverer({ channel, store, notices, clock, log, crash, instance: `${settings.INSTANCE}/${name}` });
  await deliverer.recover(true);
  const outages = outageLogOf(log);
  // Not awaited: a pump lasts as long as the slowest send, and the next look must not wait for it.
  const look = async () => {
    const what = `outbox ${name}`;
    deliverer.pump().then(
      () => outages.worked(what),
      (error: unknown) => {
        if (!outages.failed(what, error))
          log.warn({ channel: name, error: String(error) }, 'the outbox could not be read; the next sweep looks again');
      },
    );
  };
  await queues.work(`deliver-${name}`, 1, look);
  const loops: Loop[] = [
    every(`deliver ${name}`, SWEEP_MS, log, look),
    every(`recover ${name}`, RECOVER_MS, log, () => deliverer.recover(false)),
    every(`late media ${name}`, LATE_MEDIA_MS, log, () => fetchLateMedia({ channel, store: store.lateMedia, clock, log })),
  ];
  return {
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()));
      await deliverer.stop();
    },
  };
}
