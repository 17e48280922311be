import type { Config, PersonEntry } from '../core/config.ts';
import type { ChannelName } from '../core/ids.ts';
import type { Prisma } from './generated/client.ts';
import type { Db } from './store/client.ts';

/**
 * Brings `config/` into the database. A row that people changed by command (edited_at) is theirs and stays as it is;
 * all others follow the files. Running it again changes nothing. One transaction, so that a bad file changes nothing.
 */
export async function seed(db: Db, config: Config, options: { webchat: ChannelName | null }): Promise<void> {
  await db.$transaction(
    async (tx) => {
      const before = await fingerprint(tx);
      await seedMembers(tx, config.people);
      await seedEnterprises(tx, config);
      await seedDepartments(tx, config);
      await seedPostings(tx, config);
      if (options.webchat) await seedWebchat(tx, config, options.webchat);
      if ((await fingerprint(tx)) !== before) await tx.directoryRevision.update({ where: { id: 1 }, data: { revision: { increment: 1 } } });
    },
    { timeout: 60_000 },
  );
}

type Tx = Prisma.TransactionClient;

async function seedMembers(tx: Tx, people: readonly PersonEntry[]): Promise<void> {
  const rows = people.map(({ key, name, title, roles, department, enterprise }) => ({ key, name, title, roles, department, enterprise }));
  await tx.$executeRaw`
    INSERT INTO member (key, name, title, roles, department, enterprise)
    SELECT p.key, p.name, p.title, p.roles, p.department, p.enterprise
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS p(key text, name text, title text, roles text[], department text, enterprise text)
    ON CONFLICT (key) DO UPDATE SET name = EXCLUDED.name, title = EXCLUDED.title, roles = EXCLUDED.roles,
      department = EXCLUDED.department, enterprise = EXCLUDED.enterprise, active = true
    WHERE member.edited_at IS NULL`;
  // Somebody no longer in the files has left; his history stays.
  await tx.member.updateMany({ where: { key: { notIn: people.map((person) => person.key) }, editedAt: null }, data: { active: false } });
}

async function seedEnterprises(tx: Tx, { enterprises }: Config): Promise<void> {
  const rows = enterprises.map(({ key, name, aliases, kind, card, address }) => ({ key, name, aliases, kind, card, address }));
  await tx.$executeRaw`
    INSERT INTO enterprise (key, name, aliases, kind, card, address)
    SELECT e.key, e.name, e.aliases, e.kind, e.card, e.address
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS e(key text, name text, aliases text[], kind text, card text, address text)
    ON CONFLICT (key) DO UPDATE SET name = EXCLUDED.name, aliases = EXCLUDED.aliases, kind = EXCLUDED.kind, card = EXCLUDED.card, address = EXCLUDED.address
    WHERE enterprise.edited_at IS NULL`;
}

async function seedDepartments(tx: Tx, { departments }: Config): Promise<void> {
  const rows = departments.map(({ code, name, fullName, aliases, matters, words, fallback, onDuty, deputy }, position) => ({
    code,
    name,
    full_name: fullName,
    aliases,
    matters,
    words,
    fallback,
    duty: onDuty,
    deputy,
    position,
  }));
  await tx.$executeRaw`
    INSERT INTO department (code, name, full_name, aliases, matters, words, fallback, on_duty, deputy, position)
    SELECT d.code, d.name, d.full_name, d.aliases, d.matters, d.words, d.fallback, member.id, second.id, d.position
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS d(code text, name text, full_name text, aliases text[], matters text[], words text[], fallback boolean, duty text, deputy text, position int)
    LEFT JOIN member ON member.key = d.duty LEFT JOIN member second ON second.key = d.deputy
    ON CONFLICT (code) DO UPDATE SET name = EXCLUDED.name, full_name = EXCLUDED.full_name, aliases = EXCLUDED.aliases, matters = EXCLUDED.matters,
      words = EXCLUDED.words, fallback = EXCLUDED.fallback, position = EXCLUDED.position,
      on_duty = CASE WHEN department.edited_at IS NULL THEN EXCLUDED.on_duty ELSE department.on_duty END,
      deputy = CASE WHEN department.edited_at IS NULL THEN EXCLUDED.deputy ELSE department.deputy END`;
}

/** Postings of the files are those marked `config`; one that people ended or moved is not brought back. */
async function seedPostings(tx: Tx, { postings }: Config): Promise<void> {
  const rows = JSON.stringify(postings);
  await tx.$executeRaw`
    UPDATE posting SET until = now() FROM member
    WHERE member.id = posting.member_id AND posting.until IS NULL AND posting.by = 'config'
      AND NOT EXISTS (SELECT 1 FROM jsonb_to_recordset(${rows}::jsonb) AS p(commissioner text, enterprise text)
        WHERE p.commissioner = member.key AND p.enterprise = posting.enterprise)`;
  await tx.$executeRaw`
    INSERT INTO posting (member_id, enterprise, leads, by)
    SELECT member.id, p.enterprise, p.leads, 'config'
    FROM jsonb_to_recordset(${rows}::jsonb) AS p(commissioner text, enterprise text, leads boolean) JOIN member ON member.key = p.commissioner
    WHERE NOT EXISTS (SELECT 1 FROM posting x WHERE x.member_id = member.id AND x.enterprise = p.enterprise)`;
  await tx.$executeRaw`
    UPDATE posting SET leads = p.leads FROM jsonb_to_recordset(${rows}::jsonb) AS p(commissioner text, enterprise text, leads boolean)
      JOIN member ON member.key = p.commissioner
    WHERE posting.member_id = member.id AND posting.enterprise = p.enterprise AND posting.until IS NULL AND posting.by = 'config' AND posting.leads <> p.leads`;
}

/** The web chat has every group and everybody from the start; other wires make themselves known by being heard. */
async function seedWebchat(tx: Tx, { groups, people }: Config, channel: ChannelName): Promise<void> {
  const chats = [
    ...groups.map(({ role, department, title }) => ({
      wire_id: department === null ? role : `dept:${department}`,
      kind: 'group',
      role,
      department,
      title,
    })),
    ...people.map(({ key, name }) => ({ wire_id: `dm:${key}`, kind: 'private', role: 'private', department: null, title: name })),
  ];
  await tx.$executeRaw`
    INSERT INTO chat (channel, wire_id, kind, role, department, title)
    SELECT ${channel}, c.wire_id, c.kind, c.role, c.department, c.title
    FROM jsonb_to_recordset(${JSON.stringify(chats)}::jsonb) AS c(wire_id text, kind text, role text, department text, title text)
    ON CONFLICT (channel, wire_id) DO UPDATE SET title = EXCLUDED.title, role = EXCLUDED.role, department = EXCLUDED.department
    WHERE chat.edited_by IS NULL`;
  await tx.$executeRaw`
    INSERT INTO identity (member_id, channel, wire_id, name, private_chat, bound_by)
    SELECT member.id, ${channel}, member.key, member.name, chat.id, 'config'
    FROM member JOIN chat ON chat.channel = ${channel} AND chat.wire_id = 'dm:' || member.key
    ON CONFLICT (channel, wire_id) DO UPDATE SET name = EXCLUDED.name, private_chat = EXCLUDED.private_chat
    WHERE identity.bound_by = 'config'`;
}

/** What the directory holds, so that a seed that changed nothing leaves every snapshot valid. */
async function fingerprint(tx: Tx): Promise<string> {
  const rows = await tx.$queryRaw<{ sum: string }[]>`
    SELECT md5(concat(
      (SELECT string_agg(m::text, ',' ORDER BY m.id) FROM member m), (SELECT string_agg(d::text, ',' ORDER BY d.code) FROM department d),
      (SELECT string_agg(e::text, ',' ORDER BY e.key) FROM enterprise e), (SELECT string_agg(p::text, ',' ORDER BY p.id) FROM posting p),
      (SELECT string_agg(c::text, ',' ORDER BY c.id) FROM chat c), (SELECT string_agg(i::text, ',' ORDER BY i.id) FROM identity i))) AS sum`;
  return rows[0]?.sum ?? '';
}
