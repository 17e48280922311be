import type { TicketNumber } from '../ids.ts';
import { route } from '../routing/index.ts';
import { departmentName } from '../routing/lookup.ts';
import type { Actor, Ticket } from '../ticket/ticket.ts';
import type { Draft } from './draft.ts';
import { askedNoMore } from './five-facts.ts';
import type { RecentMessage } from './heard.ts';
import type { House } from './house.ts';
import { aboutConduct } from './opening.ts';
import { isOn } from './recent.ts';

const RANK = { normal: 0, urgent: 1, critical: 2 } as const;
/** Later than this after the report a person has looked at it, or the clock will have somebody look. */
const STILL_FRESH_MS = 10 * 60 * 1000;
const HOUSE: Actor = { kind: 'house', part: 'understand' };

/**
 * More has been said: with all of it read together the matter may be more urgent than it seemed, or another department's. It is moved
 * only while nobody has taken it and no person has said whose it is; an urgency is only raised.
 */
export function rethink(house: House, draft: Draft, number: TicketNumber, recent: readonly RecentMessage[], text: string): void {
  const ticket = draft.ticket(number);
  if (!ticket || draft.now.getTime() - Date.parse(ticket.receivedAt) > STILL_FRESH_MS) return;
  const pieces = recent.filter((one) => isOn(one, number) && isHis(one, ticket) && !ticket.text.includes(one.text)).map((one) => one.text);
  const whole = [ticket.text, ...pieces.toReversed(), text].filter((one) => one.trim() !== '').join('\n');
  askedNoMore(draft, ticket, whole);
  const understood = house.interpreter.understand({ text: whole, speaker: 'public', media: 0 });
  if (!isUntaken(ticket)) return;
  if (RANK[understood.urgency] > RANK[ticket.urgency]) {
    const reason = `后续消息提到“${understood.urgencyWords.slice(0, 2).join('、') || '情况紧急'}”`;
    draft.act(null, number, { verb: 'refine', summary: null, urgency: understood.urgency, reason }, { actor: HOUSE });
  }
  if (aboutConduct(whole)) return;
  const decision = route({
    candidates: understood.candidates,
    enterprise: ticket.enterprise,
    directory: house.directory,
    thresholds: house.routing,
  });
  if (decision.kind === 'triage' || !plainly(house, understood.candidates) || decision.department === ticket.department) return;
  if (ticket.state === 'accepted') draft.act(null, number, { verb: 'dispatch', ...decision }, { actor: HOUSE });
  else {
    const reason = `反映人补充后，内容属于${departmentName(house.directory, decision.department)}的职责`;
    draft.act(null, number, { verb: 'transfer', department: decision.department, reason }, { actor: HOUSE });
  }
}

function isHis(message: RecentMessage, ticket: Ticket): boolean {
  return message.links.some(
    (link) => link.ticket === ticket.number && (link.role === 'report' || link.role === 'supplement' || link.role === 'correction'),
  );
}

/** Nobody has taken it, it was handed over once at most, and not by a person's word. */
function isUntaken(ticket: Ticket): boolean {
  if (ticket.returns > 0 || ticket.handOvers > 1 || ticket.sensitive) return false;
  return ticket.state === 'accepted' || (ticket.state === 'dispatched' && !/研判|立单时|拆分时|转办/.test(ticket.routeReason));
}

function plainly(house: House, candidates: readonly { readonly score: number }[]): boolean {
  const [top, next] = candidates;
  return top !== undefined && top.score >= house.routing.direct && top.score - (next?.score ?? 0) >= house.routing.margin;
}
