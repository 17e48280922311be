import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { boot, type Ground } from '../../../app/boot.ts';
import { runBots } from '../../../app/run-bots.ts';
import { readSettings } from '../../../app/settings.ts';
import { workshopOf } from '../../../app/workshop.ts';
import { startWorkers } from '../../../workers/main.ts';
import { startRedis } from '../../redis.ts';
import { HouseOrder, type HouseSays } from './wire.ts';

/**
 * Our house under measure, a process of its own: what `npm start` runs, on a database nobody else uses, with Telegram for its only
 * wire. Whoever will write is a member of its directory, and its offices sit in Telegram groups, as after a year of use.
 */
const [given] = await once(process, 'message');
const order = HouseOrder.parse(given);
const redis = order.backend === 'redis' ? await startRedis() : null;
if (order.backend === 'redis' && redis === null) throw new Error('no redis-server on this machine');
const dir = mkdtempSync(join(tmpdir(), 'mashangban-p13-'));
chmodSync(dir, 0o755); // as root, Postgres runs as a user of its own and must be able to reach its folder
const settings = readSettings({
  DATA_DIR: dir,
  PORT: '0',
  LOG_LEVEL: 'error',
  WEBCHAT: '0',
  TELEGRAM_BOT_TOKEN: order.token,
  TELEGRAM_API_ROOT: order.apiRoot,
  ...(redis === null ? {} : { REDIS_URL: redis.url }),
});
const ground = await boot(settings);
const postmaster = Number.parseInt(readFileSync(join(ground.dataDir, 'postgres/postmaster.pid'), 'utf8'), 10);
await moveIn(ground);
const workers = await startWorkers(workshopOf(ground));
const bots = await runBots(ground);

// Ctrl-C reaches this process too; it stops when the bench lets go of it, so that nothing is left behind.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});
process.once('disconnect', () => {
  void stop().finally(() => process.exit(0));
});
process.on('message', () => void tell());
await tell();

async function tell(): Promise<void> {
  const says: HouseSays = { kind: 'tickets', tickets: await ground.db.ticket.count(), postmaster };
  process.send?.(says);
}

/** By SQL, what people do with binding codes and by adding the bot to their groups. */
async function moveIn({ db, config }: Ground): Promise<void> {
  const groups = config.groups.filter(({ role }) => role !== 'work');
  const chats = groups.map(({ role, department, title }, at) => ({ wire_id: String(order.groups[at]), role, department, title }));
  if (groups.length > order.groups.length) throw new Error(`the office has ${groups.length} groups, more than it was given`);
  // Of no enterprise: the peer knows none either, and colleagues' words would be read in the light of each other's.
  const people = order.people.map(({ id, name }) => ({ key: `bench-${id}`, wire_id: String(id), name }));
  await db.$executeRaw`
    INSERT INTO chat (channel, wire_id, kind, role, department, title)
    SELECT 'telegram', c.wire_id, 'group', c.role, c.department, c.title
    FROM jsonb_to_recordset(${JSON.stringify(chats)}::jsonb) AS c(wire_id text, role text, department text, title text)`;
  await db.$executeRaw`
    WITH p AS (SELECT * FROM jsonb_to_recordset(${JSON.stringify(people)}::jsonb) AS p(key text, wire_id text, name text)),
      m AS (INSERT INTO member (key, name, title, roles) SELECT key, name, '负责人', '{entrepreneur}' FROM p RETURNING id, key),
      c AS (INSERT INTO chat (channel, wire_id, kind, role, title) SELECT 'telegram', wire_id, 'private', 'private', name FROM p RETURNING id, wire_id)
    INSERT INTO identity (member_id, channel, wire_id, name, private_chat, bound_by)
    SELECT m.id, 'telegram', p.wire_id, p.name, c.id, 'bench' FROM p JOIN m USING (key) JOIN c USING (wire_id)`;
  await db.$executeRaw`UPDATE directory_revision SET revision = revision + 1`;
}

async function stop(): Promise<void> {
  await bots.stop();
  await workers.stop();
  await ground.close();
  await redis?.stop();
  rmSync(dir, { recursive: true, force: true });
}
