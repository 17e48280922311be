import type { ShadowChange, Would } from '../../core/shadow/would.ts';
import type { Db } from './client.ts';
import { reporterKey } from './rows.ts';

/** What would have been, and what people say of it. In the message's own transaction: after a refusal nothing of it is there. */
export async function writeShadow(db: Pick<Db, '$queryRaw'>, changes: readonly ShadowChange[], at: Date): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.flatMap((change) => (change.kind === 'would' ? [rowOf(change.would)] : []));
  const tickets = changes.filter((change) => change.kind === 'ticket');
  const pieces = changes.filter((change) => change.kind === 'belongs');
  const verdicts = changes.filter((change) => change.kind === 'verdict');
  const json = JSON.stringify({ rows, tickets, pieces, verdicts }, (_key, value: unknown) =>
    typeof value === 'string' ? value.toWellFormed() : value,
  );
  await db.$queryRaw`
    WITH input AS MATERIALIZED (SELECT ${json}::jsonb AS j, ${at}::timestamptz AS at),
    heard AS (
      INSERT INTO shadow (inbox_id, chat_id, at, reporter_key, outcome, reason, intent, confidence, department, candidates, urgency, sensitive,
        speaks, says, ticket, belongs_to)
      SELECT r.inbox, r.chat, input.at, r.reporter, r.outcome, r.reason, r.intent, r.confidence, r.department, r.candidates, r.urgency, r.sensitive,
        r.speaks, r.says, nullif(r.ticket, 'null'::jsonb), r."belongsTo"
      FROM input, jsonb_to_recordset(j->'rows') AS r(inbox bigint, chat int, reporter text, outcome text, reason text, intent text, confidence float8,
        department text, candidates jsonb, urgency text, sensitive boolean, speaks boolean, says jsonb, ticket jsonb, "belongsTo" bigint)
      ON CONFLICT (inbox_id) DO NOTHING),
    moved AS (
      UPDATE shadow SET ticket = t.ticket FROM input, jsonb_to_recordset(j->'tickets') AS t(inbox bigint, ticket jsonb) WHERE shadow.inbox_id = t.inbox),
    joined AS (
      UPDATE shadow SET belongs_to = p."to" FROM input, jsonb_to_recordset(j->'pieces') AS p(inbox bigint, "to" bigint)
      WHERE shadow.inbox_id = p.inbox),
    judged AS (
      UPDATE shadow SET verdict = v.verdict, label_intent = v.intent, label_department = v.department, label_urgency = v.urgency,
        judged_by = v.by, judged_at = input.at, judgement = nextval('shadow_judgement')
      FROM input, jsonb_to_recordset(j->'verdicts') AS d(inbox bigint, "right" boolean, intent text, department text, urgency text, by int),
        LATERAL (SELECT d.*, CASE WHEN d."right" THEN 'right' ELSE 'wrong' END AS verdict) v
      WHERE shadow.inbox_id = v.inbox
        -- Said again it is no new verdict.
        AND (shadow.verdict, shadow.label_intent, shadow.label_department, shadow.label_urgency)
          IS DISTINCT FROM (v.verdict, v.intent, v.department, v.urgency))
    SELECT 1 AS done`;
}

function rowOf({ reporter, ...would }: Would): object {
  return { ...would, reason: would.reason.slice(0, 500), reporter: reporterKey(reporter) };
}
