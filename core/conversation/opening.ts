import type { ChatId, DepartmentCode, EnterpriseKey, InboxId, TicketNumber } from '../ids.ts';
import { assign, route } from '../routing/index.ts';
import type { Actor } from '../ticket/ticket.ts';
import type { Understanding } from '../understand/port.ts';
import type { Draft } from './draft.ts';
import type { House } from './house.ts';
import { reporterOf } from './people.ts';

/** A message that is to become a ticket. */
export interface Report {
  readonly inbox: InboxId;
  readonly chat: ChatId;
  readonly channel: string;
  readonly sender: { readonly wireId: string; readonly name: string };
  readonly text: string;
  readonly receivedAt: Date;
}

/**
 * Opens the ticket and sends it on its way in one breath.
 *
 * @param department set by a person (the duty desk); null: routed by what the message says
 */
export function openTicket(
  house: House,
  draft: Draft,
  report: Report,
  understood: Understanding,
  number: TicketNumber,
  department: { readonly code: DepartmentCode; readonly reason: string } | null,
): void {
  const { reporter, member } = reporterOf(report.channel, report.sender, house.directory);
  const enterprise: EnterpriseKey | null = member?.enterprise ?? understood.enterprise;
  draft.act(null, number, {
    verb: 'open',
    number,
    reporter,
    enterprise,
    sourceChat: report.chat,
    sourceInbox: report.inbox,
    text: report.text,
    summary: understood.summary,
    urgency: understood.urgency,
    sensitive: understood.sensitive,
    receivedAt: report.receivedAt.toISOString(),
  });
  draft.link(number, 'report', report.inbox);
  if (department) {
    const { handler, commissioner, note } = assign(department.code, enterprise, house.directory);
    const reason = note ? `${department.reason}；${note}` : department.reason;
    draft.act(null, number, { verb: 'dispatch', department: department.code, handler, commissioner, cohandlers: [], reason });
    return;
  }
  const decision = route({ candidates: understood.candidates, enterprise, directory: house.directory, thresholds: house.routing });
  const actor: Actor = { kind: 'house', part: 'understand' };
  if (decision.kind === 'triage')
    draft.act(null, number, { verb: 'triage', suggested: decision.suggested, reason: decision.reason }, { actor });
  else draft.act(null, number, { verb: 'dispatch', ...decision }, { actor });
}
