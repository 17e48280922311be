import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TEXT_LIMIT } from '../../bots/webchat/api.ts';
import { InboundEnvelope } from '../../core/channel.ts';
import { stage } from '../bots/telegram/stage.ts';
import { smallOffice } from '../bots/webchat/office.ts';
import { openServer } from '../bots/webchat/server.ts';
import { arrive } from '../bots/webchat/visitor.ts';
import { messages } from '../contract/heard.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { contact, openNearSide, room } from '../support/puppet/near-side.ts';
import { until } from '../support/until.ts';
import { hostileText, mutated } from './hostile.ts';
import { POSTS, UPDATES } from './recorded.ts';
import { fuzz } from './run.ts';
import { throughPostgres } from './stored.ts';
import { TARGETS } from './targets.ts';

/** The short form of `npm run fuzz`, and what it does not do: the same through the wires themselves. */
const CASES = 20_000;
const SEED = 20_261_126;
const sample: InboundEnvelope[] = [];

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

describe('every decoder', () => {
  it.each(TARGETS)('$name: nothing breaks, nothing somebody said is lost, what is refused has a reason', (target) => {
    const tally = fuzz(target, Math.round((CASES * target.share) / 100), SEED, 60);
    expect(tally.failure).toBeNull();
    expect(tally.taken).toBeGreaterThan(0);
    sample.push(...tally.sample);
  });

  it('what came of it is kept by Postgres and read back as it was said', async () => {
    expect(await throughPostgres(database.db, sample)).toBeGreaterThan(100);
  });
});

describe('through the wires', () => {
  it('Telegram: no update holds up the line, whatever is in it', async () => {
    const { api, heard, log } = await stage();
    const odd = fc.sample(mutated(UPDATES), { numRuns: 150, seed: SEED });
    for (const raw of odd) {
      // Telegram itself numbers them.
      const { update_id: _, ...content } = raw !== null && typeof raw === 'object' ? (raw as Record<string, unknown>) : {};
      api.updates.push(content, true);
    }
    api.user({ name: '王老板' }).says(api.group({ title: '创业汇' }), '最后一句');
    await heard.message('最后一句');
    await until(() => api.updates.pending().length === 0, 'everything to be confirmed');
    expect(heard.invalid()).toEqual([]);
    expect(heard.envelopes.length + log.lines.filter(({ message }) => message.includes('makes no envelope')).length).toBeGreaterThanOrEqual(
      odd.length,
    );
  });

  it('WeChat: every text arrives, in its order', async () => {
    const near = await openNearSide({ before: [contact('wxid_a', '甲'), room('1@chatroom', '一群', ['wxid_a'])] });
    try {
      const texts = fc.sample(hostileText, { numRuns: 60, seed: SEED });
      for (const text of texts) await near.message({ from: 'wxid_a', chat: '1@chatroom', text });
      await near.heard.count(texts.length);
      expect(near.heard.invalid()).toEqual([]);
      expect(messages(near.heard.envelopes).map((one) => one.body.messageId)).toEqual(texts.map((_, at) => `near-${at + 1}`));
    } finally {
      await near.close();
    }
  });

  it('the web chat: every request is answered, none with 500, and each that was taken is one envelope', async () => {
    const heard: InboundEnvelope[] = [];
    const receive = async (batch: readonly InboundEnvelope[]) => void heard.push(...batch);
    const server = await openServer({ databaseUrl: database.url, office: smallOffice(), receive });
    try {
      const boss = await arrive(server, 'boss');
      const statuses = new Set<number>();
      for (const body of fc.sample(mutated(POSTS), { numRuns: 30, seed: SEED })) {
        for (const path of ['messages', 'press', 'read', 'messages/1/edit'])
          statuses.add((await boss.post(`/api/chats/work/${path}`, body)).status);
        statuses.add((await boss.post(`/api/session`, body)).status);
      }
      expect([...statuses].filter((status) => status >= 500)).toEqual([]);
      heard.length = 0;
      let taken = 0;
      for (const text of fc.sample(hostileText, { numRuns: 60, seed: SEED })) {
        const { status } = await boss.post('/api/chats/work/messages', { clientId: randomUUID(), text });
        expect([200, 400, 413]).toContain(status);
        if (status === 200) taken += 1;
        expect(status === 200).toBe(text.replaceAll('\u0000', '').trim() !== '' && text.replaceAll('\u0000', '').length <= TEXT_LIMIT);
      }
      expect(heard.length).toBe(taken);
      expect(heard.every((envelope) => InboundEnvelope.safeParse(envelope).success)).toBe(true);
    } finally {
      await server.close();
    }
  });
});
