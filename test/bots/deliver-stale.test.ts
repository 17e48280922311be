import pg from 'pg';
import { describe, expect, test } from 'vitest';
import type { ChatId, OutboxId } from '../../core/ids.ts';
import type { OutboxStore, Taken } from '../../prisma/store/outbox.ts';
import { deliveryStage, WIRE } from './delivery-stage.ts';

/** What became of a send, written down by a statement that is carried out late: the row may be somebody's again. */
const stage = deliveryStage();
const START = stage.now.getTime();
const at = (seconds: number): Date => new Date(START + seconds * 1000);

let rooms = 0;
/** A message taken by `one` at the start. */
async function inFlight(): Promise<{ readonly room: ChatId; readonly id: OutboxId }> {
  rooms += 1;
  const room = await stage.chat(`room-${rooms}`);
  await stage.say(room, '话');
  return { room, id: await taken(room, 'one', 0) };
}
async function taken(room: ChatId, sender: string, seconds: number): Promise<OutboxId> {
  const [message] = await stage.store.outbox.peek(room, at(seconds), 1);
  if (message === undefined || (await stage.store.outbox.take([message], sender, at(seconds))) === null) throw new Error('not taken');
  return message.id;
}
const row = (id: OutboxId) => stage.database.db.outbox.findUniqueOrThrow({ where: { id: BigInt(id) } });

const outcomes: readonly [string, (outbox: OutboxStore, id: OutboxId, taken: Taken) => Promise<void>][] = [
  ['it waits', (outbox, id, mine) => outbox.again([id], mine, { notBefore: at(0), reason: '429', partsDone: 0 })],
  ['in doubt', (outbox, id, mine) => outbox.ended([id], mine, 'unknown', 'timeout')],
  ['refused', (outbox, id, mine) => outbox.ended([id], mine, 'refused', 'kicked')],
  ['put back', (outbox, id, mine) => outbox.putBack([id], mine)],
  ['never taken', (outbox, id) => outbox.ended([id], null, 'refused', 'unreadable')],
];
const MINE: Taken = { sender: 'one', at: at(0) };

describe.each(outcomes)('%s, said late', (_what, say) => {
  test('of a row another holder has taken since: it stays his', async () => {
    const { room, id } = await inFlight();
    await stage.store.outbox.recover(WIRE, { idempotent: true, olderThan: at(1), instance: null });
    await taken(room, 'two', 70);
    await say(stage.store.outbox, id, MINE);
    expect(await row(id)).toMatchObject({ status: 'sending', sender: 'two', attempts: 2, error: null });
  });

  test('of a row the same process has taken again since: the new try stands', async () => {
    const { room, id } = await inFlight();
    await stage.store.outbox.again([id], MINE, { notBefore: at(1), reason: '429', partsDone: 0 });
    await taken(room, 'one', 2);
    await say(stage.store.outbox, id, MINE);
    expect(await row(id)).toMatchObject({ status: 'sending', sendingAt: at(2), attempts: 2 });
  });

  test('after it has arrived: it has arrived', async () => {
    const { id } = await inFlight();
    await stage.store.outbox.sent([id], '7', at(1));
    await say(stage.store.outbox, id, MINE);
    expect(await row(id)).toMatchObject({ status: 'sent', messageId: '7', error: null });
  });

  test('by a statement that hung at the server while all that happened', async () => {
    const { id } = await inFlight();
    const other = new pg.Client({ connectionString: stage.database.ownerUrl });
    await other.connect();
    try {
      await other.query('BEGIN');
      await other.query('SELECT FROM outbox WHERE id = $1 FOR UPDATE', [id]);
      const late = say(stage.store.outbox, id, MINE);
      const hangs = async () =>
        (await other.query(`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`)).rowCount;
      // `never taken` sees at once that it has nothing to do here, and waits for nobody.
      if (_what !== 'never taken') await expect.poll(hangs).toBe(1);
      await other.query(`UPDATE outbox SET sender = 'two', sending_at = $2, attempts = 2 WHERE id = $1`, [id, at(70)]);
      await other.query('COMMIT');
      await late;
    } finally {
      await other.end();
    }
    expect(await row(id)).toMatchObject({ status: 'sending', sender: 'two', attempts: 2, error: null });
  });
});

test('said in time it is written, and who could not take it ends what still waits', async () => {
  for (const [what, say] of outcomes) {
    const { id } = await inFlight();
    if (what === 'never taken') await stage.store.outbox.putBack([id], MINE);
    await say(stage.store.outbox, id, MINE);
    expect([what, (await row(id)).status]).toEqual([
      what,
      what === 'in doubt' ? 'unknown' : /refused|never/.test(what) ? 'refused' : 'pending',
    ]);
  }
});

test('whoever has it by now, what has arrived has arrived: it is not said once more', async () => {
  const { room, id } = await inFlight();
  await stage.store.outbox.recover(WIRE, { idempotent: true, olderThan: at(1), instance: null });
  await stage.store.outbox.sent([id], '7', at(65));
  expect(await stage.store.outbox.peek(room, at(70), 1)).toEqual([]);
});
