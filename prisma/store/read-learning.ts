import { z } from 'zod';
import { DepartmentCode, TicketNumber } from '../../core/ids.ts';
import { LabelKind } from '../../core/learning/label.ts';
import type { Learning } from '../../core/learning/view.ts';
import type { Db } from './client.ts';
import { earsStore } from './ears.ts';
import { versionBefore } from './ears-changes.ts';

const SHOWN = 10;
const VERSIONS = 8;

const CorrectionRow = z.object({
  kind: LabelKind,
  ticket: TicketNumber.nullable(),
  text: z.string(),
  sensitive: z.boolean(),
  department: DepartmentCode.nullable(),
  notDepartment: DepartmentCode.nullable(),
  at: z.date(),
});

/** Sums, the latest corrections and the latest versions: as much after ten years as after a week. */
export async function learningOf(db: Db): Promise<Learning> {
  const ears = earsStore(db);
  const [current, state, latest, sums, rows] = await Promise.all([
    ears.current(),
    ears.state(),
    ears.versions(VERSIONS),
    db.labelSum.findMany({ orderBy: { kind: 'asc' } }),
    db.$queryRaw<unknown[]>`
      SELECT l.kind, l.ticket, coalesce(t.text, i.text, '') AS text, coalesce(t.sensitive, false) AS sensitive, l.department,
        l.not_department AS "notDepartment", l.at
      FROM (SELECT * FROM label WHERE kind NOT IN ('close', 'merge', 'split') ORDER BY id DESC LIMIT ${SHOWN}) l
        LEFT JOIN inbox i ON i.id = l.inbox_id LEFT JOIN ticket t ON t.source_inbox = l.inbox_id
      ORDER BY l.id DESC`,
  ]);
  const listening = current === 0 || latest.some((one) => one.id === current) ? null : await ears.version(current);
  return {
    current,
    before: await versionBefore(db, current),
    versions: listening === null ? latest : [...latest, listening],
    kinds: sums.map(({ kind, n }) => ({ kind: LabelKind.parse(kind), n })).toSorted((a, b) => order(a.kind) - order(b.kind)),
    since: sums.map(({ since }) => since.toISOString()).toSorted()[0] ?? null,
    corrections: z
      .array(CorrectionRow)
      .parse(rows)
      .map((row) => ({ ...row, at: row.at.toISOString() })),
    state,
  };
}

const order = (kind: LabelKind): number => LabelKind.options.indexOf(kind);
