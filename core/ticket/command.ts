import type { RungMark } from '../deadlines/rung.ts';
import type { ClockSetting } from '../deadlines/ticket-clock.ts';
import type { ChatId, DepartmentCode, EnterpriseKey, InboxId, MemberId, TicketNumber } from '../ids.ts';
import type { EventBody } from './events.ts';
import type { AlsoReported, Outcome, Rating, Reporter, Urgency } from './ticket.ts';

/** What may be asked of a ticket. Rights are checked before; `decide` knows only states. */
export type TicketCommand =
  | {
      readonly verb: 'open';
      readonly number: TicketNumber;
      readonly reporter: Reporter;
      readonly enterprise: EnterpriseKey | null;
      readonly sourceChat: ChatId;
      readonly sourceInbox: InboxId;
      readonly text: string;
      readonly summary: string;
      readonly urgency: Urgency;
      readonly sensitive: boolean;
      readonly category: string;
      readonly receivedAt: string;
      readonly also?: readonly AlsoReported[];
    }
  | {
      readonly verb: 'dispatch';
      readonly department: DepartmentCode;
      readonly handler: MemberId | null;
      readonly commissioner: MemberId | null;
      readonly cohandlers: readonly DepartmentCode[];
      readonly reason: string;
    }
  | { readonly verb: 'triage'; readonly suggested: DepartmentCode | null; readonly reason: string }
  | { readonly verb: 'claim'; readonly handler: MemberId | null }
  | { readonly verb: 'contact'; readonly note: string; readonly handler: MemberId | null }
  | { readonly verb: 'verify'; readonly note: string; readonly handler: MemberId | null }
  | { readonly verb: 'reply'; readonly text: string; readonly handler: MemberId | null }
  | { readonly verb: 'answer'; readonly text: string; readonly handler: MemberId | null }
  | { readonly verb: 'transfer'; readonly department: DepartmentCode; readonly reason: string }
  /** `fallback`: the 推进办, which takes it after the second 退单. */
  | { readonly verb: 'return'; readonly reason: string; readonly fallback: DepartmentCode }
  | { readonly verb: 'addCohandlers'; readonly departments: readonly DepartmentCode[] }
  | { readonly verb: 'suspend'; readonly reason: string }
  | { readonly verb: 'wait'; readonly reason: string }
  | { readonly verb: 'resume'; readonly note: string }
  /** `atMost` working days, `times` a ticket: of the policy. */
  | { readonly verb: 'askExtension'; readonly days: number; readonly reason: string; readonly atMost: number; readonly times: number }
  /** `until`: when the granted days, counted from the asking, are over. */
  | { readonly verb: 'grantExtension'; readonly until: string; readonly note: string }
  | { readonly verb: 'declineExtension'; readonly reason: string }
  | { readonly verb: 'handOver'; readonly to: MemberId; readonly reason: string }
  | { readonly verb: 'close'; readonly outcome: Outcome; readonly note: string; readonly handler: MemberId | null }
  | { readonly verb: 'rate'; readonly rating: Rating }
  | { readonly verb: 'reopen'; readonly reason: string }
  /** `ask`: the reporter himself takes it back, and is asked whether anybody pressed him. */
  | { readonly verb: 'withdraw'; readonly reason: string; readonly ask?: boolean }
  | { readonly verb: 'callBack'; readonly pressed: boolean; readonly note: string }
  | { readonly verb: 'archive' }
  | { readonly verb: 'supplement'; readonly text: string; readonly media: number }
  | { readonly verb: 'amend'; readonly inbox: InboxId; readonly oldText: string; readonly newText: string | null }
  | { readonly verb: 'urge'; readonly note: string }
  | { readonly verb: 'supervise'; readonly note: string }
  | { readonly verb: 'escalate'; readonly rung: RungMark }
  | {
      readonly verb: 'clock';
      readonly policy: string;
      readonly mode: 'start' | 'move';
      readonly clocks: readonly ClockSetting[];
      readonly reason: string;
    }
  | { readonly verb: 'merge'; readonly into: TicketNumber; readonly reason: string }
  /** `also`: who told of the one that goes. */
  | { readonly verb: 'absorb'; readonly from: TicketNumber; readonly also: readonly AlsoReported[] }
  /** `from`: the merged ticket that is split off again. */
  | { readonly verb: 'split'; readonly into: TicketNumber; readonly from: TicketNumber | null }
  | {
      readonly verb: 'join';
      readonly inbox: InboxId;
      readonly reporter: Reporter;
      readonly enterprise: EnterpriseKey | null;
      readonly text: string;
      readonly media: number;
      readonly reason: string;
    }
  | { readonly verb: 'part'; readonly inbox: InboxId; readonly into: TicketNumber }
  | { readonly verb: 'refine'; readonly summary: string | null; readonly urgency: Urgency | null; readonly reason: string };

export type Verb = TicketCommand['verb'];

export interface Refusal {
  /** Machine code, e.g. `already-closed`. */
  readonly code: string;
  /** One kind sentence in Chinese for whoever asked. */
  readonly sentence: string;
}

export type Decision = { readonly ok: true; readonly events: readonly EventBody[] } | { readonly ok: false; readonly refusal: Refusal };
