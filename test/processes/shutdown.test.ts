import net from 'node:net';
import { expect, inject, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { Session } from '../../bots/webchat/api.ts';
import { shanghaiDate } from '../../core/deadlines/shanghai.ts';
import { ledgerOf } from '../../prisma/store/ledger.ts';
import { startBotApi } from '../support/bot-api/driver.ts';
import { ownDatabase } from '../support/processes/books.ts';
import { type House, startHouse } from '../support/processes/house.ts';
import { officeWith, withTelegramGroup } from '../support/processes/office.ts';
import { claimRedis } from '../support/processes/redis.ts';
import { until } from '../support/until.ts';

/** docker-compose.yml gives thirty seconds. */
const GRACE_MS = 15_000;
/** More than is handled by the time of the stop. */
const MESSAGES = 25;
const TROUBLES = [
  '门口的路灯坏了一个月了，麻烦给修一修',
  '环评报告交上去一个月了还没批',
  '厂区停水两天了，机器都停了',
  '贷款到期续不上，周转不开',
];
const Ready = z.object({ ready: z.boolean(), parts: z.record(z.string(), z.object({ state: z.string(), reason: z.string().optional() })) });

const Update = z.object({ message: z.object({ message_id: z.int() }) });

const redisUrl = inject('redisUrl');

test.skipIf(redisUrl === null)(
  'told to stop under load, with streams and half a request open: what is in hand is finished, nothing is in doubt, and nothing is held up',
  { timeout: 120_000 },
  async () => {
    const { db, url } = await ownDatabase();
    const api = await startBotApi();
    onTestFinished(() => api.close());
    const group = api.group({ title: '环翠创业汇' });
    const env = {
      DATABASE_URL: url,
      REDIS_URL: await claimRedis(redisUrl ?? ''),
      CONFIG_DIR: officeWith('groups.yaml', (text) => withTelegramGroup(text, group.id)),
      TELEGRAM_BOT_TOKEN: api.token,
      TELEGRAM_API_ROOT: api.root(),
      METRICS_PORT: '0',
    };
    const [bots, workers] = await Promise.all([
      startHouse('bots', { ...env, INSTANCE: 'bots' }),
      startHouse('workers', { ...env, INSTANCE: 'workers' }),
    ]);
    await until(async () => (await readiness(bots)).ready && (await readiness(workers)).ready, 'both to be ready');
    expect(Object.keys((await readiness(bots)).parts)).toContain('channel telegram');
    expect(Object.keys((await readiness(workers)).parts)).toEqual(['process', 'database', 'migrations', 'queues']);
    for (const house of [bots, workers])
      expect(await (await fetch(`${figuresOf(house)}/metrics`)).text()).toContain('mashangban_database_up 1');
    // On the port that people reach, only from this machine itself, and through a proxy nobody is.
    expect((await fetch(`${bots.url}/metrics`)).status).toBe(200);
    expect((await fetch(`${bots.url}/metrics`, { headers: { 'x-forwarded-for': '127.0.0.1' } })).status).toBe(404);

    await openStream(bots.url);
    await halfARequest(bots.url);
    await halfARequest(figuresOf(workers));
    api.faults.next('sendMessage', { kind: 'slow', ms: 700 }, 1000);
    let said = 0;
    const talking = setInterval(() => {
      if (said >= MESSAGES) return;
      said += 1;
      api.user({ name: `企业${said}` }).says(group, `${TROUBLES[said % TROUBLES.length]}（${said}）`);
    }, 100);
    onTestFinished(() => clearInterval(talking));
    await until(() => db.outbox.count({ where: { status: 'sending', channel: 'telegram' } }), 'a send in hand', 20_000);
    await until(async () => (await db.ticket.count()) > 3, 'some tickets', 20_000);

    const stops = Promise.all([bots.stop('SIGTERM', GRACE_MS), workers.stop('SIGTERM', GRACE_MS)]);
    const told = await until(async () => {
      const found = await readiness(bots).catch(() => null);
      return found?.ready === false ? found : null;
    }, 'whoever hands out work to be told of the stop');
    expect(told.parts.process).toEqual({ state: 'failed', reason: 'stopping' });
    for (const exit of await stops) expect(exit).toMatchObject({ code: 0, signal: null });

    const states = await db.outbox.groupBy({ by: ['status'], _count: true });
    expect(states.map(({ status }) => status).filter((status) => !['pending', 'held', 'sent'].includes(status))).toEqual([]);
    // Several rows may have gone as one message.
    const messages = await db.outbox.groupBy({ by: ['messageId'], where: { status: 'sent', channel: 'telegram' } });
    expect(api.sentTo(group)).toHaveLength(messages.length);

    // Every message is stored and accounted for, or still with the wire, which was never told that we have it.
    await until(() => said === MESSAGES, 'everybody to have spoken');
    const { received, waiting, ...ends } = await ledgerOf(db, shanghaiDate(new Date()));
    expect(Object.values(ends).reduce((sum, n) => sum + n, waiting)).toBe(received);
    const stored = new Set((await db.inbox.findMany({ select: { key: true } })).map(({ key }) => key));
    const withTheWire = api.updates.pending().filter((update) => !stored.has(`m:${Update.parse(update).message.message_id}`));
    expect(received + withTheWire.length).toBe(MESSAGES);
  },
);

function figuresOf(house: House): string {
  return /"address":"([^"]+)","msg":"figures are served"/.exec(house.output())?.[1] ?? '';
}

async function readiness(house: House): Promise<z.infer<typeof Ready>> {
  return Ready.parse(await (await fetch(`${figuresOf(house)}/readyz`)).json());
}

/** A page whose reader has gone away without a word. */
async function openStream(url: string): Promise<void> {
  const headers = { 'x-webchat': '1', 'content-type': 'application/json' };
  const answer = await fetch(`${url}/api/session`, { method: 'POST', headers, body: JSON.stringify({ person: 'yan-weidong' }) });
  const { token } = Session.parse(await answer.json());
  const socket = await connected(url);
  socket.write(`GET /api/stream HTTP/1.1\r\nHost: ${new URL(url).host}\r\nAuthorization: Bearer ${token ?? ''}\r\n\r\n`);
  await new Promise<void>((resolve) => socket.once('data', () => resolve()));
  socket.pause();
}

async function halfARequest(url: string): Promise<void> {
  const socket = await connected(url);
  socket.write(
    `POST /api/session HTTP/1.1\r\nHost: ${new URL(url).host}\r\nx-webchat: 1\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{`,
  );
}

async function connected(url: string): Promise<net.Socket> {
  const { hostname, port } = new URL(url);
  const socket = net.connect(Number(port), hostname);
  socket.on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
  return socket;
}
