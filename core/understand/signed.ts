import type { CallContext, FoundCommand } from './call-context.ts';
import { isThanks, officialVerbOf, publicVerbOf } from './followup.ts';
import { fold } from './normalize.ts';
import { LONGEST_CALL } from './order-call.ts';
import { explicitTicketAt, signedTicketAtStart, type TicketMention } from './tickets.ts';

/** `#128 已联系企业,下午上门`: a line signed with a number is about that ticket. */
export function signedCall(shown: string, context: CallContext, addressed = false): FoundCommand | null {
  const folded = fold(shown.slice(0, LONGEST_CALL));
  const ticket = signedTicketAtStart(folded) ?? (addressed && context.speaker === 'public' ? numberedAtStart(folded) : null);
  const said = ticket === null ? '' : folded.slice(ticket.to).replace(/^[\s,:。]+/, '');
  if (said === '' || isThanks(said)) return null;
  const name = context.speaker === 'public' ? publicVerbOf(said) : officialVerbOf(said);
  return { name, restText: shown, how: 'bare', loose: true };
}

/** `@小汇 18号 昨晚又不亮了`: said to the bot, a number that stands apart signs the line as # does. */
function numberedAtStart(folded: string): TicketMention | null {
  const ticket = explicitTicketAt(folded, /^\s*/.exec(folded)?.[0].length ?? 0);
  return ticket !== null && /^[\s,:。]/.test(folded.slice(ticket.to)) ? ticket : null;
}
