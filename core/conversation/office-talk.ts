import type { TicketNumber } from '../ids.ts';
import { isSmallTalk } from '../understand/followup.ts';
import { extractSlots } from '../understand/slots.ts';
import { answer, commandStep, newDraft, settled } from './command-step.ts';
import type { Heard, HeardMessage, Situation } from './heard.ts';
import type { House, Step } from './house.ts';
import { openAnswered } from './office-opens.ts';
import { answersAsked, spokenOn } from './office-thread.ts';
import { isQuestion, type OfficialAct, officialActOf, tellsOfContact } from './official-words.ts';
import { relayed } from './relay.ts';

/**
 * What an official says in plain words. Carried to an enterprise's group it cannot be taken back, so it is carried only where it
 * is plain that it was meant to be: by number, by quote, to the bot itself, or in private, and never a question.
 */
export function officeTalk(house: House, heard: Heard, body: HeardMessage, situation: Situation): Step {
  if (heard.chat.role === 'work') return inTheGroup(house, heard, body, situation);
  const nod = isSmallTalk(body.text) && body.media === 0;
  if (body.quote) return onQuoted(house, heard, body, situation, nod);
  return unquoted(house, heard, body, situation, nod);
}

/** 收到 under a dispatch is how people take a case. */
function onQuoted(house: House, heard: Heard, body: HeardMessage, situation: Situation, nod: boolean): Step {
  const [ticket, another] = situation.quotedTickets;
  if (!ticket || another) return aside(house, heard, body, situation, 'a quote of no single case');
  if (nod && ticket.state !== 'dispatched') return ignored(house, heard, situation, 'a nod on a case already taken');
  if (!nod && isQuestion(body.text) && !(body.mentionsBot || heard.chat.kind === 'private')) {
    return ignored(house, heard, situation, 'a question between officials');
  }
  return speakOn(house, heard, body, situation, nod ? 'claim' : actOf(house, body, situation), ticket.number);
}

/** With no number and no quote: only where exactly one case waits for this chat. */
function unquoted(house: House, heard: Heard, body: HeardMessage, situation: Situation, nod: boolean): Step {
  const alone = heard.chat.kind === 'private';
  const toUs = alone || body.mentionsBot;
  const [only, another] = situation.waiting;
  if (!toUs) {
    if (only && !another && tellsOfContact(body.text)) return speakOn(house, heard, body, situation, 'contact', only.number);
    return ignored(house, heard, situation, 'officials among themselves');
  }
  if (nod || !only) return aside(house, heard, body, situation, 'nothing waits for these words');
  if (isQuestion(body.text)) return speakOn(house, heard, body, situation, 'ticket_status', another ? null : only.number);
  if (another) {
    return say(
      house,
      heard,
      situation,
      '有不止一张单子在办，请带上单号（例如“#128 已联系企业”），或引用派单消息回复。',
      'several cases wait',
    );
  }
  return speakOn(house, heard, body, situation, actOf(house, body, situation), only.number);
}

/** Spoken to the bot, and nothing came of it: one line on how. Between officials: silence. */
function aside(house: House, heard: Heard, body: HeardMessage, situation: Situation, reason: string): Step {
  const alone = heard.chat.kind === 'private';
  if (!alone && !body.mentionsBot) return ignored(house, heard, situation, reason);
  const help = `要转给企业的话，请带上单号，例如“回复 128 材料已收到”；要看用法，请发“${alone ? '' : `@${house.directory.botName} `}帮助”。`;
  return say(house, heard, situation, help, reason);
}

function actOf(house: House, body: HeardMessage, situation: Situation): OfficialAct {
  return officialActOf(body.text, extractSlots(body.text, house.directory, situation.now).departments.length > 0);
}

/** In the work group everybody has read it: it is noted on the case, and nothing is echoed. */
function inTheGroup(house: House, heard: Heard, body: HeardMessage, situation: Situation): Step {
  const [quoted, several] = situation.quotedTickets;
  if (quoted && !several) {
    const act = actOf(house, body, situation);
    const nod = isSmallTalk(body.text) && body.media === 0;
    if (nod || act === 'ticket_status') return linked(house, heard, situation, quoted.number);
    return speakOn(house, heard, body, situation, act === 'close' ? 'close' : 'contact', quoted.number);
  }
  const understood = house.interpreter.understand({ text: body.text, speaker: 'official', media: body.media });
  const answered = body.quote ? null : answersAsked({ house, heard, body, situation, understood });
  if (answered) return openAnswered(house, heard, situation, answered);
  const brought = relayed(house, heard, body, situation);
  if (brought) return brought;
  const ticket = body.quote ? null : spokenOn({ house, heard, body, situation, understood });
  if (ticket) {
    // Of another unit, or of a matter that is over, his words are on record; they move nothing.
    const his = situation.member !== null && situation.member.department !== null && situation.member.department === ticket.department;
    const moves = his && !isQuestion(body.text) && (ticket.state === 'dispatched' || ticket.state === 'claimed');
    const tells = understood.intent === 'official_reply' && !isSmallTalk(body.text);
    return moves && tells
      ? speakOn(house, heard, body, situation, 'contact', ticket.number)
      : linked(house, heard, situation, ticket.number);
  }
  if (body.mentionsBot) return aside(house, heard, body, situation, 'not understood');
  return ignored(house, heard, situation, 'an official speaks in the group');
}

function speakOn(
  house: House,
  heard: Heard,
  body: HeardMessage,
  situation: Situation,
  act: OfficialAct | 'claim',
  implied: TicketNumber | null,
): Step {
  const inWork = heard.chat.role === 'work';
  return commandStep(house, heard, situation, {
    found: { name: act, restText: withoutBot(house, body.text), how: 'bare', loose: true },
    implied,
    talk: true,
    role: 'official_reply',
    quietRefusal: inWork,
    quietDone: inWork,
  });
}

/** The enterprise need not read that the bot was called. */
function withoutBot(house: House, text: string): string {
  return [house.directory.botName, ...house.botAliases].reduce((left, name) => left.replaceAll(`@${name}`, ''), text).trim();
}

function linked(house: House, heard: Heard, situation: Situation, ticket: TicketNumber | null): Step {
  return settled(house, heard, situation, (draft) => {
    if (ticket === null) return draft.effects('ignored', 'no case to attach to');
    draft.link(ticket, 'official_reply', heard.id);
    return draft.effects('attached', 'an official on a case, in the group');
  });
}

function say(house: House, heard: Heard, situation: Situation, text: string, reason: string): Step {
  return settled(house, heard, situation, (draft) => {
    answer(draft, heard, text);
    return draft.effects('answered', reason);
  });
}

function ignored(house: House, heard: Heard, situation: Situation, reason: string): Step {
  return { needs: { tickets: [], reads: [], numbers: 0 }, settle: () => newDraft(house, heard, situation).effects('ignored', reason) };
}
