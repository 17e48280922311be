import net from 'node:net';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { fenced, holdSession } from '../../app/session-hold.ts';
import { telegramCapabilities } from '../../bots/telegram/channel.ts';
import type { Channel, OutboundMessage } from '../../core/channel.ts';
import { ChannelName, OutboxId } from '../../core/ids.ts';
import { createLease } from '../../prisma/lease.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { keptLog } from '../support/quiet-log.ts';
import { until } from '../support/until.ts';

const LEASE = { idleMs: 1500, sureMs: 900, askMs: 400 };
const HOLD = { turnMs: 100, letGoMs: 600 };

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** A line to the database that can go dead without a word, as a network does. */
async function line(databaseUrl: string) {
  const target = new URL(databaseUrl);
  const sockets = new Set<net.Socket>();
  let dead = false;
  const server = net.createServer((near) => {
    const far = net.connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('data', (data) => void (dead || to.write(data)));
      from.on('error', () => {});
      from.on('close', () => dead || to.destroy());
    }
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const url = new URL(databaseUrl);
  url.port = String(port);
  return { url: url.toString(), cut: (off: boolean) => void (dead = off) };
}

test('cut off without a word: it hands nothing over, lets go, and stands by while the other has it; each runs in its turn', async () => {
  const wire = await line(database.url);
  const [log, events] = [keptLog(), [] as string[]];
  const hold = async (who: string, url: string) => {
    const lease = createLease(url, 'telegram 1', LEASE);
    const run = async () => {
      events.push(`${who} begins`);
      return { stop: async () => void events.push(`${who} ends`) };
    };
    const held = await holdSession(lease, { name: who, log, start: run }, HOLD);
    onTestFinished(() => held.stop());
    return { ...held, lease };
  };
  const one = await hold('one', wire.url);
  const two = await hold('two', database.url);
  expect([one.holding(), one.waiting(), two.holding(), two.waiting(), events]).toEqual([true, false, false, true, ['one begins']]);

  let overlap = false;
  const watch = setInterval(() => {
    overlap ||= two.lease.sure() && one.lease.sure();
  }, 5);
  onTestFinished(() => clearInterval(watch));
  wire.cut(true);
  await until(() => two.holding(), 'the other to take over', 5000);
  await until(() => !one.holding(), 'the first to let go');
  expect(events.toSorted()).toEqual(['one begins', 'one ends', 'two begins']);
  expect(overlap).toBe(false);
  // Its other loops have nothing to ask any more and say nothing of the database: the lease does, and says when it is back.
  const said = (words: string) => log.lines.filter(({ message }) => message.includes(words)).length;
  await until(() => said('the database is away') > 0, 'the outage to be told', 5000);
  expect(said('the database is back')).toBe(0);

  wire.cut(false);
  await until(() => one.waiting(), 'the first to stand by', 5000);
  expect([said('the database is away'), said('the database is back')]).toEqual([1, 1]);
  await two.stop();
  await until(() => one.holding(), 'the first to have it again', 5000);
  expect(events.slice(-2)).toEqual(['two ends', 'one begins']);
  expect(overlap).toBe(false);
});

test('a wire that is long in opening keeps its session meanwhile; one that cannot open ends the start', async () => {
  const lease = createLease(database.url, 'slow', LEASE);
  const opened = Date.now();
  const start = async () => {
    await until(() => Date.now() - opened > LEASE.idleMs + 700, 'the wire to open');
    return { stop: async () => {} };
  };
  const held = await holdSession(lease, { name: 'slow', log: keptLog(), start }, HOLD);
  expect([held.holding(), lease.sure()]).toEqual([true, true]);
  await held.stop();
  const broken = async () => {
    throw new Error('no');
  };
  await expect(
    holdSession(createLease(database.url, 'slow', LEASE), { name: 'slow', log: keptLog(), start: broken }, HOLD),
  ).rejects.toThrow('no');
});

test('in doubt nothing is handed to the wire, and that is certain', async () => {
  const sent: OutboundMessage[] = [];
  const channel: Channel = {
    name: ChannelName.parse('wire'),
    capabilities: telegramCapabilities,
    async start() {},
    async stop() {},
    async send(_chat, message) {
      sent.push(message);
      return { kind: 'sent', messageId: '1' };
    },
  };
  let sure = false;
  const wire = fenced(channel, () => sure);
  const message = { id: OutboxId.parse(1), part: 0, text: '', mentions: [], quote: null, buttons: [], media: [] };
  const send = () => wire.send({ wireId: '1', kind: 'group' }, message);
  expect([wire.ready?.(), await send(), sent]).toMatchObject([false, { kind: 'retry', scope: 'channel' }, []]);
  sure = true;
  expect([wire.ready?.(), await send(), sent.length]).toMatchObject([true, { kind: 'sent' }, 1]);
});
