import type { TicketNumber } from '../ids.ts';
import type { Ticket } from '../ticket/ticket.ts';
import { askFor, missingFacts } from '../understand/facts.ts';
import type { Draft } from './draft.ts';
import { privateChatOf } from './people.ts';
import type { Talk } from './talk.ts';

/** People write in pieces: what is missing may be in the next one. */
const MAY_FOLLOW_MS = 2 * 60 * 1000;

/**
 * What the report does not tell is asked for once, alone, after the dispatch has gone out; in a group never. Whoever cannot be written
 * to alone is asked by the department when it calls.
 */
export function askMissing(talk: Talk, draft: Draft, number: TicketNumber, text: string, media: number): void {
  const { heard, situation, house } = talk;
  const alone = privateChatOf(heard, situation.member, house.directory);
  const ticket = draft.ticket(number);
  if (!alone || !ticket) return;
  const known = { enterprise: ticket.enterprise !== null, media: media > 0 };
  const asked = askFor(missingFacts(text, known));
  if (asked === null) return;
  draft.say({
    // One key a ticket: it is asked once, whatever else is said.
    key: `facts.t${number}`,
    chat: alone,
    kind: 'facts',
    ticket: number,
    text: `#${number} 已受理。方便的话补充一句：${asked}直接回复我就行，不耽误办理。`,
    heldUntil: new Date(situation.now.getTime() + MAY_FOLLOW_MS),
  });
}

/** More has come: a question that it answers is not asked any more. */
export function askedNoMore(draft: Draft, ticket: Ticket, whole: string): void {
  const known = { enterprise: ticket.enterprise !== null, media: true };
  if (askFor(missingFacts(whole, known)) === null) draft.takeBack(ticket.number, 'facts');
}
