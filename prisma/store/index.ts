import { z } from 'zod';
import type { ReadResults } from '../../core/commands/command.ts';
import type { Effects } from '../../core/conversation/effects.ts';
import type { Heard, Situation } from '../../core/conversation/heard.ts';
import type { Directory } from '../../core/directory.ts';
import { TicketNumber } from '../../core/ids.ts';
import type { Read } from '../../core/report/reads.ts';
import type { Ticket } from '../../core/ticket/ticket.ts';
import { Prisma } from '../generated/client.ts';
import { type AuditStore, auditStore } from './audit.ts';
import { type Db, type Runner, runnerOf } from './client.ts';
import { type ClockStore, clockStore } from './clock.ts';
import { committer, type Written } from './commit.ts';
import { type DirectoryHouse, type DirectoryStore, directoryStore } from './directory.ts';
import { type EarsStore, earsStore } from './ears.ts';
import { type FileStore, fileStore } from './files.ts';
import { type FloodStore, floodStore } from './flood.ts';
import { gathered } from './gather.ts';
import { type InboxStore, inboxStore } from './inbox.ts';
import { type LabelStore, labelStore } from './labels.ts';
import { type LateMediaStore, lateMediaStore } from './late-media.ts';
import { type LeaveStore, leaveStore } from './leaves.ts';
import { type LedgerStore, ledgerStore } from './ledger.ts';
import { type ModelBudgetStore, modelBudgetStore } from './model-budget.ts';
import { type ModelOpinionStore, modelOpinionStore } from './model-opinions.ts';
import { type OutboxStore, outboxStore } from './outbox.ts';
import { type PulseStore, pulseStore } from './pulse.ts';
import { runReads, ticketsByNumber } from './reads.ts';
import type { Recognise } from './recognise.ts';
import { type ReportStore, reportStore } from './report.ts';
import { type ShadowStore, shadowStore } from './shadow.ts';
import { situationReader } from './situation.ts';
import { ticketCache } from './ticket-cache.ts';

/** Everything the house may ask of the database. The one place that talks to Prisma is behind it. */
export interface Store {
  readonly inbox: InboxStore;
  readonly flood: FloodStore;
  readonly outbox: OutboxStore;
  readonly files: FileStore;
  readonly lateMedia: LateMediaStore;
  readonly timers: ClockStore;
  readonly leaves: LeaveStore;
  readonly reports: ReportStore;
  readonly audit: AuditStore;
  readonly labels: LabelStore;
  readonly ears: EarsStore;
  readonly directory: DirectoryStore;
  readonly shadow: ShadowStore;
  readonly modelBudget: ModelBudgetStore;
  readonly opinions: ModelOpinionStore;
  readonly pulse: PulseStore;
  readonly ledger: LedgerStore;
  situation(heard: Heard, directory: Directory, now: Date): Promise<Situation>;
  tickets(numbers: readonly TicketNumber[]): Promise<readonly Ticket[]>;
  reads(reads: readonly Read[], now: Date): Promise<ReadResults>;
  /** Fresh ticket numbers from the deployment's one sequence. */
  freshNumbers(count: number): Promise<readonly TicketNumber[]>;
  commit(effects: Effects, at: Date): Promise<Written>;
}

export function createStore(db: Db, house: DirectoryHouse & { readonly recognise: Recognise }): Store {
  const run = runnerOf(db);
  const cache = ticketCache(db);
  const drawn = gathered((counts: readonly number[]) => drawNumbers(run, counts), { most: 50 });
  return {
    inbox: inboxStore(db, house.recognise),
    flood: floodStore(db),
    outbox: outboxStore(db, house.shadow ?? false),
    files: fileStore(db),
    lateMedia: lateMediaStore(db, house.shadow ?? false),
    timers: clockStore(db),
    leaves: leaveStore(db),
    reports: reportStore(db),
    audit: auditStore(db),
    labels: labelStore(db),
    ears: earsStore(db),
    directory: directoryStore(db, house),
    shadow: shadowStore(db),
    modelBudget: modelBudgetStore(db),
    opinions: modelOpinionStore(db),
    pulse: pulseStore(db),
    ledger: ledgerStore(db),
    situation: situationReader(db, cache),
    tickets: (numbers) => ticketsByNumber(db, numbers),
    reads: (reads, now) => runReads(db, reads, now),
    freshNumbers: async (count) => (count === 0 ? [] : drawn(count)),
    commit: committer(db, cache),
  };
}

async function drawNumbers(run: Runner, counts: readonly number[]): Promise<readonly (readonly TicketNumber[])[]> {
  const all = counts.reduce((sum, count) => sum + count, 0);
  const rows = await run(Prisma.sql`SELECT nextval('ticket_number')::int AS number FROM generate_series(1, ${all}::int)`);
  const numbers = z.array(z.object({ number: TicketNumber })).parse(rows);
  return counts.map((count) => numbers.splice(0, count).map(({ number }) => number));
}

export { openDatabase } from './client.ts';
export { isOutage } from './outage.ts';
export type { Recognise, Written };
