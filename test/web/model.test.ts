import { describe, expect, it } from 'vitest';
import type { Chat, Message, Person } from '../../bots/webchat/api.ts';
import { ApiError } from '../../web/src/api/http.ts';
import { openLive } from '../../web/src/api/live.ts';
import { askedAt, completed, matching, mentionedIn } from '../../web/src/model/mention.ts';
import { menuFor } from '../../web/src/model/menu.ts';
import { createOutbox } from '../../web/src/model/outbox.ts';
import { createRooms } from '../../web/src/model/rooms.ts';
import { entriesOf, merged, type Pending } from '../../web/src/model/timeline.ts';
import { until } from '../support/until.ts';

const person = (key: string, name: string, more: Partial<Person> = {}): Person => ({
  key,
  name,
  kind: 'official',
  label: '经办人',
  org: null,
  title: null,
  ...more,
});
const me = person('boss', '周海', { kind: 'entrepreneur' });
const wang = person('wang-guodong', '王国栋', { org: '环保局', title: '环评科科长' });
const bot = person('@bot', '小汇', { kind: 'bot', label: '机器人' });

function message(id: number, more: Partial<Message> = {}): Message {
  const at = new Date(Date.UTC(2026, 10, 22, 1, 0, id)).toISOString();
  const author = { key: wang.key, name: wang.name };
  const rest = { edited: false, recalled: false, quote: null, mentions: [], buttons: [], files: [], clientId: null };
  return { id, chat: 'work', change: id, author, text: `第${id}条`, at, ...rest, ...more };
}

const pending = (clientId: string, more: Partial<Pending> = {}): Pending => ({
  clientId,
  chat: 'work',
  text: clientId,
  quote: null,
  mentions: [],
  files: [],
  at: message(900).at,
  state: 'sending',
  why: null,
  ...more,
});

describe('the timeline', () => {
  it('takes news in any order, repeated or late, and keeps the newest of each', () => {
    const edited = message(2, { change: 9, text: '改过' });
    expect(merged([message(1), edited], [message(3), message(2), message(3)]).map((one) => one.text)).toEqual(['第1条', '改过', '第3条']);
  });

  it('shows a message once while it goes from sending to sent', () => {
    const echo = message(5, { clientId: 'c1', author: { key: me.key, name: me.name } });
    const view = { me, readUpTo: null };
    const sending = entriesOf({ ...view, messages: [], pending: [pending('c1')] });
    const echoed = entriesOf({ ...view, messages: [echo], pending: [pending('c1')] });
    const sent = entriesOf({ ...view, messages: [echo], pending: [] });
    expect([sending, echoed, sent].map((entries) => entries.map(({ key, state }) => [key, state]))).toEqual([
      [['c1', 'sending']],
      [['c1', 'sending']],
      [['c1', 'sent']],
    ]);
  });

  it('draws one line above the first unread, a time after each pause, and a face at each turn', () => {
    const late = message(4, { at: new Date(Date.UTC(2026, 10, 22, 2)).toISOString() });
    const mine = message(2, { author: { key: me.key, name: me.name } });
    const entries = entriesOf({ messages: [message(1), mine, message(3), late], pending: [], me, readUpTo: 1 });
    expect(entries.map((entry) => entry.firstNew)).toEqual([false, false, true, false]);
    expect(entries.map((entry) => entry.time !== null)).toEqual([true, false, false, true]);
    expect(entries.map((entry) => entry.head)).toEqual([true, true, true, true]);
    const run = entriesOf({ messages: [message(1), message(2), message(3)], pending: [], me, readUpTo: null });
    expect(run.map((entry) => entry.head)).toEqual([true, false, false]);
  });
});

describe('@', () => {
  it.each([
    ['@', 1, { at: 0, words: '' }],
    ['你好 @王', 5, { at: 3, words: '王' }],
    ['你好@王国', 5, { at: 2, words: '王国' }],
    ['a@b', 3, null],
    ['@王 国', 4, null],
    ['@王国栋，', 5, null],
    ['没有', 2, null],
  ])('in %j at %i', (text, caret, asked) => expect(askedAt(text, caret)).toEqual(asked));

  it.each([
    ['', ['小汇', '王国栋']],
    ['王', ['王国栋']],
    ['wangguo', ['王国栋']],
    ['guo', ['王国栋']],
    ['环保', ['王国栋']],
    ['机器人', ['小汇']],
    ['张', []],
  ])('%j finds %j', (words, names) => expect(matching([wang, bot], words).map((one) => one.name)).toEqual(names));

  it('puts the name in where it was asked for, and knows later who is still named', () => {
    const asked = askedAt('请@wang看看', 6);
    const written = asked && completed('请@wang看看', 6, asked, '王国栋');
    expect(written).toEqual({ text: '请@王国栋 看看', caret: 6 });
    expect(mentionedIn('请@王国栋 看看', [wang, bot])).toEqual(['wang-guodong']);
  });
});

describe('the menu of a message', () => {
  const limits = { recallMs: 120_000, editMs: 3_600_000, fileBytes: 1 };
  const at = Date.parse(message(1).at);
  it.each([
    ['somebody’s', message(1), false, 1_000, ['reply', 'copy', 'mention']],
    ['my newest', message(1), true, 1_000, ['reply', 'copy', 'edit', 'recall']],
    ['mine of five minutes ago', message(1), true, 300_000, ['reply', 'copy', 'edit']],
    ['mine of yesterday', message(1), true, 86_400_000, ['reply', 'copy']],
    ['my picture', message(1, { text: '' }), true, 1_000, ['reply', 'recall']],
    ['a recalled one', message(1, { recalled: true }), true, 1_000, []],
    ['one not sent yet', message(0), true, 1_000, []],
  ])('%s', (_what, one, mine, age, ids) => expect(menuFor(one, mine, limits, at + age).map((item) => item.id)).toEqual(ids));
});

describe('the outbox', () => {
  const store = () => {
    const kept = new Map<string, string>();
    return { kept, getItem: (name: string) => kept.get(name) ?? null, setItem: (name: string, text: string) => void kept.set(name, text) };
  };
  const sent = (clientId: string) => message(1, { clientId });

  it('sends in order, repeats under the same id what got no answer, and stops at a refusal', async () => {
    const tried: string[] = [];
    const answers = [
      new ApiError(0, 'offline', ''),
      new ApiError(503, 'inbox_away', ''),
      null,
      new ApiError(404, 'no_such_chat', '没有这个会话'),
      null,
    ];
    const post = async (_chat: string, draft: { clientId: string }) => {
      tried.push(draft.clientId);
      const answer = answers.shift();
      if (answer) throw answer;
      return sent(draft.clientId);
    };
    const done: (string | null)[] = [];
    const outbox = createOutbox({
      api: { post },
      storage: store(),
      name: 'o',
      onSent: (one) => done.push(one.clientId),
      wait: async () => undefined,
    });
    for (const id of ['a', 'b', 'c']) outbox.send(pending(id));
    await until(() => done.length === 2, 'two to be sent');
    expect(tried).toEqual(['a', 'a', 'a', 'b', 'c']);
    expect(outbox.pending.value).toMatchObject([{ clientId: 'b', state: 'failed', why: '没有这个会话' }]);
    outbox.resend('b');
    await until(() => done.length === 3, 'the third');
    expect(outbox.pending.value).toEqual([]);
  });

  it('gives up after a while with the reason, and keeps what is unsent over a reload', async () => {
    const storage = store();
    const away = { post: () => Promise.reject(new ApiError(0, 'offline', '网络不通')) };
    const first = createOutbox({ api: away, storage, name: 'o', onSent: () => undefined, wait: async () => undefined });
    first.send(pending('a'));
    await until(() => first.pending.value[0]?.state === 'failed', 'the failure');
    expect(first.pending.value[0]?.why).toBe('网络不通');
    first.resend('a');
    first.stop();

    const tried: string[] = [];
    const back = { post: async (_chat: string, draft: { clientId: string }) => (tried.push(draft.clientId), sent(draft.clientId)) };
    const second = createOutbox({ api: back, storage, name: 'o', onSent: () => undefined, wait: async () => undefined });
    await until(() => second.pending.value.length === 0, 'the rest to be sent');
    expect(tried).toEqual(['a']);
    storage.setItem('o', '{broken');
    expect(createOutbox({ api: back, storage, name: 'o', onSent: () => undefined, wait: async () => undefined }).pending.value).toEqual([]);
  });
});

describe('the rooms', () => {
  const chat: Chat = {
    id: 'work',
    title: '环翠创业汇',
    kind: 'group',
    role: 'work',
    members: [],
    unread: 2,
    lastReadId: 3,
    last: message(5),
  };
  const api = {
    chats: async () => ({ chats: [chat], people: [], cursor: 5 }),
    newest: async () => ({ messages: [message(4), message(5)], more: true }),
    before: async () => ({ messages: [message(1), message(2), message(3)], more: false }),
  };
  const unread = (rooms: ReturnType<typeof createRooms>) => rooms.get('work')?.chat.unread;

  it('count what is new once, and not what one wrote oneself', async () => {
    const rooms = createRooms(api, me);
    await rooms.load();
    for (const one of [message(4), message(5), message(6), message(6), message(6, { change: 8, text: '改' })]) rooms.take(one);
    expect(unread(rooms)).toBe(3);
    rooms.take(message(7, { author: { key: me.key, name: me.name } }));
    expect(unread(rooms)).toBe(3);
    rooms.read('work', 7);
    expect(unread(rooms)).toBe(0);
    rooms.read('work', 2);
    expect(rooms.get('work')?.chat.lastReadId).toBe(7);
  });

  it('keep what comes over the stream while the page is on its way', async () => {
    const slow = { ...api, newest: async () => (rooms.take(message(6)), rooms.take(message(1, { change: 30 })), api.newest()) };
    const rooms: ReturnType<typeof createRooms> = createRooms(slow, me);
    await rooms.load();
    await rooms.open('work');
    expect(rooms.get('work')?.messages.map((one) => one.id)).toEqual([4, 5, 6]);
  });

  it('never show a message after a hole', async () => {
    const rooms = createRooms(api, me);
    await rooms.load();
    await rooms.open('work');
    rooms.take(message(2, { change: 20, text: '改过' }));
    expect(rooms.get('work')?.messages.map((one) => one.id)).toEqual([4, 5]);
    await rooms.older('work');
    expect(rooms.get('work')?.messages.map((one) => one.id)).toEqual([1, 2, 3, 4, 5]);
  });
});

describe('the live stream', () => {
  it('comes back after a break from where it was, and reads across cuts in the middle of a character', async () => {
    const cursors: number[] = [];
    const news: string[] = [];
    const bytes = new TextEncoder().encode(
      `id: 9\ndata: ${JSON.stringify({ type: 'message', message: message(9, { text: '半个字' }) })}\n\n`,
    );
    const stream = async (since: number) => {
      cursors.push(since);
      if (cursors.length === 1) throw new ApiError(0, 'offline', '');
      return new ReadableStream<Uint8Array>({
        start(controller) {
          for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
          if (cursors.length === 2) controller.close();
        },
      });
    };
    const states: string[] = [];
    const live = openLive({
      api: { stream },
      cursor: 4,
      onNews: (one) => void (one.type === 'message' && news.push(one.message.text)),
      onState: (now) => states.push(now),
    });
    await until(() => cursors.length === 3, 'the third opening', 8_000);
    live.stop();
    expect(cursors).toEqual([4, 4, 9]);
    expect(news[0]).toBe('半个字');
    expect(states.slice(0, 2)).toEqual(['connecting', 'online']);
  });

  it('does not come back once the session is gone', async () => {
    let opened = 0;
    const stream = async (): Promise<ReadableStream<Uint8Array>> => {
      opened += 1;
      throw new ApiError(401, 'signed_out', '');
    };
    const live = openLive({ api: { stream }, cursor: 0, onNews: () => undefined, onState: () => undefined });
    await until(() => opened === 1, 'the opening');
    live.nudge();
    await new Promise((resolve) => {
      setTimeout(resolve, 0);
    });
    live.stop();
    expect(opened).toBe(1);
  });
});
