import pg from 'pg';
import type { Wires } from './wires.ts';

/** A folder of groups and people as the office's commands write them: rooms bound as work groups, people known by their wire id. */
export async function settleIn(databaseUrl: string, { chats, privates }: Wires): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (const { channel, wireId, title, planned } of chats) {
      if (channel !== 'telegram' || planned.kind !== 'group') continue;
      await client.query(
        "INSERT INTO chat (channel, wire_id, kind, role, title, edited_by) VALUES ($1, $2, 'group', 'work', $3, 1) ON CONFLICT DO NOTHING",
        [channel, wireId, title],
      );
    }
    await client.query(
      `INSERT INTO identity (member_id, channel, wire_id, name, bound_by)
       SELECT m.id, 'telegram', w.wire, m.name, 'chaos' FROM unnest($1::text[]) WITH ORDINALITY AS w(wire, n)
       JOIN (SELECT id, name, row_number() OVER (ORDER BY id) AS n FROM member WHERE 'entrepreneur' = ANY (roles)) m ON m.n = w.n`,
      [privates],
    );
    await client.query('UPDATE directory_revision SET revision = revision + 1');
  } finally {
    await client.end();
  }
}
