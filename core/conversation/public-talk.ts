import { OPEN_STATES, type Ticket } from '../ticket/ticket.ts';
import { isSmallTalk, isThanks } from '../understand/followup.ts';
import type { Understanding } from '../understand/port.ts';
import { isGrateful, isOnlyAnnouncement } from '../understand/turns.ts';
import { type Burst, burstOf, openBurst } from './burst.ts';
import { likeColleagues } from './colleagues.ts';
import { accuses, amongComplaints, complaint } from './conduct.ts';
import { consult } from './consult.ts';
import type { Heard, HeardMessage, RecentMessage, Situation } from './heard.ts';
import type { House, Step } from './house.ts';
import { joinStep, mentionLikeness } from './joining.ts';
import { calledBack, knownMatter, waitsForHim } from './known-matter.ts';
import { aboutConduct } from './opening.ts';
import { ageOf, isOn, ownMessages } from './recent.ts';
import { likeAnothers, meToo, type Report, sameMatter } from './same-matter.ts';
import { attach, clearMatter, ignored, percent, run, smallTalk, type Talk } from './talk.ts';
import { ownNames, QUIET_MS, threadsOf } from './thread.ts';
import { askDutyDesk } from './triage-step.ts';

/** What somebody of the public says in plain words: about a matter already reported, or a new one, or nothing for us. */
export function publicTalk(house: House, heard: Heard, body: HeardMessage, situation: Situation): Step {
  const talk = talkOf(house, heard, body, situation, situation.quotedTickets.length > 0);
  if (!accuses(talk)) return knownMatter(talk) ?? somethingNew(talk);
  // What he answers to the 回访 goes to 督查考核办 alone, past everybody who might be meant.
  const called = calledBack(talk);
  if (called) return called;
  const apart = amongComplaints(talk);
  return knownMatter(apart) ?? somethingNew(apart);
}

/** A command whose words complain of somebody's conduct: they come to no ticket that was there before. */
export function complaintCalled(house: House, heard: Heard, body: HeardMessage, situation: Situation): Step {
  return somethingNew(amongComplaints(talkOf(house, heard, body, situation, true)));
}

function talkOf(house: House, heard: Heard, body: HeardMessage, situation: Situation, ofTicket: boolean): Talk {
  const addressed = body.mentionsBot || heard.chat.kind === 'private';
  const understood = house.interpreter.understand({ text: body.text, speaker: 'public', media: body.media });
  return { house, heard, body, situation, addressed, understood, ofTicket };
}

function somethingNew(talk: Talk): Step {
  const { body, heard } = talk;
  if (body.text.trim() === '' && body.media > 0) return ignored(talk, 'a picture alone');
  const joined = heard.chat.role === 'work' ? meToo(reportOf(talk)) : null;
  return joined ? joinStep(talk, joined, [], onItsOwn(talk)) : onItsOwn(talk);
}

/** What he says is read by itself: no word of “we too” has put it to somebody else's. */
function onItsOwn(talk: Talk): Step {
  const { body, heard, house, understood } = talk;
  const like = heard.chat.role === 'work' ? likeAnothers(reportOf(talk)) : null;
  if (like && (understood.intent !== 'problem' || understood.confidence < house.triage.ask)) return askOfHis(talk, like);
  if (isSmallTalk(body.text)) return smallTalk(talk, isThanks(body.text));

  if (isGrateful(body.text)) return grateful(talk);

  const burst = burstOf(talk);
  const read = readingOf(talk, burst);
  if (aboutConduct(burst.whole)) {
    const sure = read.confidence >= (chimesIn(talk, burst) ? BEYOND_DOUBT : enough(talk, read));
    return complaint(talk, burst, read, { sure, stranger: unknownInPrivate(talk) });
  }
  switch (read.intent) {
    case 'problem':
      return newProblem(talk, burst, read);
    case 'followup': {
      const waited = waitsForHim(talk);
      if (waited) return run(talk, 'supplement', waited.number, { quietDone: !talk.addressed });
      if (!clearMatter(house, read)) {
        // Known to us and alone with us, he speaks as of something known: a person finds out of what.
        const known = heard.chat.kind === 'private' && !unknownInPrivate(talk);
        return known ? ask(talk, burst, read, 'a follow-up, and nobody can tell to what') : ignored(talk, 'a follow-up to nothing of ours');
      }
      // Of something told elsewhere, or not heard: to us it is new, and whether it is one a person says.
      return talk.addressed ? newProblem(talk, burst, read) : ask(talk, burst, read, 'a follow-up to nothing of ours');
    }
    case 'question':
      // Until there is a knowledge base, a person answers: where it was asked of us, or where the desk says that it is more.
      if (unknownInPrivate(talk)) return ask(talk, null, read, 'a stranger in private');
      if (talk.addressed) return consult(talk, read);
      return ignored(talk, 'a question nobody asked us');
    case 'command':
    case 'official_reply':
    case 'notice':
    case 'ad':
    case 'chitchat':
      return talk.addressed ? smallTalk(talk, isThanks(body.text)) : ignored(talk, percent(read));
    default:
      return ignored(talk, 'not understood');
  }
}

function reportOf(talk: Talk): Report {
  const { house, situation, body, understood } = talk;
  return { house, situation, text: body.text, understood, ownNames: ownNames(talk) };
}

/** 我们也是, of what cannot be joined: the words do not tell what his trouble is, so a person finds out. */
function askOfHis(talk: Talk, like: Ticket): Step {
  const { body, heard, situation, house } = talk;
  const read = house.interpreter.understand({ text: `${like.text}\n${body.text}`, speaker: 'public', media: body.media });
  const text = `${body.text}（说的是与 #${like.number} 一样的情况）`;
  const touchy = { ...read, sensitive: read.sensitive || like.sensitive };
  return askDutyDesk(house, heard, situation, { text, pieces: [], understood: touchy, why: `as #${like.number}, but of his own` });
}

/** The desk is asked about all he has just said; without a burst, about this message alone. */
function ask({ house, heard, situation, body }: Talk, burst: Burst | null, understood: Understanding, why: string): Step {
  const said = burst === null ? { text: body.text, pieces: [] } : { text: burst.whole, pieces: burst.pieces };
  return askDutyDesk(house, heard, situation, { ...said, understood, why });
}

/** Of which matter he tells, the words say, if any does. */
function grateful(talk: Talk): Step {
  const [best] = threadsOf(talk).toSorted((a, b) => b.similar - a.similar);
  return best !== undefined && best.similar >= ALIKE ? attach(talk, best.ticket.number, 'thanks') : smallTalk(talk, true);
}

/** The message by itself, or all he has said just now, whichever says more plainly that something is wrong. */
function readingOf(talk: Talk, { pieces, understood: whole, announced }: Burst): Understanding {
  const { understood: alone, house } = talk;
  if (pieces.length === 0) {
    const tells = announced && !isOnlyAnnouncement(talk.body.text);
    return tells && alone.intent !== 'problem' && clearMatter(house, alone) ? asProblem(alone, house) : alone;
  }
  if (alone.intent === 'problem' && alone.confidence >= house.triage.open)
    return whole.intent === 'problem' ? whole : { ...whole, ...alone };
  const plainTalk = alone.intent === 'chitchat' || alone.intent === 'notice' || alone.intent === 'ad';
  if (plainTalk && alone.confidence >= PLAINLY_TALK) return alone;
  if (announced && whole.intent !== 'problem' && clearMatter(house, whole)) return asProblem(whole, house);
  if (whole.intent !== 'problem' || (alone.intent === 'problem' && whole.confidence <= alone.confidence)) return alone;
  // Three remarks that are nothing by themselves are seldom a report together.
  return alone.intent === 'problem' || pieces.some((one) => tells(talk, one))
    ? whole
    : { ...whole, confidence: whole.confidence * DOUBTED };
}

function tells({ house }: Talk, piece: RecentMessage): boolean {
  const { intent, confidence } = house.interpreter.understand({ text: piece.text, speaker: 'public', media: piece.media });
  return intent === 'problem' ? confidence >= 0.5 : intent === 'followup';
}

const DOUBTED = 0.8;
const ALIKE = 0.1;
const PLAINLY_TALK = 0.8;
const AT_ONCE_MS = 25_000;
const A_FEW_WORDS = 18;
const BEYOND_DOUBT = 0.97;
/** What is nobody's business in particular must the more plainly be a problem: a remark in passing points nowhere. */
const PLAIN_THOUGH_NOBODYS = 0.97;

/** He says that there is a matter, and the matter is plain: what else it looks like is of no account. */
function asProblem(understood: Understanding, house: House): Understanding {
  return { ...understood, intent: 'problem', confidence: Math.max(understood.confidence, house.triage.unasked) };
}

function newProblem(talk: Talk, burst: Burst, read: Understanding): Step {
  const { house, heard, situation } = talk;
  // A stranger in private is nobody of the group's 61: a person looks before anything is opened in his name.
  if (unknownInPrivate(talk)) return ask(talk, burst, read, 'a stranger in private');
  const nobodys = read.confidence >= PLAIN_THOUGH_NOBODYS || read.urgency === 'critical';
  const plain = clearMatter(house, read) || nobodys;
  const sure = plain && read.confidence >= (chimesIn(talk, burst) ? BEYOND_DOUBT : enough(talk, read));
  const asks = read.confidence >= house.triage.ask;
  const same =
    heard.chat.role === 'work' && asks
      ? sameMatter({ house, situation, text: burst.whole, understood: read, ownNames: ownNames(talk) })
      : null;
  // Alone with the bot nothing is joined: whose trouble it is, nobody else has heard.
  const like =
    heard.chat.kind === 'private' ? likeColleagues(burst.whole, read, situation) : same === null || same.sure ? null : same.ticket;
  const anew = () => unjoined(talk, burst, read, { plain, sure, asks, like });
  return same?.sure ? joinStep(talk, same.ticket, burst.pieces, anew()) : anew();
}

interface Weighed {
  readonly plain: boolean;
  readonly sure: boolean;
  readonly asks: boolean;
  /** Perhaps the same. */
  readonly like: Ticket | null;
}

function unjoined(talk: Talk, burst: Burst, read: Understanding, { plain, sure, asks, like }: Weighed): Step {
  const { house, addressed } = talk;
  const fresh = asks && !burst.announced ? freshOf(talk, read) : null;
  if (fresh) return run(talk, 'supplement', fresh.number, { quietDone: !addressed });
  if (sure || (addressed && asks && (plain || read.confidence >= house.triage.open)))
    return openBurst(talk, burst, read, like ? (draft) => mentionLikeness(talk, draft, like) : undefined);
  if (asks) return ask(talk, burst, read, `perhaps a problem (${percent(read)})`);
  return addressed ? smallTalk(talk, false) : ignored(talk, `hardly a problem (${percent(read)})`);
}

/** What he reported here a moment ago, of the same unit as far as one can tell: more of it is never a second ticket. */
function freshOf({ situation, heard, house }: Talk, read: Understanding): Ticket | null {
  const last = ownMessages(heard, situation).find((one) => one.links.length > 0);
  if (!last || ageOf(last, heard) > QUIET_MS) return null;
  const fresh = situation.mine.find((one) => OPEN_STATES.has(one.state) && isOn(last, one.number));
  const same = fresh !== undefined && (!clearMatter(house, read) || read.candidates[0]?.department === fresh.department);
  return same ? fresh : null;
}

/** Not called, the bot speaks up only where it is surer; a cry for help is no time for manners. */
function enough({ house, addressed }: Talk, read: Understanding): number {
  return addressed || read.urgency === 'critical' ? house.triage.open : house.triage.unasked;
}

/** Within seconds of somebody else's words, which are nobody's matter, a few words answer those: 多大的 — 四寸 俺那个烧了. */
function chimesIn({ addressed, body, situation, heard }: Talk, burst: Burst): boolean {
  const [before] = situation.recent;
  if (addressed || before === undefined || burst.pieces.length > 0 || burst.announced) return false;
  const another = before.senderWireId !== heard.sender?.wireId && before.links.length === 0 && before.triage === null;
  return another && ageOf(before, heard) < AT_ONCE_MS && body.text.length <= A_FEW_WORDS;
}

function unknownInPrivate({ heard, situation }: Talk): boolean {
  return heard.chat.kind === 'private' && !situation.member;
}
