import { relationOf } from '../permission/relation.ts';
import { GOES_ON, givesUp, othersTold } from '../ticket/others-told.ts';
import type { Ticket } from '../ticket/ticket.ts';
import { answer, settled } from './command-step.ts';
import type { Effects, MessageRole } from './effects.ts';
import type { Heard, HeardMessage, OriginalMessage, Situation } from './heard.ts';
import type { House, Step } from './house.ts';
import { aboutConduct } from './opening.ts';
import { isOffice, privateChatOf, reporterOf } from './people.ts';

/**
 * An edit: on record with the old text, and shown on the ticket. A message that was let pass, or that only kept the talk going, may have
 * become a report by it: then `asMessage` reads it as one.
 */
export function editStep(house: House, heard: Heard, text: string, situation: Situation, asMessage: (body: HeardMessage) => Step): Step {
  const { original } = situation;
  if (!original || !isHis(original, heard))
    return settled(house, heard, situation, (draft) => draft.effects('ignored', 'an edit of nothing we know'));
  const read = (messageId: string) =>
    asMessage({
      kind: 'message',
      messageId,
      text,
      quote: null,
      mentions: [],
      mentionsBot: text.includes(`@${house.directory.botName}`),
      media: 0,
    });
  if (heard.body.kind === 'edit' && original.tickets.length > 0 && bringsConduct(original, text, situation))
    return read(heard.body.messageId);
  if (amendable(original, heard, house).length > 0) return amend(house, heard, situation, original, text);
  if ((original.outcome === 'ignored' || onlyAside(original, situation)) && heard.body.kind === 'edit') {
    const step = read(heard.body.messageId);
    return { needs: step.needs, settle: (found) => alsoLinked(step.settle(found), original) };
  }
  return settled(house, heard, situation, (draft) => draft.effects('ignored', 'an edit of a message that is no ticket'));
}

/** Edited into a complaint of somebody's conduct: on the unit's ticket the accused would read it, so it is a matter of its own. */
function bringsConduct(original: OriginalMessage, text: string, { member }: Situation): boolean {
  return !isOffice(member) && aboutConduct(text) && original.tickets.some((ticket) => !aboutConduct(ticket.text));
}

/** A recall before anybody has taken the ticket withdraws it; later it is on record, and those who work on it are told. */
export function recallStep(house: House, heard: Heard, situation: Situation): Step {
  const { original } = situation;
  if (!original || !isHis(original, heard))
    return settled(house, heard, situation, (draft) => draft.effects('ignored', 'a recall of nothing we know'));
  return amend(house, heard, situation, original, null);
}

/** Said in passing: no words of the ticket, whosever it is. */
const ASIDE: ReadonlySet<MessageRole> = new Set<MessageRole>(['thanks', 'dialogue', 'status']);

/** What an official said to a ticket is an act of his, and an act is not done again by an edit. */
function onlyAside({ links }: OriginalMessage, { member }: Situation): boolean {
  return !isOffice(member) && links.length > 0 && links.every(({ role }) => ASIDE.has(role));
}

/** The tickets whose words the message is, and on which its author may still speak: a thank-you to another's is not edited into an order. */
function amendable(original: OriginalMessage, heard: Heard, house: House): readonly Ticket[] {
  return original.tickets.filter((ticket) => {
    const { office, relation } = authorOf(original, ticket, heard, house);
    const words = original.links.some((link) => link.ticket === ticket.number && !ASIDE.has(link.role));
    return office || (words && relation !== 'other');
  });
}

/** By the message and not by its edit: of a recall some wires do not say who did it. */
function authorOf({ senderWireId }: OriginalMessage, ticket: Ticket, { chat: { channel } }: Heard, { directory }: House) {
  const sender = { channel, wireId: senderWireId ?? '' };
  const { member } = reporterOf(channel, { ...sender, name: '' }, directory);
  return { office: isOffice(member), relation: relationOf(member, sender, ticket, directory) };
}

function amend(house: House, heard: Heard, situation: Situation, original: OriginalMessage, newText: string | null): Step {
  return settled(house, heard, situation, (draft) => {
    for (const ticket of amendable(original, heard, house)) {
      const untaken = ticket.state === 'accepted' || ticket.state === 'dispatched';
      // Of several pieces one taken back leaves the others standing.
      const takesBack = newText === null && untaken && isReport(original, ticket, heard, house) && original.reportPieces === 1;
      const goesOn = takesBack && othersTold(ticket);
      // Where it withdraws the ticket, that is what is said; "a message was recalled, work goes on" would be untrue.
      draft.act(ticket, ticket.number, { verb: 'amend', inbox: original.inbox, oldText: original.text, newText }, { quiet: takesBack });
      if (goesOn) draft.act(ticket, ticket.number, givesUp('撤回了消息'));
      else if (takesBack) draft.act(ticket, ticket.number, { verb: 'withdraw', reason: '反映人撤回了消息' });
      const alone = goesOn ? privateChatOf(heard, situation.member, house.directory) : null;
      if (alone) draft.say({ key: `a${heard.id}`, chat: alone, kind: 'answer', text: `#${ticket.number} ${GOES_ON}` });
      draft.link(ticket.number, newText === null ? 'withdrawal' : 'correction', heard.id);
    }
    if (original.triage !== null && newText === null)
      draft.triage({ kind: 'resolve', triage: original.triage, as: 'dismissed', inbox: original.inbox });
    // What was carried to the enterprise stays as it was: no wire takes back another's message.
    const carried =
      isOffice(situation.member) && original.links.some((link) => link.role === 'official_reply') && heard.chat.role !== 'work';
    if (carried) answer(draft, heard, '已经转给企业的话不会跟着改，请再发一条更正，例如“回复 128 更正：……”。');
    const what = newText === null ? 'recall' : 'edit';
    return draft.effects(
      draft.changesTickets ? 'attached' : 'ignored',
      draft.changesTickets ? what : `${what} of a message that is no ticket`,
    );
  });
}

/** The ticket hangs on the message itself too, not on its edit alone: the next edit amends it, a recall withdraws it. */
function alsoLinked(effects: Effects, original: OriginalMessage): Effects {
  const { inbox } = effects;
  if (!inbox) return effects;
  return { ...effects, inbox: { ...inbox, links: [...inbox.links, ...inbox.links.map((link) => ({ ...link, inbox: original.inbox }))] } };
}

/** What somebody joined had said before is among the report's pieces too, and takes nothing back. */
function isReport(original: OriginalMessage, ticket: Ticket, heard: Heard, house: House): boolean {
  const { office, relation } = authorOf(original, ticket, heard, house);
  return (office || relation === 'own') && original.links.some((link) => link.ticket === ticket.number && link.role === 'report');
}

function isHis(original: OriginalMessage, heard: Heard): boolean {
  return heard.sender === null || original.senderWireId === heard.sender.wireId;
}
