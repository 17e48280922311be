import type { ChatId, DepartmentCode, EnterpriseKey, InboxId, TicketNumber } from '../ids.ts';
import { assign, route } from '../routing/index.ts';
import type { Actor, AlsoReported } from '../ticket/ticket.ts';
import { categoryOf } from '../understand/category.ts';
import { normalize } from '../understand/normalize.ts';
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
  /** Who else told of it, where it is split off with them. */
  readonly also?: readonly AlsoReported[];
}

/** Whose it is, said by a person. */
export interface GivenUnit {
  readonly code: DepartmentCode;
  readonly reason: string;
  /** The desk has read it and named this unit itself. */
  readonly byDesk: boolean;
}

/**
 * Opens the ticket and sends it on its way in one breath.
 *
 * @param department set by a person; null: routed by what the message says
 */
export function openTicket(
  house: House,
  draft: Draft,
  report: Report,
  understood: Understanding,
  number: TicketNumber,
  department: GivenUnit | null,
): void {
  const conduct = aboutConduct(report.text);
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
    sensitive: understood.sensitive || conduct,
    category: categoryOf(report.text, house.categories),
    receivedAt: report.receivedAt.toISOString(),
    ...(report.also === undefined ? {} : { also: report.also }),
  });
  draft.link(number, 'report', report.inbox);
  if (conduct && department?.byDesk !== true) {
    // To the accused unit it must not go, whoever of it answered; who takes it is for the desk to say.
    const reason = '反映工作人员作风，请值班席转纪检部门，不派被反映的单位';
    draft.act(null, number, { verb: 'triage', suggested: null, reason }, { actor: { kind: 'house', part: 'understand' } });
    return;
  }
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

const CONDUCT =
  /吃拿卡要|索贿|受贿|行贿|收(?:红包|好处费|黑钱)|要好处|(?:举报|投诉|反映).{0,12}(?:科长|局长|主任|工作人员|干部|办事员|那个谁|窗口的人)/;

/** A complaint about an official's conduct: for the discipline inspection, never for his own unit. Read as people see it, without what splits words. */
export function aboutConduct(text: string): boolean {
  return CONDUCT.test(normalize(text).replace(/\s+/g, ''));
}
