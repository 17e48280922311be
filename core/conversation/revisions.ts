import { settled } from './command-step.ts';
import type { Heard, HeardMessage, OriginalMessage, Situation } from './heard.ts';
import type { House, Step } from './house.ts';

/**
 * An edit: on record with the old text, and shown on the ticket. A message that was let pass may have become a report by it:
 * then `asMessage` reads it as one.
 */
export function editStep(house: House, heard: Heard, text: string, situation: Situation, asMessage: (body: HeardMessage) => Step): Step {
  const { original } = situation;
  if (!original || !isHis(original, heard))
    return settled(house, heard, situation, (draft) => draft.effects('ignored', 'an edit of nothing we know'));
  if (original.tickets.length > 0) return amend(house, heard, situation, original, text);
  if (original.outcome === 'ignored' && heard.body.kind === 'edit') {
    const mentionsBot = text.includes(`@${house.directory.botName}`);
    return asMessage({ kind: 'message', messageId: heard.body.messageId, text, quote: null, mentions: [], mentionsBot, media: 0 });
  }
  return settled(house, heard, situation, (draft) => draft.effects('ignored', 'an edit of a message that is no ticket'));
}

/** A recall before anybody has taken the ticket withdraws it; later it is on record, and those who work on it are told. */
export function recallStep(house: House, heard: Heard, situation: Situation): Step {
  const { original } = situation;
  if (!original || !isHis(original, heard))
    return settled(house, heard, situation, (draft) => draft.effects('ignored', 'a recall of nothing we know'));
  return amend(house, heard, situation, original, null);
}

function amend(house: House, heard: Heard, situation: Situation, original: OriginalMessage, newText: string | null): Step {
  return settled(house, heard, situation, (draft) => {
    for (const ticket of original.tickets) {
      const untaken = ticket.state === 'accepted' || ticket.state === 'dispatched';
      const withdraws = newText === null && untaken && ticket.sourceInbox === original.inbox;
      // Where it withdraws the ticket, that is what is said; "a message was recalled, work goes on" would be untrue.
      draft.act(ticket, ticket.number, { verb: 'amend', inbox: original.inbox, oldText: original.text, newText }, { quiet: withdraws });
      if (withdraws) draft.act(ticket, ticket.number, { verb: 'withdraw', reason: '反映人撤回了消息' });
      draft.link(ticket.number, newText === null ? 'withdrawal' : 'correction', heard.id);
    }
    if (original.triage !== null && newText === null)
      draft.triage({ kind: 'resolve', triage: original.triage, as: 'dismissed', inbox: original.inbox });
    const what = newText === null ? 'recall' : 'edit';
    return draft.effects(
      draft.changesTickets ? 'attached' : 'ignored',
      draft.changesTickets ? what : `${what} of a message that is no ticket`,
    );
  });
}

function isHis(original: OriginalMessage, heard: Heard): boolean {
  return heard.sender === null || original.senderWireId === heard.sender.wireId;
}
