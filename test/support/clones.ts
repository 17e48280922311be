import type { Db } from '../../prisma/store/client.ts';
import type { TestDatabase } from './database.ts';

/**
 * Many tickets like one that came through the pipeline, by SQL: their clocks are moved by `apartMs` each, so that they fall due one
 * after the other. Numbers follow the highest there is.
 */
export async function cloneTicket(db: Db, number: number, count: number, apartMs: number): Promise<void> {
  // LATERAL, so that a row is made once: `(f(x)).*` would make it once for each of its fifty columns.
  await db.$executeRaw`
    INSERT INTO ticket
    SELECT clone.* FROM ticket t, generate_series(1, ${count}::int) AS n,
      LATERAL (SELECT jsonb_agg(c || jsonb_build_object(
          'startedAt', shifted(c->>'startedAt', n), 'dueAt', shifted(c->>'dueAt', n), 'warnAt', shifted(c->>'warnAt', n), 'setAt', shifted(c->>'setAt', n))) AS moved
        FROM jsonb_array_elements(t.clocks) AS c) AS clocks,
      LATERAL jsonb_populate_record(t, jsonb_build_object(
        'number', t.number + n, 'source_inbox', 1000000 + t.number * 100000 + n,
        'due_at', t.due_at + n * ${apartMs}::float8 * interval '1 millisecond',
        'deadline_at', t.deadline_at + n * ${apartMs}::float8 * interval '1 millisecond',
        'clocks', clocks.moved)) AS clone
    WHERE t.number = ${number}`;
}

/** Moves an ISO moment inside JSON; made once per database, dropped with it. */
export async function prepareClones(database: Pick<TestDatabase, 'asOwner'>, apartMs: number): Promise<void> {
  await database.asOwner(`
    CREATE FUNCTION shifted(moment text, n int) RETURNS text LANGUAGE sql IMMUTABLE AS $$
      SELECT to_char((moment::timestamptz + n * ${Number(apartMs)} * interval '1 millisecond') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
    $$`);
}
