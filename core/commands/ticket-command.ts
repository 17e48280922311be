import { z } from 'zod';
import type { ChatInfo } from '../directory.ts';
import { type MemberId, TicketNumber } from '../ids.ts';
import { LIST_LINES, TICKETS_AT_ONCE, WORDS_LIMIT } from '../limits.ts';
import { relationOf } from '../permission/relation.ts';
import { totalsOnly } from '../permission/scope.ts';
import { ticketLine, ticketName } from '../report/list.ts';
import type { Read } from '../report/reads.ts';
import type { TicketCommand } from '../ticket/command.ts';
import { OPEN_STATES, type Ticket } from '../ticket/ticket.ts';
import type { Command, CommandContext, CommandResult, Parsed, ReadResults, Slots } from './command.ts';
import { accepted, defineCommand } from './define.ts';
import { COMMAND_TITLES, type CommandName } from './names.ts';

export const Tickets = z.array(TicketNumber).max(TICKETS_AT_ONCE, `一次最多办 ${TICKETS_AT_ONCE} 张单子，请分几次发。`);

export const Words = z.string().trim().max(WORDS_LIMIT, `这段话超过 ${WORDS_LIMIT} 字，请分几次发，或者发文件。`);

/** The tickets a sentence names; without any, the one it can only mean. */
export function namedTickets(slots: Slots, context: CommandContext): readonly TicketNumber[] {
  if (slots.tickets.length > 0) return [...new Set(slots.tickets)];
  return context.implied === null ? [] : [context.implied];
}

interface WithTickets {
  readonly tickets: readonly TicketNumber[];
}

export interface TicketCommandSpec<S extends z.ZodType<WithTickets>> {
  readonly name: CommandName;
  readonly words: readonly string[];
  readonly latin: readonly string[];
  readonly help: string;
  readonly examples: readonly [string, ...string[]];
  readonly bare?: boolean;
  readonly args: S;
  /** Whose tickets are offered when no number is named; `none`: it is only asked for. */
  readonly offers: 'reported' | 'handled' | 'none';
  /** Whether this command could be meant for the ticket: what is offered. */
  waits(ticket: Ticket): boolean;
  parse(slots: Slots, context: CommandContext, tickets: readonly TicketNumber[]): Parsed<z.input<S>>;
  act(args: z.output<S>, ticket: Ticket, context: CommandContext): TicketCommand | { readonly sentence: string };
  /** What the house does because of it. */
  follows?(args: z.output<S>, ticket: Ticket, context: CommandContext): TicketCommand | null;
  /** What has been done, behind the ticket's name. */
  done(args: z.output<S>, ticket: Ticket, context: CommandContext): string;
}

/** A command that does one thing to each ticket it names. */
export function defineTicketCommand<S extends z.ZodType<WithTickets>>(spec: TicketCommandSpec<S>): Command {
  return defineCommand({
    ...spec,
    parse: (slots, context) => spec.parse(slots, context, namedTickets(slots, context)),
    tickets: (args: z.output<S>) => args.tickets,
    reads: (args: z.output<S>, context) => (args.tickets.length > 0 ? [] : offered(spec.offers, context)),
    run(args: z.output<S>, context, data, tickets) {
      if (args.tickets.length === 0) return { say: askWhich(spec, context, data) };
      return actOnEach(spec, args, context, tickets);
    },
  });
}

function actOnEach<S extends z.ZodType<WithTickets>>(
  spec: TicketCommandSpec<S>,
  args: z.output<S>,
  context: CommandContext,
  tickets: readonly Ticket[],
): CommandResult {
  const found = tickets.filter((one) => args.tickets.includes(one.number));
  const sentences = missing(args.tickets, found);
  const acts = found.flatMap((ticket) => {
    const command = spec.act(args, ticket, context);
    if ('sentence' in command) {
      sentences.push(command.sentence);
      return [];
    }
    const follows = spec.follows?.(args, ticket, context) ?? null;
    const done = `→ ${ticketName(ticket, context)}：${spec.done(args, ticket, context)}`;
    return [{ ticket: ticket.number, command, done, ...(follows === null ? {} : { follows }) }];
  });
  return { say: sentences.length === 0 ? null : sentences.join('\n'), acts };
}

export function missing(asked: readonly TicketNumber[], found: readonly Ticket[]): string[] {
  const lost = asked.filter((number) => !found.some((one) => one.number === number));
  return lost.length === 0 ? [] : [`没有查到 ${lost.map((number) => `#${number}`).join('、')}，请核对单号。`];
}

function offered(offers: 'reported' | 'handled' | 'none', context: CommandContext): readonly Read[] {
  const { member, sender } = context;
  if (offers === 'reported')
    return [{ read: 'mine', member: member?.id ?? null, channel: sender.channel, wireId: sender.wireId, limit: 50 }];
  if (offers === 'handled' && member?.department) return [{ read: 'openOf', department: member.department, limit: 50 }];
  return [];
}

/** No number and none to be guessed: says which tickets wait, or that none does, and how to write it. */
function askWhich(
  spec: { readonly name: CommandName; readonly offers: string; readonly examples: readonly string[]; waits(ticket: Ticket): boolean },
  context: CommandContext,
  data: ReadResults,
): string {
  const title = COMMAND_TITLES[spec.name];
  const example = `例如：${spec.examples[0] ?? title}`;
  const known = spec.offers === 'reported' ? data.mine : spec.offers === 'handled' ? data.openOf?.tickets : undefined;
  if (known === undefined) return `请写上单号，${example}`;
  const waiting = known.filter((one) => spec.waits(one));
  if (waiting.length === 0) return `眼下没有等着您${title}的单子。若是指某一张，请写上单号，${example}`;
  const shown = waiting.slice(0, LIST_LINES);
  const head = `请写上单号，${example}\n等着您${title}的有 ${waiting.length} 张：`;
  if (!saysWordsIn(context.chat, spec.offers)) return `${head}${shown.map((one) => `#${one.number}`).join('、')}`;
  return [head, ...shown.map((one) => ticketLine(one, context))].join('\n');
}

/** What was reported in private must not come out because its number was asked for in a group. */
function saysWordsIn(chat: ChatInfo, offers: string): boolean {
  return chat.kind === 'private' || (offers === 'handled' && !totalsOnly(chat));
}

/** Of a 协办 unit: what he does is help, and takes nothing over. */
function helps(ticket: Ticket, { member, sender, directory }: CommandContext): boolean {
  return relationOf(member, sender, ticket, directory) === 'cohandling';
}

/**
 * What a helper says before the lead unit has taken the ticket goes to the lead unit: carried to the enterprise, or noted as its
 * first contact, it would stamp the lead's own steps.
 */
export function helpersWord(ticket: Ticket, words: string, context: CommandContext): TicketCommand | null {
  if (ticket.state !== 'dispatched' || !helps(ticket, context)) return null;
  return { verb: 'supplement', text: `协办单位：${words}`, media: context.media };
}

/** Who is written down as handling it; a helper is not. */
export function handlerOf(ticket: Ticket, context: CommandContext): MemberId | null {
  return helps(ticket, context) ? null : (context.member?.id ?? null);
}

export const isOpen = (ticket: Ticket): boolean => OPEN_STATES.has(ticket.state);

/** Args of a command that only needs its tickets. */
export const OnlyTickets = z.object({ tickets: Tickets });
export const onlyTickets = (_slots: Slots, _context: CommandContext, tickets: readonly TicketNumber[]) =>
  accepted({ tickets: [...tickets] });

/** Args of a command that carries words; `ask` is said where they are missing and no file speaks for them. */
export const TicketsAndWords = z.object({ tickets: Tickets, words: Words });

/** The words of a sentence, or what stands for them when only files came; null: nothing was said. */
export function saidWords(slots: Slots, context: CommandContext): string | null {
  const words = slots.words.trim();
  if (words !== '') return words;
  return context.media > 0 ? '（见所附文件）' : null;
}

/** `例如:` with the number in hand, so that the sentence can be copied. */
export function exampleFor(title: string, tickets: readonly TicketNumber[], words: string): string {
  return `例如：${title} ${tickets[0] ?? 128} ${words}`;
}
