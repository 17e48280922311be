import net from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, inject, onTestFinished, test } from 'vitest';
import { readSettings } from '../../../app/settings.ts';
import { openWatch } from '../../../app/watch/watch.ts';
import { openQueues } from '../../../workers/queues.ts';
import { createTestDatabase, MIGRATIONS, type TestDatabase } from '../../support/database.ts';
import { ownRedis } from '../../support/processes/redis.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { emptyStore } from '../../support/store.ts';
import { until } from '../../support/until.ts';
import { WIRE } from '../../workers/shop.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => void (await database.db.heartbeat.deleteMany()));
afterAll(() => database.drop());

function open(env: Record<string, string> = {}) {
  const { db, url } = database;
  const queues = openQueues({ redisUrl: null, databaseUrl: url, log: quietLog });
  onTestFinished(() => queues.close());
  return openWatch({
    settings: readSettings({ INSTANCE: 'one', ...env }),
    migrations: MIGRATIONS,
    db,
    store: emptyStore(db, WIRE),
    queues,
    clock: { now: () => new Date() },
    log: quietLog,
    channels: [WIRE],
    embedded: true,
    price: null,
  });
}

const hearts = async () => (await database.db.heartbeat.findMany()).map(({ part, instance }) => `${part} ${instance}`);

test('workers beat while both of their sweeps come round, and not for the sake of one', async () => {
  const stuck = open();
  stuck.signals.turned('sweep');
  stuck.becomes('running');
  const watching = await stuck.start(['workers', 'bots']);
  // Bots without a wire have nothing that could be stuck.
  await until(async () => (await hearts()).length > 0, 'a heart to beat');
  await watching.stop();
  expect(await hearts()).toEqual(['bots one']);

  const well = open();
  for (const loop of ['sweep', 'clock']) well.signals.turned(loop);
  well.becomes('running');
  const other = await well.start(['workers']);
  await until(async () => (await hearts()).length > 1, 'the other heart to beat');
  await other.stop();
  expect((await hearts()).toSorted()).toEqual(['bots one', 'workers one']);
});

test('a process that only starts beats for nothing', async () => {
  const watch = open();
  for (const loop of ['sweep', 'clock']) watch.signals.turned(loop);
  await (await watch.start(['workers'])).stop();
  expect(await hearts()).toEqual([]);
});

test('a port for the figures that is taken: a sentence that names its variable', async () => {
  const server = net.createServer();
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = String(typeof address === 'object' && address ? address.port : 0);
  await expect(open({ METRICS_PORT: port }).start(['workers'])).rejects.toMatchObject({
    code: 'port-in-use',
    sentence: expect.stringContaining('环境变量 METRICS_PORT'),
  });
});

test.skipIf(inject('redisUrl') === null)('Redis is asked whether it answers: it does, it does not, it does again', async () => {
  const redis = await ownRedis();
  await redis.start();
  const queues = openQueues({ redisUrl: redis.url, databaseUrl: database.url, log: quietLog });
  onTestFinished(() => queues.close());
  const answers = () =>
    queues.ping().then(
      () => true,
      () => false,
    );
  await until(answers, 'Redis to answer');
  await redis.kill();
  await until(async () => !(await answers()), 'Redis to be missed');
  await redis.start();
  expect(await until(answers, 'Redis to be back')).toBe(true);
});
