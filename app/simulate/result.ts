import type { Config } from '../../core/config.ts';
import type { Db } from '../../prisma/store/client.ts';
import { type Check, checksOf } from './checks.ts';
import { type MonthReport, monthReport } from './figures.ts';
import { daysOf } from './month.ts';
import { judge, type Verdict } from './oracle/index.ts';
import { readRules } from './oracle/rules.ts';
import { play, type Story } from './simulate.ts';

export interface Simulated {
  readonly story: Story;
  /** When the machine slept; null: the run was too short for it. */
  readonly slept: { readonly from: string; readonly to: string } | null;
  /** People's messages and buttons, and the bot's messages. */
  readonly messages: { readonly people: number; readonly bot: number };
  /** How often each thing happened to a ticket. */
  readonly events: Readonly<Record<string, number>>;
  /** What people asked for by command, and how often it was kindly refused. */
  readonly commands: Readonly<Record<string, { readonly done: number; readonly refused: number }>>;
  /** Rungs climbed, by step and rung. */
  readonly ladder: readonly { readonly step: string; readonly rung: string; readonly times: number; readonly tickets: number }[];
  readonly oracle: Pick<Verdict, 'tickets' | 'deadlines' | 'differences'> & { readonly rungs: number };
  readonly checks: readonly Check[];
  readonly report: MonthReport;
  readonly seconds: { readonly wall: number; readonly cpu: number };
}

export interface Where {
  readonly configDir: string;
  /** Pictures and files go here. */
  readonly out: string;
}

/** Plays a story, makes its report, and has everything checked by those who had no part in it. */
export async function simulate(db: Db, config: Config, story: Story, { configDir, out }: Where): Promise<Simulated> {
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  // The files as they are now, as the engine has read them: an office may edit them while the run goes on.
  const rules = readRules(configDir);
  const { shop, stage, begin, end, nights, said } = await play(db, config, story);
  const sleeps = nights.map(({ from, to }) => ({ from: from.getTime(), to: to.getTime() }));
  const verdict = await judge(db, rules, { begin, end, sleeps });
  const checks = await checksOf(db, rules, { said, end });
  // The last moment of the last day: the next one begins where the run ends.
  const report = await monthReport(shop, daysOf(story.start, story.days), new Date(end.getTime() - 1), out);
  const used = process.cpuUsage(cpu);
  const [night] = nights;
  return {
    story,
    slept: night === undefined ? null : { from: night.from.toISOString(), to: night.to.toISOString() },
    messages: { people: said, bot: stage.said.length },
    events: await eventsOf(db),
    commands: await commandsOf(db),
    ladder: ladderOf(verdict),
    oracle: { tickets: verdict.tickets, deadlines: verdict.deadlines, rungs: verdict.climbs.length, differences: verdict.differences },
    checks,
    report,
    seconds: { wall: (performance.now() - began) / 1000, cpu: (used.user + used.system) / 1_000_000 },
  };
}

/** Nothing differs, and every promise was kept. */
export function isClean({ oracle, checks }: Pick<Simulated, 'oracle' | 'checks'>): boolean {
  return oracle.differences.length === 0 && checks.every(({ faults }) => faults.length === 0);
}

async function eventsOf(db: Db): Promise<Record<string, number>> {
  const rows = await db.ticketEvent.groupBy({ by: ['type'], _count: true, orderBy: { type: 'asc' } });
  return Object.fromEntries(rows.map(({ type, _count }): [string, number] => [type, _count]));
}

async function commandsOf(db: Db): Promise<Simulated['commands']> {
  const rows = await db.audit.groupBy({ by: ['action', 'allowed'], _count: true, orderBy: { action: 'asc' } });
  const commands: Record<string, { done: number; refused: number }> = {};
  for (const { action, allowed, _count } of rows) {
    const known = (commands[action] ??= { done: 0, refused: 0 });
    known[allowed ? 'done' : 'refused'] += _count;
  }
  return commands;
}

function ladderOf({ climbs }: Verdict): Simulated['ladder'] {
  const rungs = new Map<string, { step: string; rung: string; times: number; tickets: Set<number> }>();
  for (const { step, rule, ticket } of climbs) {
    const rung = rule.rung.replace(/^again-\d+$/, 'again');
    const known = rungs.get(`${step} ${rung}`) ?? { step, rung, times: 0, tickets: new Set() };
    known.times += 1;
    known.tickets.add(ticket);
    rungs.set(`${step} ${rung}`, known);
  }
  return [...rungs.values()].map(({ tickets, ...one }) => ({ ...one, tickets: tickets.size }));
}
