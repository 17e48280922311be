import { join } from 'node:path';
import { z } from 'zod';
import { readJsonl } from '../../app/cli/jsonl.ts';
import { SaidLine } from '../../app/command/line.ts';
import { type CommandReading, commandReader } from '../../app/command/read.ts';
import { loadConfig } from '../../app/config.ts';
import { shippedOrders } from '../../app/orders.ts';
import { projectRoot } from '../../app/project-root.ts';

/** `npm run exam:commands -- <file>`: how many ways of saying a command are understood. The figures first, then each wrong line. */
const Several = z.union([z.string(), z.array(z.string())]).optional();
const GoldArgs = z.looseObject({
  ticket: Several,
  dept: Several,
  period: z.string().optional(),
  days: z.number().optional(),
  state: z.string().optional(),
  enterprise: z.string().optional(),
  attitude: z.number().optional(),
  quality: z.number().optional(),
  effect: z.number().optional(),
});
const Gold = SaidLine.extend({ intent: z.string(), args: GoldArgs.default({}) });
type Gold = z.infer<typeof Gold>;

/** reason and text are people's words: printed, not marked. */
const MARKED = ['ticket', 'dept', 'period', 'days', 'state', 'enterprise', 'attitude', 'quality', 'effect'] as const;
const CHANGES: ReadonlySet<string> = new Set([
  'claim',
  'reply',
  'transfer',
  'return',
  'extend',
  'add_cohandler',
  'close',
  'reopen',
  'rate',
]);

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('npm run exam:commands -- <commands.jsonl>');
const lines = readJsonl(file, Gold);
const root = projectRoot();
const config = loadConfig(join(root, 'config'));
const read = commandReader(config, new Date(), shippedOrders(root, config));
const marked = lines.map((gold) => ({ gold, found: read(gold), wrong: wrongIn(gold, read(gold)) }));
const wrong = marked.filter((one) => one.wrong !== null);
const lookAlikes = marked.filter((one) => one.gold.intent === 'none');
const taken = lookAlikes.filter((one) => one.found.command !== null);
const astray = marked.filter((one) => goesAstray(one.gold, one.found));

console.log(`right ${lines.length - wrong.length} of ${lines.length} (${((1 - wrong.length / lines.length) * 100).toFixed(1)} %)`);
console.log(`look-alikes taken ${taken.length} of ${lookAlikes.length}`);
console.log(`wrong ticket or department on a command that changes state: ${astray.length}`);
for (const { gold, wrong: why } of wrong) console.log(`${gold.id} [${gold.role}] ${gold.text}\n    ${why}`);

function wrongIn(gold: Gold, found: CommandReading): string | null {
  const wanted = gold.intent === 'none' ? null : gold.intent;
  if (found.command !== wanted) return `${found.command ?? 'none'}${JSON.stringify(found.args)} for ${wanted ?? 'none'}`;
  if (wanted === null) return null;
  const differs = MARKED.filter((name) => key(gold.args[name]) !== key(found.args[name]));
  return differs.length === 0
    ? null
    : `${wanted}: ${differs.map((name) => `${name} ${key(found.args[name])} for ${key(gold.args[name])}`).join(', ')}`;
}

/** An act on another ticket, or to another unit, than was said. A number left out is asked for, and harms nobody. */
function goesAstray(gold: Gold, found: CommandReading): boolean {
  if (found.command === null || !CHANGES.has(found.command)) return false;
  const others = (name: 'ticket' | 'dept') => list(found.args[name]).some((one) => !list(gold.args[name]).includes(one));
  return others('ticket') || ((found.command === 'transfer' || found.command === 'add_cohandler') && others('dept'));
}

function list(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return (typeof value === 'string' ? [value] : value).map((one) => /-0*(\d+)$/.exec(one)?.[1] ?? one);
}

function key(value: string | number | readonly string[] | undefined): string {
  return typeof value === 'number' ? String(value) : list(value).toSorted().join('+') || '-';
}
