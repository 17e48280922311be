import { describe, expect, it } from 'vitest';
import { createHeard, messages } from '../../contract/heard.ts';
import { until } from '../../support/until.ts';
import { polling, stage } from './stage.ts';

describe('pollUntil', () => {
  it('confirms an update only after it was stored', async () => {
    const { api, heard } = await stage();
    const wang = api.user({ name: '王老板' });
    const group = api.group({ title: '创业汇' });
    heard.breaks();
    const { update } = wang.says(group, '停电了');
    await until(() => heard.refused() >= 2, 'two tries');
    expect(api.updates.pending()).toContain(update);
    const offsets = api.calls('getUpdates').map((call) => Number(call.fields['offset']));
    expect(Math.max(...offsets)).toBeLessThanOrEqual(update.update_id);

    heard.mends();
    await until(() => !api.updates.pending().includes(update), 'the confirmation');
    expect(messages(heard.envelopes).map((one) => one.body.text)).toEqual(['停电了']);
  });

  it('hears after a restart what was said while nobody listened, in order', async () => {
    const { api, channel, log } = await stage();
    const wang = api.user({ name: '王老板' });
    const group = api.group({ title: '创业汇' });
    await channel.stop();
    for (let n = 0; n < 120; n += 1) wang.says(group, `第${n}句`);

    const heard = createHeard();
    const next = polling(api, log);
    await next.start(heard.receive);
    await heard.count(120);
    await next.stop();
    expect(messages(heard.envelopes).map((one) => one.body.text)).toEqual(Array.from({ length: 120 }, (_, n) => `第${n}句`));
  });

  it('starts again on the same object after a stop', async () => {
    const { api, channel, heard } = await stage();
    await channel.stop();
    await channel.start(heard.receive);
    api.user({ name: '王老板' }).says(api.group({ title: '创业汇' }), '又来了');
    expect((await heard.message('又来了')).body.text).toBe('又来了');
  });

  it('ends a long poll at once when it stops', async () => {
    const { api, channel } = await stage();
    await until(() => api.updates.polling(), 'the long poll');
    const before = performance.now();
    await channel.stop();
    expect(performance.now() - before).toBeLessThan(1_000);
    await until(() => !api.updates.polling(), 'the server to see the caller gone');
  });

  it('waits for a store that is under way when it stops', async () => {
    const { api, channel, log } = await stage({ started: false });
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    let taken = 0;
    let stored = 0;
    const slow = polling(api, log);
    await slow.start(async (batch) => {
      taken += batch.length;
      await gate;
      stored += batch.length;
    });
    api.user({ name: '王老板' }).says(api.group({ title: '创业汇' }), '慢慢存');
    await until(() => taken > 0, 'the batch to be taken');
    let ended = false;
    const stopping = slow.stop().then(() => {
      ended = true;
    });
    expect(ended).toBe(false);
    release();
    await stopping;
    expect(stored).toBe(1);
    await channel.stop();
  });

  it('skips a malformed update with its id and a reason, and hears the next one', async () => {
    const { api, heard, log } = await stage();
    const bad = [
      api.pushes({ message: 'not an object' }),
      api.pushes({ message: { message_id: 'x', date: 1, chat: { id: 1, type: 'private' } } }),
      api.pushes({ edited_message: { message_id: 1, date: 1, chat: { id: 1, type: 'nowhere' }, text: '机密' } }),
      api.pushes({ callback_query: { id: '', from: null } }),
      api.pushes({
        message: {
          message_id: 1,
          date: 9e15,
          chat: { id: 1, type: 'private' },
          from: { id: 2, is_bot: false, first_name: '甲' },
          text: '机密',
        },
      }),
    ];
    api.user({ name: '王老板' }).says(api.group({ title: '创业汇' }), '下一句');
    await heard.message('下一句');

    expect(heard.envelopes).toHaveLength(1);
    const warned = log.lines.filter((line) => line.level === 'warn');
    expect(warned.map((line) => line.fields)).toEqual(
      bad.map(({ update_id }) => ({ updateId: update_id, reason: expect.stringMatching(/^malformed \(.+\)$/) })),
    );
    expect(JSON.stringify(warned)).not.toContain('机密');
    await until(() => api.updates.pending().length === 0, 'all of them to be confirmed');
  });

  it('says clearly that another process polls, and goes on when it is gone', async () => {
    const { api, heard, log } = await stage();
    await until(() => api.updates.polling(), 'our long poll');
    const rival = await fetch(`${api.root()}/bot${api.token}/getUpdates?timeout=0`);
    expect(rival.status).toBe(200);
    await until(() => log.lines.some((line) => line.level === 'error' && line.message.includes('409')), 'the log to say so');
    api.user({ name: '王老板' }).says(api.group({ title: '创业汇' }), '还在吗');
    await heard.message('还在吗');
  });

  it('says clearly that the token is wrong, never showing it, and is not ready', async () => {
    const { api, channel, log, heard } = await stage({ started: false, token: '999:wrong-secret-token' });
    await channel.start(heard.receive);
    await until(() => log.lines.some((line) => line.message.includes('does not accept the token')), 'the log to say so');
    expect(channel.ready?.()).toBe(false);
    await api.unlisten();
    await until(() => log.lines.some((line) => line.level === 'warn'), 'a network error in the log');
    expect(JSON.stringify(log.lines)).not.toContain('wrong-secret-token');
  });

  it('waits as long as a 429 says', async () => {
    const { api, heard } = await stage();
    await until(() => api.updates.polling(), 'the long poll');
    api.faults.next('getUpdates', { kind: 'flood', retryAfter: 1 });
    const wang = api.user({ name: '王老板' });
    const group = api.group({ title: '创业汇' });
    wang.says(group, '一');
    await heard.message('一');
    const before = performance.now();
    wang.says(group, '二');
    await heard.message('二');
    expect(performance.now() - before).toBeGreaterThan(800);
  });

  it('removes a webhook left by an earlier mode and keeps what waited there', async () => {
    const { api, heard, channel } = await stage({ started: false });
    api.hook.set({ url: 'http://127.0.0.1:9/gone', secret: '', maxConnections: 1 });
    api.user({ name: '王老板' }).says(api.group({ title: '创业汇' }), '等在那边');
    await channel.start(heard.receive);
    await heard.message('等在那边');
    expect(api.hook.state()).toBeNull();
  });

  it('takes a webhook away that somebody sets while it polls', async () => {
    const { api, heard, log } = await stage();
    await until(() => api.updates.polling(), 'the long poll');
    api.hook.set({ url: 'http://127.0.0.1:9/theirs', secret: '', maxConnections: 1 });
    api.updates.close();
    await until(() => api.hook.state() === null, 'the webhook to be gone');
    expect(log.lines.map((line) => line.message)).toContain('a webhook was set for this token; it is removed because the mode is polling');
    api.user({ name: '王老板' }).says(api.group({ title: '群' }), '又听见了');
    await heard.message('又听见了');
  });

  it('reports a gap when it was deaf for longer than Telegram keeps updates', async () => {
    let now = new Date('2026-04-01T00:00:00Z');
    const { api, heard } = await stage({ now: () => now });
    const wang = api.user({ name: '王老板' });
    const group = api.group({ title: '创业汇' });
    wang.says(group, '断线前');
    await heard.message('断线前');
    await until(() => api.updates.polling(), 'the long poll');
    now = new Date('2026-04-02T00:00:01Z');
    wang.says(group, '断线后');
    await heard.message('断线后');
    expect(heard.envelopes.map((one) => one.body.kind)).toEqual(['message', 'gap', 'message']);
    expect(heard.envelopes[1]?.body).toMatchObject({ from: new Date('2026-04-01T00:00:00Z'), to: now });
    expect(heard.invalid()).toEqual([]);
  });

  it('asks only for the kinds of update it reads', async () => {
    const { api } = await stage();
    await until(() => api.updates.polling(), 'the long poll');
    expect(api.calls('getUpdates')[0]?.fields['allowed_updates']).toEqual([
      'message',
      'edited_message',
      'callback_query',
      'my_chat_member',
    ]);
  });
});
