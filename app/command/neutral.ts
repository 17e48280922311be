import type { Slots } from '../../core/commands/command.ts';
import { commandNamed } from '../../core/commands/index.ts';
import { othersThan } from '../../core/commands/placement.ts';
import { ratingIn } from '../../core/commands/rate.ts';
import type { Directory, Member } from '../../core/directory.ts';
import type { DepartmentCode, TicketNumber } from '../../core/ids.ts';
import { fold, visible } from '../../core/understand/normalize.ts';
import { stateIn } from '../../core/understand/state.ts';

/** The names that offices' systems agree on. The house has finer ones; what is none of these is shown as none. */
const NEUTRAL: Readonly<Record<string, NeutralName>> = {
  ticket_status: 'ticket_status',
  my_tickets: 'my_tickets',
  list_dept: 'list_dept',
  claim: 'claim',
  reply: 'reply',
  answer: 'reply',
  transfer: 'transfer',
  dispatch: 'transfer',
  return: 'return',
  extend: 'extend',
  add_cohandler: 'add_cohandler',
  close: 'close',
  reopen: 'reopen',
  resume: 'reopen',
  rate: 'rate',
  stats: 'stats',
  board: 'stats',
  overdue_list: 'overdue_list',
  ranking: 'ranking',
  commissioner_list: 'commissioner_list',
  help: 'help',
};
export type NeutralName =
  | 'ticket_status'
  | 'my_tickets'
  | 'list_dept'
  | 'claim'
  | 'reply'
  | 'transfer'
  | 'return'
  | 'extend'
  | 'add_cohandler'
  | 'close'
  | 'reopen'
  | 'rate'
  | 'stats'
  | 'overdue_list'
  | 'ranking'
  | 'commissioner_list'
  | 'help';

export interface NeutralArgs {
  readonly ticket?: string | readonly string[];
  readonly dept?: DepartmentCode | readonly DepartmentCode[];
  readonly period?: string;
  readonly days?: number;
  readonly state?: string;
  readonly enterprise?: string;
  readonly attitude?: number;
  readonly quality?: number;
  readonly effect?: number;
  readonly text?: string;
}

export const neutralName = (name: string): NeutralName | null => (commandNamed(name) === null ? null : (NEUTRAL[name] ?? null));

export interface Said {
  readonly text: string;
  readonly member: Member | null;
  readonly directory: Directory;
}

/** What the command holds, as the samples spell it. What it leaves to its default is left out. */
export function argsOf(name: NeutralName, slots: Slots, { text, member, directory }: Said): NeutralArgs {
  const units = othersThan(member?.department ?? null, slots.departments);
  switch (name) {
    case 'ticket_status':
    case 'claim':
      return tickets(slots.tickets);
    case 'reply':
    case 'return':
    case 'close':
    case 'reopen':
      return { ...tickets(slots.tickets), ...words(slots) };
    case 'transfer':
      // Two units for one order are asked about, not guessed between.
      return { ...tickets(slots.tickets), ...(units.length === 1 ? dept(units) : {}), ...words(slots) };
    case 'add_cohandler':
      return { ...tickets(slots.tickets), ...(units.length === 0 ? {} : { dept: units }) };
    case 'extend':
      return { ...tickets(slots.tickets), ...(slots.days === null ? {} : { days: slots.days }), ...words(slots) };
    case 'rate': {
      const { tickets: rated, rating } = ratingIn(slots, null);
      const marks = Object.entries({ attitude: rating?.attitude, quality: rating?.quality, effect: rating?.effect });
      return { ...tickets(rated), ...Object.fromEntries(marks.filter(([, mark]) => typeof mark === 'number')) };
    }
    case 'list_dept':
      return { ...dept(slots.departments), ...state(text), ...period(slots) };
    case 'my_tickets':
      return { ...state(text), ...period(slots) };
    case 'stats':
    case 'ranking':
    case 'overdue_list':
      return { ...dept(slots.departments), ...period(slots) };
    case 'commissioner_list':
      return enterprise(slots, directory);
    case 'help':
      return {};
  }
}

function tickets(numbers: readonly TicketNumber[]): NeutralArgs {
  const [only, second] = numbers;
  if (only === undefined) return {};
  return { ticket: second === undefined ? String(only) : numbers.map(String) };
}

function dept(departments: readonly DepartmentCode[]): NeutralArgs {
  const [only, second] = departments;
  if (only === undefined) return {};
  return { dept: second === undefined ? only : departments };
}

const period = (slots: Slots): NeutralArgs => (slots.period === null ? {} : { period: slots.period });

function state(text: string): NeutralArgs {
  const asked = stateIn(fold(visible(text)));
  return asked === null ? {} : { state: asked };
}

const words = ({ words: said }: Slots): NeutralArgs => (said === '' ? {} : { text: said });

function enterprise({ enterprises: [key] }: Slots, directory: Directory): NeutralArgs {
  const named = directory.enterprises.find((one) => one.key === key);
  return named === undefined ? {} : { enterprise: named.name };
}
