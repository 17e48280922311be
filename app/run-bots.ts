import type { FastifyInstance } from 'fastify';
import { createDeliverer } from '../bots/deliver.ts';
import { fetchLateMedia } from '../bots/late-media.ts';
import { createReceive } from '../bots/receive.ts';
import type { Receive } from '../core/channel.ts';
import { neverFits } from '../prisma/store/outage.ts';
import { every, type Loop } from '../workers/every.ts';
import { outageLogOf } from '../workers/outage-log.ts';
import { UNDERSTAND } from '../workers/understand.ts';
import type { Ground } from './boot.ts';
import { openWires, type Wire } from './channels.ts';
import { closeServer, listen } from './listen.ts';
import { fenced, holdSession, type Run, type SessionHold, sessionLease } from './session-hold.ts';
import type { Settings } from './settings.ts';
import { openWebServer } from './web-server.ts';

const SWEEP_MS = 1000;
const RECOVER_MS = 20_000;
const LATE_MEDIA_MS = 15_000;

export interface RunningBots {
  /** Where people open the page. */
  readonly url: string;
  /** Every session is ours; false: this process waits for at least one. */
  holding(): boolean;
  stop(): Promise<void>;
}

/**
 * Everything that holds a wire: the channels, the web server, and what is sent. One process a deployment does; another one may stand
 * by, and takes over each session that comes free.
 */
export async function runBots(ground: Ground): Promise<RunningBots> {
  const { settings, log, queues, clock, crash, store, watch } = ground;
  const wires = await openWires(ground);
  const app = openWebServer(settings, log);
  watch.serve(app);
  const holds = new Map<Wire, SessionHold>();
  // A process that stands by is not ready, whatever its wires would say.
  watch.holds(wires.map((wire) => fenced(wire.channel, () => holds.get(wire)?.holding() ?? false)));
  for (const wire of wires) await serveWire(app, wire, () => holds.get(wire)?.waiting() ?? false);

  const receive = createReceive({
    inbox: store.inbox,
    clock,
    log,
    crash,
    neverFits,
    hint: (chat) => queues.hint(UNDERSTAND, String(chat), 'together'),
  });
  // Before anything else runs: a port that is taken ends the start.
  const address = await listen(app, { host: settings.HOST, port: settings.PORT, names: ['HOST', 'PORT'] });
  for (const wire of wires) {
    const { name } = wire.channel;
    const lease = sessionLease(ground.databaseUrl, name, wire.identity);
    const start = () => startWire(ground, wire, receive, () => lease.sure());
    holds.set(wire, await holdSession(lease, { name, log, start }));
  }
  return {
    url: settings.PUBLIC_URL ?? address,
    holding: () => wires.every((wire) => holds.get(wire)?.holding()),
    async stop() {
      await Promise.all([...holds.values()].map((hold) => hold.stop()));
      await closeServer(app);
    },
  };
}

/** A process that waits to take over shows no page and takes no call: whoever asks is to ask the other one. */
async function serveWire(app: FastifyInstance, wire: Wire, waiting: () => boolean): Promise<void> {
  await app.register(async (scope) => {
    scope.addHook('onRequest', async (_request, reply) => {
      if (!waiting()) return;
      return reply
        .code(503)
        .header('retry-after', '5')
        .type('text/plain; charset=utf-8')
        .send('这个进程在待命，由另一个进程提供服务，请稍候再试。\n');
    });
    await wire.routes?.(scope);
  });
}

async function startWire(ground: Ground, wire: Wire, receive: Receive, sure: () => boolean): Promise<Run> {
  const { settings, log, store, clock } = ground;
  const { channel } = wire;
  // The session is ours alone: whatever is in flight on it was left behind, whoever sent it and however lately.
  await store.outbox.recover(channel.name, { idempotent: channel.capabilities.idempotentSend, olderThan: clock.now(), instance: null });
  const delivery = await startDelivery(ground, { ...wire, channel: fenced(channel, sure) });
  try {
    await channel.start(receive);
  } catch (error) {
    await delivery.stop();
    throw error;
  }
  // A menu of commands in the group would tell everybody that somebody listens.
  // Not worth the start: the menu of commands is a comfort, and Telegram may be away just now.
  if (!settings.SHADOW) wire.started?.().catch((error: unknown) => log.warn({ error: String(error) }, 'the commands were not registered'));
  return {
    async stop() {
      // Sends in hand first, while their wire still stands.
      await delivery.stop();
      await channel.stop();
    },
  };
}

/** What delivering needs of the ground it stands on. */
export type DeliveryGround = Pick<Ground, 'log' | 'clock' | 'crash' | 'store' | 'config'> & {
  readonly queues: Pick<Ground['queues'], 'work'>;
  readonly settings: Pick<Settings, 'INSTANCE'>;
  readonly watch: { readonly signals?: Ground['watch']['signals'] };
};

export async function startDelivery(ground: DeliveryGround, wire: Pick<Wire, 'channel'>): Promise<Run> {
  const { settings, log, queues, clock, crash, store, watch } = ground;
  const { signals } = watch;
  const { notices } = ground.config.bot;
  const { channel } = wire;
  const { name } = channel;
  const deliverer = createDeliverer({
    channel,
    store,
    notices,
    clock,
    log,
    crash,
    ...(signals ? { signals } : {}),
    instance: `${settings.INSTANCE}/${name}`,
  });
  await deliverer.recover(true);
  const outages = outageLogOf(log);
  const what = `outbox ${name}`;
  // Not awaited: a pump lasts as long as the slowest send, and the next look must not wait for it.
  const look = async () => {
    deliverer.pump().then(
      // A wire that is not open asks the database nothing: that it went well says nothing of it.
      () => (channel.ready?.() === false ? outages.forget(what) : outages.worked(what)),
      (error: unknown) => {
        if (!outages.failed(what, error))
          log.warn({ channel: name, error: String(error) }, 'the outbox could not be read; the next sweep looks again');
      },
    );
  };
  const leave = await queues.work(`deliver-${name}`, 1, look);
  const loops: Loop[] = [
    every(`deliver ${name}`, SWEEP_MS, log, look, signals?.turned),
    every(`recover ${name}`, RECOVER_MS, log, () => deliverer.recover(false), signals?.turned),
    every(`late media ${name}`, LATE_MEDIA_MS, log, () => fetchLateMedia({ channel, store: store.lateMedia, clock, log })),
  ];
  return {
    async stop() {
      // Its hints are for whoever has the session next.
      await Promise.all([leave(), deliverer.stop(), ...loops.map((loop) => loop.stop())]);
      outages.forget(what);
    },
  };
}
