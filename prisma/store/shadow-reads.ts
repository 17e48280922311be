import { z } from 'zod';
import { type ChatId, DepartmentCode, InboxId, MemberId } from '../../core/ids.ts';
import type { ReadMap, ShadowSheet } from '../../core/report/reads.ts';
import { ECHO_DAYS, type Echo, type HeardInShadow, ShadowIntent, WouldOutcome, WouldSay } from '../../core/shadow/would.ts';
import { Ticket, Urgency } from '../../core/ticket/ticket.ts';
import { Candidate, Intent } from '../../core/understand/port.ts';
import { Prisma } from '../generated/client.ts';
import type { Db } from './client.ts';

const DAY_MS = 24 * 3_600_000;
/** Would-be tickets at hand, and the latest messages that may belong to one. */
const TICKETS = 60;
const MESSAGES = 40;

const HeardRow = z.object({ inbox: InboxId, outcome: WouldOutcome, belongsTo: InboxId.nullable() });

/** What would be there in a chat that is only listened to. Looks at the last days and the latest messages, never further. */
export async function echoOf(db: Db, chat: ChatId, reporterKeys: readonly string[], now: Date): Promise<Echo> {
  const since = new Date(now.getTime() - ECHO_DAYS * DAY_MS);
  const [tickets, heard] = await Promise.all([
    db.$queryRaw<{ ticket: unknown }[]>`
      SELECT ticket FROM shadow WHERE ticket IS NOT NULL AND at > ${since} AND (chat_id = ${chat} OR reporter_key = ANY(${[...reporterKeys]}::text[]))
      ORDER BY at DESC, inbox_id DESC LIMIT ${TICKETS}`,
    db.$queryRaw`
      SELECT inbox_id::float8 AS inbox, outcome, belongs_to::float8 AS "belongsTo" FROM shadow
      WHERE chat_id BETWEEN ${chat} AND ${chat} ORDER BY chat_id DESC, inbox_id DESC LIMIT ${MESSAGES}`,
  ]);
  return {
    // Kept by an earlier version, it may lack what a ticket has now: then it is only forgotten sooner.
    tickets: tickets.flatMap(({ ticket }) => Ticket.safeParse(ticket).data ?? []),
    heard: z.array(HeardRow).parse(heard),
  };
}

const Row = z.object({
  inbox: InboxId,
  where: z.string(),
  who: z.string(),
  text: z.string(),
  at: z.date(),
  outcome: WouldOutcome,
  reason: z.string(),
  intent: Intent.nullable(),
  confidence: z.number().nullable(),
  department: DepartmentCode.nullable(),
  candidates: z.array(Candidate),
  urgency: Urgency,
  sensitive: z.boolean(),
  speaks: z.boolean(),
  says: z.array(WouldSay),
  belongsTo: InboxId.nullable(),
  verdict: z.enum(['right', 'wrong']).nullable(),
  labelIntent: ShadowIntent.nullable(),
  labelDepartment: DepartmentCode.nullable(),
  labelUrgency: Urgency.nullable(),
  judgedBy: MemberId.nullable(),
  judgedAt: z.date().nullable(),
});

const COLUMNS = Prisma.sql`
  s.inbox_id::float8 AS inbox, coalesce(c.title, CASE WHEN c.kind = 'private' THEN '私聊' ELSE '群' END) AS "where", coalesce(i.sender_name, '') AS who,
  i.text, i.received_at AS at, s.outcome, s.reason, s.intent, s.confidence, s.department, s.candidates, s.urgency, s.sensitive, s.speaks, s.says,
  s.belongs_to::float8 AS "belongsTo", s.verdict, s.label_intent AS "labelIntent", s.label_department AS "labelDepartment",
  s.label_urgency AS "labelUrgency", s.judged_by AS "judgedBy", s.judged_at AS "judgedAt"`;
/** One look a row: joined freely, the planner may go through all that was ever heard. */
const ITS_MESSAGE = Prisma.sql`
  JOIN LATERAL (SELECT * FROM inbox WHERE inbox.id = s.inbox_id LIMIT 1) i ON true JOIN chat c ON c.id = s.chat_id`;

function heardOf(rows: unknown): readonly HeardInShadow[] {
  return z
    .array(Row)
    .parse(rows)
    .map(({ verdict, labelIntent, labelDepartment, labelUrgency, judgedBy, judgedAt, ...heard }) => ({
      ...heard,
      verdict:
        verdict === null || judgedBy === null || judgedAt === null
          ? null
          : {
              right: verdict === 'right',
              intent: labelIntent,
              department: labelDepartment,
              urgency: labelUrgency,
              by: judgedBy,
              at: judgedAt,
            },
    }));
}

export async function heardInShadow(db: Db, inboxes: readonly InboxId[]): Promise<readonly HeardInShadow[]> {
  if (inboxes.length === 0) return [];
  const ids = inboxes.map((inbox) => BigInt(inbox));
  return heardOf(
    await db.$queryRaw`SELECT ${COLUMNS} FROM shadow s ${ITS_MESSAGE} WHERE s.inbox_id = ANY(${ids}::bigint[]) ORDER BY s.inbox_id`,
  );
}

const CountRow = z.object({
  outcome: WouldOutcome,
  speaks: z.boolean(),
  right: z.boolean().nullable(),
  forUs: z.boolean(),
  labelled: z.boolean(),
  n: z.int(),
});

export async function shadowSheet(db: Db, { from, to, limit }: ReadMap['shadowSheet']['query']): Promise<ShadowSheet> {
  const within = Prisma.sql`
    s.at >= (${from}::date)::timestamp AT TIME ZONE 'Asia/Shanghai' AND s.at < (${to}::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'`;
  const [counts, rows] = await Promise.all([
    db.$queryRaw`
      SELECT s.outcome, s.speaks, s.verdict = 'right' AS right, coalesce(s.label_intent IN ('problem', 'question', 'followup'), false) AS "forUs",
        s.label_intent IS NOT NULL AS labelled, count(*)::int AS n
      FROM shadow s WHERE ${within} GROUP BY 1, 2, 3, 4, 5`,
    db.$queryRaw`
      SELECT ${COLUMNS}
      FROM (SELECT * FROM shadow s WHERE ${within}
        ORDER BY (s.outcome = 'ignored' AND NOT s.speaks AND s.verdict IS NULL), s.inbox_id LIMIT ${limit}) s ${ITS_MESSAGE} ORDER BY s.inbox_id`,
  ]);
  return { counts: z.array(CountRow).parse(counts), rows: heardOf(rows) };
}
