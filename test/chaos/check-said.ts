import { z } from 'zod';
import { foldTexts } from '../../core/delivery/fold.ts';
import { splitText } from '../../core/delivery/split.ts';
import type { Check, Run } from './run.ts';
import type { Accepted } from './wires.ts';

const Row = z.object({
  id: z.int(),
  chat: z.int(),
  channel: z.enum(['telegram', 'wechat', 'webchat']),
  wireId: z.string(),
  kind: z.string(),
  status: z.enum(['held', 'pending', 'sending', 'sent', 'unknown', 'refused', 'withdrawn']),
  text: z.string(),
  fold: z.boolean(),
  sendingAt: z.date().nullable(),
  sender: z.string().nullable(),
  messageId: z.string().nullable(),
  error: z.string().nullable(),
  shown: z.string().nullable(),
  sourceInbox: z.number().nullable(),
  quoted: z.string().nullable(),
});
type Row = z.infer<typeof Row>;

/** Rows that went to the wire together, as one message or as the parts of one. */
interface Send {
  readonly rows: readonly Row[];
  readonly first: Row;
  readonly texts: readonly string[];
  seen: number;
}

const LIMIT = { telegram: 4_000, wechat: 2_000, webchat: 4_000 } as const;
/** A send in flight when something broke is in doubt; it is so for as long as it may wait for its answer. */
const IN_FLIGHT_MS = 90_000;

/** Guarantees 2 and 3, of what was said. */
export const checkSaid: Check = async (db, run) => {
  const rows = z.array(Row).parse(
    await db.$queryRaw`
      SELECT o.id::float8 AS id, o.chat_id AS chat, o.channel, c.wire_id AS "wireId", o.kind, o.status, o.body->>'text' AS text,
        coalesce((o.body->>'fold')::boolean, false) AS fold, o.sending_at AS "sendingAt", o.sender, o.message_id AS "messageId", o.error,
        -- Of several told in one line the first stands for all: the line is sent, the others are keys without words.
        (SELECT coalesce((SELECT line.status FROM outbox line WHERE line.kind = 'doubt' AND line.chat_id = d.chat_id
            AND line.created_at = d.created_at AND line.status <> 'withdrawn' AND d.status = 'withdrawn' LIMIT 1), d.status)
          FROM outbox d WHERE d.dedupe_key = 'doubt.' || o.id) AS shown,
        CASE WHEN o.kind = 'receipt' THEN t.source_inbox::float8 END AS "sourceInbox",
        left(q.text, 100) AS quoted
      FROM outbox o JOIN chat c ON c.id = o.chat_id LEFT JOIN ticket t ON t.number = o.ticket
        LEFT JOIN inbox q ON q.id = (o.body->>'quoteOf')::bigint AND q.chat_id = o.chat_id AND q.message_id IS NOT NULL ORDER BY o.id`,
  );
  const pages = z
    .array(z.object({ wireId: z.string(), messageId: z.string(), text: z.string() }))
    .parse(
      await db.$queryRaw`SELECT chat_wire_id AS "wireId", id::text AS "messageId", text FROM webchat_message WHERE author = '@bot' ORDER BY id`,
    );
  const wires = { ...run.accepted, webchat: pages };
  const sends = sendsOf(rows);
  const compared = (['telegram', 'wechat', 'webchat'] as const).map((channel) =>
    compare(
      channel,
      wires[channel],
      sends.filter((send) => send.first.channel === channel),
    ),
  );
  const doubtful = sends.filter((send) => send.first.status === 'unknown');

  return {
    bars: [
      {
        name: '0 lost notices: each has come to its end',
        failures: rows.flatMap((row) =>
          row.status === 'pending' || row.status === 'sending' ? [`outbox ${row.id}: ${row.status} ${row.error}`] : [],
        ),
      },
      {
        name: 'what is “sent” is on the wire once',
        failures: sends.flatMap((send) =>
          send.first.status === 'sent' && send.seen !== send.texts.length ? [`${name(send)}: ${send.seen} of ${send.texts.length}`] : [],
        ),
      },
      { name: 'nothing on the wire without its row', failures: compared.flatMap(({ strange }) => strange) },
      { name: '0 inversions: said in the order written', failures: compared.flatMap(({ inversions }) => inversions) },
      { name: '0 inversions: receipts in the order of reports', failures: receiptsOutOfOrder(rows) },
      { name: 'nothing is refused', failures: rows.flatMap((row) => (row.status === 'refused' ? [`outbox ${row.id}: ${row.error}`] : [])) },
      {
        name: 'each doubt is shown to the desk',
        failures: rows.flatMap((row) => (row.status === 'unknown' && row.shown !== 'sent' ? [`outbox ${row.id}: ${row.shown}`] : [])),
      },
      {
        name: 'no doubt without something that broke',
        failures: doubtful.flatMap((send) => (broken(send, run) ? [] : [`${name(send)}: ${send.first.error}`])),
      },
    ],
    figures: {
      notices: rows.length,
      sent: rows.filter((row) => row.status === 'sent').length,
      held: rows.filter((row) => row.status === 'held').length,
      withdrawn: rows.filter((row) => row.status === 'withdrawn').length,
      'in doubt': rows.filter((row) => row.status === 'unknown').length,
      'sends in doubt': doubtful.length,
      'of which arrived': doubtful.filter((send) => send.seen > 0).length,
      'accepted by the wires': Object.values(wires).reduce((n, entries) => n + entries.length, 0),
    },
  };
};

function name({ rows, first }: Send): string {
  return `outbox ${rows.map((row) => row.id).join('+')} (${first.channel} ${first.wireId})`;
}

function sendsOf(rows: readonly Row[]): Send[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    if (row.sendingAt === null || (row.status !== 'sent' && row.status !== 'unknown' && row.status !== 'refused')) continue;
    const key = [row.chat, row.sendingAt.getTime(), row.sender, row.status, row.messageId].join(' ');
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ rows: group, first, texts: splitText(foldTexts(group), LIMIT[first.channel]), seen: 0 }];
  });
}

/** Each thing the wire took is looked for among what was said in that chat. */
function compare(channel: Row['channel'], accepted: readonly Accepted[], sends: readonly Send[]) {
  const strange: string[] = [];
  const inversions: string[] = [];
  const last = new Map<string, Send>();
  const byChat = new Map<string, Send[]>();
  for (const send of sends) byChat.set(send.first.wireId, [...(byChat.get(send.first.wireId) ?? []), send]);
  for (const entry of accepted) {
    const send = bestOf(
      (byChat.get(entry.wireId) ?? []).filter((one) => one.seen < one.texts.length),
      entry,
    );
    if (send === undefined) {
      strange.push(`${channel} ${entry.wireId} ${entry.messageId}: ${entry.text.slice(0, 80)}`);
      continue;
    }
    send.seen += 1;
    const before = last.get(entry.wireId);
    // What was held goes out when it is let out, and not when it was written.
    if (before !== undefined && before !== send && !send.first.fold && !before.first.fold && send.first.id < before.first.id)
      inversions.push(`${name(send)} was said after ${name(before)}`);
    last.set(entry.wireId, send);
  }
  return { strange, inversions };
}

/** By its id, else the one whose words say most of it: what is in doubt may be a part of what was folded later. */
function bestOf(open: readonly Send[], entry: Accepted): Send | undefined {
  const said = open.filter((send) => entry.text.includes((send.texts[send.seen] ?? '').trim()));
  const named = said.find((send) => entry.messageId !== null && send.first.messageId === entry.messageId);
  // A message in parts has the id of only one of them; what was in flight when something broke has none.
  const nameless = said.filter((send) => send.first.messageId === null || entry.messageId === null || send.texts.length > 1);
  return named ?? nameless.toSorted((a, b) => (b.texts[b.seen]?.length ?? 0) - (a.texts[a.seen]?.length ?? 0))[0];
}

function receiptsOutOfOrder(rows: readonly Row[]): string[] {
  const last = new Map<number, number>();
  return rows.flatMap((row) => {
    if (row.sourceInbox === null) return [];
    const before = last.get(row.chat) ?? 0;
    last.set(row.chat, Math.max(before, row.sourceInbox));
    return row.sourceInbox > before ? [] : [`outbox ${row.id} is of message ${row.sourceInbox}, after ${before}`];
  });
}

function broken({ first }: Send, { fates, faults }: Run): boolean {
  const at = first.sendingAt?.getTime() ?? 0;
  const meets = (from: number, to: number) => from <= at + IN_FLIGHT_MS && to >= at - 1_000;
  const died = (fates.get('bots')?.downs ?? []).some((down) => meets(down.from, down.from));
  return died || faults.some(({ fault, from, to }) => fault.kind !== 'arm' && fault.kind !== 'flushall' && meets(from, to));
}
