import type pg from 'pg';
import { NOW } from './lives.ts';

/** One ticket in so many leaves a report and its files behind; one message in so many ends in doubt, or is parked. */
const A_REPORT = 20;
const IN_DOUBT = 2_000;

/** What piles up beside the tickets, made by the server itself: nothing but how much of it there is matters. */
export async function fillAside(client: pg.Client, tickets: number): Promise<void> {
  const reports = Math.ceil(tickets / A_REPORT);
  const over = `'${NOW.toISOString()}'::timestamptz - interval '1 day' - n * interval '3 years' / ${reports}`;
  await client.query('TRUNCATE report, made_file');
  await client.query(`
    INSERT INTO report (key, request, chat_id, state, created_at, made_at)
    SELECT 'over.' || n, '{"kind": "board"}', 1, 'made', ${over}, ${over} FROM generate_series(1, ${reports}) n`);
  await client.query(`
    INSERT INTO made_file (kind, name, mime, content, created_at)
    SELECT 'image', 'over.png', 'image/png', '\\x00', ${over} FROM generate_series(1, ${reports}) n`);
  await client.query(`UPDATE inbox SET outcome = 'parked', error = 'could not be handled' WHERE id % ${IN_DOUBT} = 0`);
  // In doubt once, and shown to the desk.
  await client.query(`UPDATE outbox SET status = 'unknown', error = 'no answer' WHERE id % ${IN_DOUBT} = 0`);
  await client.query(`
    INSERT INTO outbox (dedupe_key, chat_id, channel, kind, body, status, created_at, not_before, sent_at)
    SELECT 'doubt.' || id, 2, channel, 'doubt', body, 'sent', created_at, not_before, sent_at FROM outbox WHERE status = 'unknown'`);
}
