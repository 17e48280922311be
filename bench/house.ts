import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import { z } from 'zod';
import { boot, WEBCHAT } from '../app/boot.ts';
import { startEmbeddedPostgres } from '../app/embedded-postgres.ts';
import { projectRoot } from '../app/project-root.ts';
import { runBots } from '../app/run-bots.ts';
import { readSettings } from '../app/settings.ts';
import { workshopOf } from '../app/workshop.ts';
import { createReceive } from '../bots/receive.ts';
import { openDatabase } from '../prisma/store/client.ts';
import { neverFits } from '../prisma/store/outage.ts';
import { startWorkers } from '../workers/main.ts';
import { UNDERSTAND } from '../workers/understand.ts';
import { changed } from './office.ts';
import { weigh } from './weigh.ts';
import { HouseOrder, type Ready, Shout } from './wire.ts';

/**
 * The house under test, in a process of its own as in life: what `npm start` runs, on a database nobody else uses. Beside it
 * in the same process, on the same database, stands the floor: one POST, one INSERT, one answer.
 */
const { redisUrl, model, ...changes } = HouseOrder.parse(JSON.parse(process.argv[2] ?? 'null'));
const dir = mkdtempSync(join(tmpdir(), 'mashangban-bench-'));
const office = model?.configDir ?? join(projectRoot(), 'config');
chmodSync(dir, 0o755); // as root, Postgres runs as a user of its own and must be able to reach its folder
// Its own server: the floor's table is one that the house, as its role, may not make.
const server = await startEmbeddedPostgres({ dir: join(dir, 'postgres'), password: 'bench' });
const settings = readSettings({
  DATABASE_URL: server.url,
  DATA_DIR: dir,
  PORT: '0',
  LOG_LEVEL: 'error',
  CONFIG_DIR: changed(office, join(dir, 'config'), changes),
  ...(redisUrl === null ? {} : { REDIS_URL: redisUrl }),
  // Longer than the endpoint hangs: what is measured is its hanging, not our giving up.
  ...(model === null ? {} : { OPENAI_API_KEY: 'bench', OPENAI_BASE_URL: model.baseUrl, OPENAI_TIMEOUT_MS: '60000' }),
});
const ground = await boot(settings);
const workers = await startWorkers(workshopOf(ground));
const bots = await runBots(ground);

const floorDb = openDatabase(server.url);
await floorDb.$executeRaw`CREATE TABLE bench_floor (id bigserial PRIMARY KEY, text text NOT NULL)`;
const floor = Fastify();
floor.post('/floor', async (request) => {
  const { text } = z.object({ text: z.string() }).parse(request.body);
  await floorDb.$executeRaw`INSERT INTO bench_floor (text) VALUES (${text})`;
  return { text };
});
// A wire that lets one person write without end; our own web chat does not.
const receive = createReceive({
  ...ground,
  inbox: ground.store.inbox,
  neverFits,
  hint: (chat) => ground.queues.hint(UNDERSTAND, String(chat), 'together'),
});
let shouted = 0;
floor.post('/shout', async (request) => {
  const { chat, sender, texts } = Shout.parse(request.body);
  await receive(
    texts.map((text) => {
      shouted += 1;
      const body = {
        kind: 'message' as const,
        messageId: `shout${shouted}`,
        text,
        quote: null,
        mentions: [],
        mentionsBot: false,
        media: [],
      };
      const person = { wireId: sender, name: sender };
      return {
        channel: WEBCHAT,
        chat: { wireId: chat, kind: 'group' as const, title: null },
        sender: person,
        key: `m:shout${shouted}`,
        at: null,
        body,
      };
    }),
  );
  return { shouted };
});
floor.get('/weight', () => weigh(ground.db, redisUrl));
const floorUrl = await floor.listen({ host: '127.0.0.1', port: 0 });

// Ctrl-C reaches this process too; it stops when the bench lets go of it, so that nothing is left behind.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});
process.once('disconnect', () => {
  void stop().finally(() => process.exit(0));
});
const ready: Ready = { kind: 'ready', url: bots.url, floorUrl };
process.send?.(ready);

async function stop(): Promise<void> {
  await floor.close();
  await bots.stop();
  await workers.stop();
  await floorDb.$disconnect();
  await ground.close();
  await server.stop();
  rmSync(dir, { recursive: true, force: true });
}
