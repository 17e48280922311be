import { NOT_A_MATTER } from '../commands/triage.ts';
import type { Directory, Member } from '../directory.ts';
import type { DepartmentCode, InboxId, MemberId } from '../ids.ts';
import { rolesOf } from '../permission/permit.ts';
import { RIGHTS } from '../permission/table.ts';
import type { ShadowIntent } from '../shadow/would.ts';
import type { TicketEvent } from '../ticket/events.ts';
import type { Urgency } from '../ticket/ticket.ts';
import { type Label, type LabelKind, TEACHES } from './label.ts';

/** One event of a ticket's log, with what must be known around it. */
export interface TicketAct {
  readonly event: TicketEvent;
  /** The message the ticket was opened from. */
  readonly inbox: InboxId;
  /** The unit a person or the house gave it to last, before this event; null: none, or it came there by a 退单 alone. */
  readonly held: DepartmentCode | null;
}

/** A question to the duty desk about a message that is no ticket, answered with 0. */
export interface Dismissal {
  readonly triage: number;
  readonly inbox: InboxId;
  /** The message that answered it, and who sent that. */
  readonly answer: InboxId;
  readonly channel: string;
  readonly wireId: string;
  readonly at: Date;
}

type Taught = Omit<Label, 'source' | 'kind' | 'inbox' | 'ticket' | 'by' | 'at'>;
const NOTHING: Taught = { other: null, intent: null, department: null, notDepartment: null, urgent: null };

/** What an event teaches. null: nothing, or nobody with the right to teach it did it: the house's own acts never do. */
export function labelOfEvent(act: TicketAct, directory: Directory): Label | null {
  const { event, inbox } = act;
  const { actor, ticket, seq, at } = event;
  const read = readingOf(act);
  if (read === null || actor.kind !== 'member') return null;
  const member = directory.members.find((one) => one.id === actor.member) ?? null;
  if (!mayTeach(read.kind, member)) return null;
  return { source: `${read.kind}.${ticket}.${seq}`, kind: read.kind, inbox, ticket, ...read.taught, by: actor.member, at: new Date(at) };
}

function readingOf({ event, inbox, held }: TicketAct): { readonly kind: LabelKind; readonly taught: Taught } | null {
  const { body, cause } = event;
  switch (body.type) {
    case 'transferred':
      return { kind: 'transfer', taught: { ...NOTHING, department: body.department, notDepartment: body.from } };
    case 'returned':
      return { kind: 'return', taught: { ...NOTHING, notDepartment: body.from } };
    case 'dispatched':
      return { kind: 'dispatch', taught: { ...NOTHING, department: body.department } };
    case 'closed':
      return body.outcome === 'solved' ? { kind: 'close', taught: { ...NOTHING, intent: 'problem', department: held } } : null;
    case 'opened':
      // Out of somebody else's message: the house had left it alone, or had asked. Out of one's own it is a report, or a part split off.
      return cause !== null && cause !== inbox ? { kind: 'open', taught: { ...NOTHING, intent: 'problem' } } : null;
    case 'withdrawn':
      return body.reason === NOT_A_MATTER ? { kind: 'dismiss', taught: { ...NOTHING, intent: 'other' } } : null;
    case 'merged':
      return { kind: 'merge', taught: { ...NOTHING, other: body.into } };
    case 'split':
      return { kind: 'split', taught: { ...NOTHING, other: body.into } };
    default:
      return null;
  }
}

/** The desk's 0 to a message that is no ticket. */
export function labelOfDismissal(answered: Dismissal, directory: Directory): Label | null {
  const identity = directory.identities.find((one) => one.channel === answered.channel && one.wireId === answered.wireId);
  const member = directory.members.find((one) => one.id === identity?.member) ?? null;
  if (member === null || !mayTeach('dismiss', member)) return null;
  const source = `triage.${answered.triage}.${answered.answer}`;
  return { source, kind: 'dismiss', inbox: answered.inbox, ticket: null, ...NOTHING, intent: 'other', by: member.id, at: answered.at };
}

/** The desk's word on what the bot would have done in silence; `id` moves when it is changed, and then it teaches again. */
export interface Judged {
  readonly id: number;
  readonly inbox: InboxId;
  readonly intent: ShadowIntent | null;
  readonly department: DepartmentCode | null;
  readonly urgent: Urgency | null;
  readonly by: MemberId;
  readonly at: Date;
}

/** A question or a word on something reported is no problem, and still no chit-chat: of those only the unit is learnt. */
export function labelOfVerdict({ id, inbox, intent, department, urgent, by, at }: Judged, directory: Directory): Label | null {
  const member = directory.members.find((one) => one.id === by) ?? null;
  if (!mayTeach('verdict', member)) return null;
  const said = intent === 'problem' ? 'problem' : intent === null || intent === 'question' || intent === 'followup' ? null : 'other';
  const taught = { ...NOTHING, intent: said, department, urgent: urgent === null ? null : urgent !== 'normal' } satisfies Taught;
  return { source: `verdict.${id}`, kind: 'verdict', inbox, ticket: null, ...taught, by, at };
}

/** The log says what was done; the table of rights says who may. Both must agree, so that a row forged into the log teaches nothing. */
export function mayTeach(kind: LabelKind, member: Member | null): boolean {
  const roles = rolesOf(member);
  return TEACHES[kind].some((command) => RIGHTS[command].some(({ who }) => roles.some((role) => who.includes(role))));
}
