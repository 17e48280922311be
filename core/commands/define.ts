import type { z } from 'zod';
import type { TicketNumber } from '../ids.ts';
import type { Read } from '../report/reads.ts';
import type { Ticket } from '../ticket/ticket.ts';
import type { Command, CommandContext, CommandResult, Parsed, ReadResults, Slots } from './command.ts';
import { COMMAND_TITLES, type CommandName } from './names.ts';

export interface CommandSpec<S extends z.ZodType> {
  readonly name: CommandName;
  /** Further Chinese words; the title of names.ts comes first. */
  readonly words: readonly string[];
  readonly latin: readonly string[];
  readonly help: string;
  readonly examples: readonly string[];
  readonly bare?: boolean;
  readonly args: S;
  parse(slots: Slots, context: CommandContext): Parsed<z.input<S>>;
  tickets?(args: z.output<S>, context: CommandContext): readonly TicketNumber[];
  reads?(args: z.output<S>, context: CommandContext): readonly Read[];
  run(args: z.output<S>, context: CommandContext, data: ReadResults, tickets: readonly Ticket[]): CommandResult;
}

/**
 * Closes a command over its argument type. The registry holds commands of all argument types side by side, so what comes
 * back into `run` is parsed once more instead of being believed.
 */
export function defineCommand<S extends z.ZodType>(spec: CommandSpec<S>): Command {
  return {
    name: spec.name,
    words: [COMMAND_TITLES[spec.name], ...spec.words],
    latin: spec.latin,
    help: spec.help,
    examples: spec.examples,
    bare: spec.bare ?? false,
    parse(slots, context) {
      const draft = spec.parse(slots, context);
      if (!draft.ok) return draft;
      const checked = spec.args.safeParse(draft.args);
      return checked.success ? { ok: true, args: checked.data } : refused(sentenceOf(checked.error, spec.examples));
    },
    tickets: (args, context) => spec.tickets?.(spec.args.parse(args), context) ?? [],
    reads: (args, context) => spec.reads?.(spec.args.parse(args), context) ?? [],
    run: (args, context, data, tickets) => spec.run(spec.args.parse(args), context, data, tickets),
  };
}

export const refused = (sentence: string): { readonly ok: false; readonly sentence: string } => ({ ok: false, sentence });

export const accepted = <A>(args: A): { readonly ok: true; readonly args: A } => ({ ok: true, args });

/** Schemas of commands carry Chinese messages; zod's own English never reaches a chat. */
function sentenceOf(error: z.ZodError, examples: readonly string[]): string {
  const message = error.issues[0]?.message ?? '';
  return /[\u4e00-\u9fff]/.test(message) ? message : `我没有看懂，请照这个样子写：${examples[0] ?? ''}`;
}
