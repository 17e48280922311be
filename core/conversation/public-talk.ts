import { openPause } from '../deadlines/ticket-clock.ts';
import type { TicketNumber } from '../ids.ts';
import { OPEN_STATES, type Ticket } from '../ticket/ticket.ts';
import { plainlyPressedOf, pressedOf } from '../understand/callback.ts';
import { isAskStatus, isSmallTalk, isStillUnsolved, isThanks, isWithdraw, ratingOf } from '../understand/followup.ts';
import type { Understanding } from '../understand/port.ts';
import { answer, commandStep, newDraft, settled } from './command-step.ts';
import type { MessageRole } from './effects.ts';
import type { Heard, HeardMessage, Situation } from './heard.ts';
import { type House, NOTHING_NEEDED, type Step } from './house.ts';
import { openTicket } from './opening.ts';
import { askDutyDesk } from './triage-step.ts';

/** What the same person adds within this time, in the same chat, belongs to what he has just reported. */
const BURST_MS = 3 * 60 * 1000;
/** In the same breath even a place name alone belongs to it. */
const BREATH_MS = 60 * 1000;
/** A closed matter may come back this long; a thank-you or a rating is about something this fresh. */
const COMES_BACK_MS = 30 * 24 * 60 * 60 * 1000;
const RATES_MS = 2 * 24 * 60 * 60 * 1000;
/** A rating said without being asked is short; a longer text that happens to hold 满意 is not one. */
const RATING_LENGTH = 30;

interface Talk {
  readonly house: House;
  readonly heard: Heard;
  readonly body: HeardMessage;
  readonly situation: Situation;
  readonly addressed: boolean;
}

/** What somebody of the public says in plain words: about a matter already reported, or a new one, or nothing for us. */
export function publicTalk(house: House, heard: Heard, body: HeardMessage, situation: Situation): Step {
  const talk: Talk = { house, heard, body, situation, addressed: body.mentionsBot || heard.chat.kind === 'private' };
  return aboutReported(talk) ?? somethingNew(talk);
}

function aboutReported(talk: Talk): Step | null {
  const { body, heard, situation, addressed } = talk;
  const { text } = body;
  const ageOf = (ticket: Ticket) => situation.now.getTime() - Date.parse(ticket.updatedAt);
  // A quote means what it quotes and nothing else: with it, only that ticket is looked at, whosever it is.
  const [quoted, several] = situation.quotedTickets;
  const mine = body.quote ? (quoted && !several ? [quoted] : []) : situation.mine;
  const open = mine.filter((ticket) => OPEN_STATES.has(ticket.state));
  const closed = mine.filter((ticket) => (ticket.state === 'closed' || ticket.state === 'archived') && ageOf(ticket) < COMES_BACK_MS);
  const onlyOpen = open.length === 1 ? (open[0] ?? null) : null;

  const called = calledBack(talk, mine);
  if (called) return called;
  const waited = waitsForHim(talk);
  if (waited && heard.chat.kind === 'private' && body.media > 0 && !body.quote) return supplement(talk, waited.number);

  // Before thanks: 很满意，谢谢 is both, and only the rating would be lost.
  const rated = ratingOf(text);
  const waitsForRating = closed.find((ticket) => ticket.state === 'closed' && ticket.rating === null && ageOf(ticket) < RATES_MS);
  if (rated && waitsForRating && (body.quote || addressed || text.length <= RATING_LENGTH)) return run(talk, 'rate', waitsForRating.number);
  if (isThanks(text)) {
    const fresh = mine.find((ticket) => ageOf(ticket) < RATES_MS)?.number ?? null;
    return fresh === null ? ignored(talk, 'thanks') : attach(talk, fresh, 'thanks');
  }
  if (isStillUnsolved(text)) {
    const ticket = onlyOpen ?? (open.length === 0 ? (closed[0] ?? null) : null);
    if (ticket && !OPEN_STATES.has(ticket.state)) return run(talk, 'reopen', ticket.number);
    if (ticket) return supplement(talk, ticket.number);
  }
  if (isWithdraw(text) && onlyOpen) return run(talk, 'withdraw', onlyOpen.number);
  if (isAskStatus(text) && mine.length > 0) return onlyOpen ? run(talk, 'ticket_status', onlyOpen.number) : run(talk, 'my_tickets', null);
  if (body.quote && quoted && !several && !isSmallTalk(text)) return supplement(talk, quoted.number);
  return null;
}

/** The answer to the question after his 撤单: quoting it, or in private so plainly that it can be nothing else. */
function calledBack(talk: Talk, mine: readonly Ticket[]): Step | null {
  const { body, heard } = talk;
  const asked = mine.find((ticket) => ticket.callback === 'asked');
  if (!asked) return null;
  const answered = body.quote ? pressedOf(body.text) : heard.chat.kind === 'private' ? plainlyPressedOf(body.text) : null;
  return answered ? run(talk, 'callback', asked.number) : null;
}

/** The one ticket of his that stands still until he gives what is missing. */
function waitsForHim({ situation }: Talk): Ticket | null {
  const waiting = situation.mine.filter((ticket) => openPause(ticket.pauses)?.kind === 'waiting');
  return waiting.length === 1 ? (waiting[0] ?? null) : null;
}

function somethingNew(talk: Talk): Step {
  const { body, house, heard, situation, addressed } = talk;
  const understood = house.interpreter.understand({ text: body.text, speaker: 'public', media: body.media });
  const burst = burstOf(talk, understood);
  if (burst) return supplement(talk, burst.number);
  if (isSmallTalk(body.text)) return body.text.trim() === '' && body.media > 0 ? ignored(talk, 'a picture alone') : smallTalk(talk);

  switch (understood.intent) {
    case 'problem':
      return newProblem(talk, understood);
    case 'followup': {
      const latest = waitsForHim(talk) ?? situation.mine.find((ticket) => OPEN_STATES.has(ticket.state));
      if (latest) return supplement(talk, latest.number);
      return understood.confidence >= house.triage.open && understood.candidates.length > 0
        ? newProblem(talk, understood)
        : ignored(talk, 'a follow-up to nothing of ours');
    }
    case 'question':
      // Until there is a knowledge base, a person answers: the department's where it was asked of us, else the duty desk decides.
      if (unknownInPrivate(talk)) return askDutyDesk(house, heard, situation, body.text, understood, 'a stranger in private');
      if (addressed) return open(talk, understood);
      return clearMatter(house, understood)
        ? askDutyDesk(house, heard, situation, body.text, understood, 'a question nobody asked us')
        : ignored(talk, 'a question');
    case 'command':
    case 'official_reply':
    case 'notice':
    case 'ad':
    case 'chitchat':
      return addressed ? smallTalk(talk) : ignored(talk, `${understood.intent} (${percent(understood)})`);
    default:
      return ignored(talk, 'not understood');
  }
}

function newProblem(talk: Talk, understood: Understanding): Step {
  const { house, heard, situation, body, addressed } = talk;
  const sure = understood.confidence >= house.triage.open;
  // A stranger in private is nobody of the group's 61: a person looks before anything is opened in his name.
  if (unknownInPrivate(talk)) return askDutyDesk(house, heard, situation, body.text, understood, 'a stranger in private');
  if (sure || (addressed && understood.confidence >= house.triage.ask)) return open(talk, understood);
  if (understood.confidence >= house.triage.ask)
    return askDutyDesk(house, heard, situation, body.text, understood, `perhaps a problem (${percent(understood)})`);
  return addressed ? smallTalk(talk) : ignored(talk, `hardly a problem (${percent(understood)})`);
}

function unknownInPrivate({ heard, situation }: Talk): boolean {
  return heard.chat.kind === 'private' && !situation.member;
}

function open(talk: Talk, understood: Understanding): Step {
  const { house, heard, body, situation } = talk;
  return {
    needs: { ...NOTHING_NEEDED, numbers: 1 },
    settle({ numbers: [number] }) {
      const draft = newDraft(house, heard, situation);
      if (number === undefined || !heard.sender) return draft.effects('ignored', 'nobody reported it');
      const report = {
        inbox: heard.id,
        chat: heard.chat.id,
        channel: heard.chat.channel,
        sender: heard.sender,
        text: body.text,
        receivedAt: heard.receivedAt,
      };
      openTicket(house, draft, report, understood, number, null);
      return draft.effects('ticketed', `${understood.intent} (${percent(understood)})`);
    },
  };
}

/** One problem in several messages, or a picture after the words: still the same ticket. */
function burstOf(talk: Talk, understood: Understanding): Ticket | null {
  const { heard, situation, body } = talk;
  const fresh = situation.mine.find(
    (ticket) =>
      ticket.sourceChat === heard.chat.id && OPEN_STATES.has(ticket.state) && heard.receivedAt.getTime() - lastWord(ticket) < BURST_MS,
  );
  if (!fresh) return null;
  if (body.media > 0 && body.text.trim() === '') return fresh;
  if (isSmallTalk(body.text)) return null;
  const [top] = understood.candidates;
  const another =
    understood.intent === 'problem' && top !== undefined && top.department !== fresh.department && clearMatter(talk.house, understood);
  const soon = heard.receivedAt.getTime() - lastWord(fresh) < BREATH_MS && understood.intent !== 'notice' && understood.intent !== 'ad';
  const ours =
    soon ||
    understood.intent === 'problem' ||
    understood.intent === 'followup' ||
    (understood.intent === 'chitchat' && understood.confidence < 0.5);
  return ours && !another ? fresh : null;
}

/** When it was reported. Not when it last changed: an official's step does not make the reporter's next words part of it. */
function lastWord(ticket: Ticket): number {
  return Date.parse(ticket.receivedAt);
}

function clearMatter(house: House, understood: Understanding): boolean {
  return (understood.candidates[0]?.score ?? 0) >= house.routing.direct;
}

function supplement(talk: Talk, ticket: TicketNumber): Step {
  return run(talk, 'supplement', ticket, true);
}

function run(talk: Talk, name: string, implied: TicketNumber | null, quietDone = false): Step {
  const { house, heard, situation, body } = talk;
  return commandStep(house, heard, situation, {
    found: { name, restText: body.text, how: 'bare', loose: true },
    implied,
    talk: true,
    quietRefusal: !talk.addressed,
    quietDone: quietDone && !talk.addressed,
  });
}

function attach(talk: Talk, ticket: TicketNumber, role: MessageRole): Step {
  return settled(talk.house, talk.heard, talk.situation, (draft) => {
    draft.link(ticket, role, talk.heard.id);
    return draft.effects('attached', role);
  });
}

/** Spoken to, with nothing to do: one line on what it can do. In the group only those who called it hear from it. */
function smallTalk(talk: Talk): Step {
  const { house, heard, situation, body, addressed } = talk;
  if (!addressed) return ignored(talk, 'small talk');
  if (isThanks(body.text)) return ignored(talk, 'thanks');
  return settled(house, heard, situation, (draft) => {
    const call = heard.chat.kind === 'private' ? '' : `@${house.directory.botName} `;
    answer(draft, heard, `在。生产经营上有难处，直接说就行；要看用法，请发“${call}帮助”。`);
    return draft.effects('answered', 'spoken to');
  });
}

function ignored(talk: Talk, reason: string): Step {
  return settled(talk.house, talk.heard, talk.situation, (draft) => draft.effects('ignored', reason));
}

function percent(understood: Understanding): string {
  return `${understood.intent} ${Math.round(understood.confidence * 100)}%`;
}
