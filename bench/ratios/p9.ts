import { noHints } from '../../app/replay/stage.ts';
import { createDeliverer } from '../../bots/deliver.ts';
import { createReceive } from '../../bots/receive.ts';
import type { InboundEnvelope } from '../../core/channel.ts';
import type { Workshop } from '../../workers/house.ts';
import { createUnderstander } from '../../workers/understand.ts';
import { connected } from '../history/server.ts';
import { createCrowd } from './crowd.ts';
import { openShop } from './house.ts';
import { createLoopback, LOOP } from './loopback.ts';
import type { Context, Ratio } from './ratio.ts';

/** As the Telegram channel keeps to: a group of it takes twenty a minute. */
const PACE = { perMinute: 1500, perChatPerMinute: 20, fold: true };
const GROUP = 'work';
const PROBLEMS = 100;
/** A problem every half second, and ten seconds later its answer: two hundred facts in a minute. */
const TICK_MS = 500;
const ANSWERED_AFTER = 20;
const GIVE_UP_TICKS = 3600;
const BEGIN = new Date('2026-11-26T10:00:00+08:00');

export const p9: Ratio = {
  id: 'P9',
  what: '200 facts for one group within a minute: messages the group gets, and how late the last fact is',
  aim: '≤ 5 messages; ≤ 15 s',
  async run(context) {
    const minutes: Busy[] = [];
    for (let round = 0; round < context.rounds; round += 1) {
      const busy = await onOwnDatabase(context);
      minutes.push(busy);
      context.told(`P9, round ${round + 1}: ${busy.messages} messages, ${busy.late} s`);
    }
    const rounds = (of: (busy: Busy) => number) => minutes.map((busy) => ({ value: of(busy), sides: {} }));
    const unsaid = minutes.some((busy) => busy.unsaid > 0);
    return {
      lines: [
        { of: 'messages the group got', unit: 'messages', rounds: rounds((busy) => busy.messages), holds: (n) => n <= 5 },
        { of: 'the last fact, after it happened', unit: 's', rounds: rounds((busy) => busy.late), holds: (s) => s <= 15 && !unsaid },
      ],
      notes: [
        `the first: ${minutes[0]?.words ?? ''}`,
        `in virtual time: the real deliverer on a wire with Telegram's pace (${PACE.perChatPerMinute} a minute and group) that answers at once`,
      ],
    };
  },
};

/** What became of one busy minute. */
interface Busy {
  readonly messages: number;
  /** Seconds. */
  readonly late: number;
  readonly unsaid: number;
  readonly words: string;
}

async function onOwnDatabase({ server, root }: Context): Promise<Busy> {
  const name = 'busy_group';
  await server.drop(name);
  await server.create(name);
  const url = server.url(name);
  const { shop, log, close } = await openShop({ root, url });
  try {
    return await minute({ ...shop, queues: noHints }, url, log);
  } finally {
    await close();
    await server.drop(name);
  }
}

async function minute(shop: Workshop, url: string, log: Workshop['log']): Promise<Busy> {
  let now = BEGIN;
  const clock = { now: () => now };
  const channel = createLoopback(PACE);
  const said: { readonly at: number; readonly text: string }[] = [];
  channel.onSend((chat, { text }) => {
    if (chat === GROUP) said.push({ at: now.getTime() - BEGIN.getTime(), text });
  });
  const { store, config, crash } = shop;
  const understander = createUnderstander({ ...shop, clock });
  const deliverer = createDeliverer({ channel, store, notices: config.bot.notices, clock, log, crash, instance: 'bench' });
  await channel.start(createReceive({ inbox: store.inbox, clock, log, crash, hint() {} }));
  const crowd = createCrowd(1, 'busy');
  const asked: string[] = [];
  const onDuty = new Map(config.departments.map(({ code, onDuty: key }) => [String(code), key]));

  for (let tick = 0; tick < GIVE_UP_TICKS; tick += 1) {
    now = new Date(BEGIN.getTime() + tick * TICK_MS);
    const heard: InboundEnvelope[] = [];
    if (tick < PROBLEMS) {
      const { messageId, envelope } = crowd.next(0);
      asked.push(messageId);
      heard.push({ ...envelope, chat: { wireId: GROUP, kind: 'group', title: null } });
    }
    const answered = asked[tick - ANSWERED_AFTER];
    if (answered !== undefined) heard.push(await answerTo(url, answered, onDuty));
    if (heard.length > 0) await channel.hear(heard);
    await understander.sweep();
    await deliverer.pump();
    if (tick > PROBLEMS + ANSWERED_AFTER && (await waiting(url)) === 0) break;
  }
  await deliverer.stop();
  await understander.stop();
  return figures(url, said);
}

/** By the official on duty, in the room of the unit that has it. */
async function answerTo(url: string, problem: string, onDuty: ReadonlyMap<string, string | null>): Promise<InboundEnvelope> {
  const { number, department } = await connected(url, async (client) => {
    const { rows } = await client.query<{ number: number; department: string | null }>(
      'SELECT number, department FROM ticket WHERE source_inbox = (SELECT id FROM inbox WHERE message_id = $1)',
      [problem],
    );
    return rows[0] ?? { number: 0, department: null };
  });
  const official = onDuty.get(department ?? '');
  if (!official) throw new Error(`${problem} did not come to a unit`);
  const messageId = `answer-${number}`;
  return {
    channel: LOOP,
    chat: { wireId: `dept:${department}`, kind: 'group', title: null },
    sender: { wireId: official, name: official },
    key: `m:${messageId}`,
    at: null,
    body: {
      kind: 'message',
      messageId,
      text: `答复 ${number} 已与企业对接，材料当场补齐，手续今天办妥`,
      quote: null,
      mentions: [],
      mentionsBot: false,
      media: [],
    },
  };
}

const OF_THE_GROUP = `chat_id = (SELECT id FROM chat WHERE wire_id = '${GROUP}')`;

async function waiting(url: string): Promise<number> {
  return connected(url, async (client) => {
    const { rows } = await client.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM outbox WHERE ${OF_THE_GROUP} AND status IN ('held', 'pending', 'sending')`,
    );
    return rows[0]?.n ?? 0;
  });
}

async function figures(url: string, said: readonly { readonly at: number }[]): Promise<Busy> {
  const { rows } = await connected(url, (client) =>
    client.query<{ kind: string; facts: number; late: number; unsaid: number }>(
      `SELECT kind, count(*)::int AS facts, max(extract(epoch FROM sent_at - created_at))::float8 AS late,
         (count(*) FILTER (WHERE status <> 'sent'))::int AS unsaid FROM outbox WHERE ${OF_THE_GROUP} GROUP BY kind ORDER BY 2 DESC`,
    ),
  );
  const facts = rows.reduce((sum, row) => sum + row.facts, 0);
  const unsaid = rows.reduce((sum, row) => sum + row.unsaid, 0);
  const kinds = rows.map((row) => `${row.facts} ${row.kind} (at most ${row.late.toFixed(1)} s late)`).join(', ');
  const within = said.filter(({ at }) => at < 60_000).length;
  const last = ((said.at(-1)?.at ?? Number.NaN) / 1000).toFixed(0);
  return {
    messages: said.length,
    late: Math.max(...rows.map((row) => row.late)),
    unsaid,
    words: `${facts} facts: ${kinds}; ${within} messages within the minute, the last ${last} s after the first fact; ${unsaid} not said`,
  };
}
