import type { InboxId } from '../ids.ts';
import { isSmallTalk, isThanks } from '../understand/followup.ts';
import type { Understanding } from '../understand/port.ts';
import { isBanter, isLeadIn, isOnlyAnnouncement, opensAnother } from '../understand/turns.ts';
import { asOne, settleAsked } from './asked.ts';
import { newDraft } from './command-step.ts';
import type { Draft } from './draft.ts';
import { askMissing } from './five-facts.ts';
import type { RecentMessage } from './heard.ts';
import { NOTHING_NEEDED, type Step } from './house.ts';
import { openTicket } from './opening.ts';
import { ageOf, byOffice, ownMessages } from './recent.ts';
import { percent, type Talk } from './talk.ts';
import { othersNamed } from './thread.ts';

/** Between two pieces of one problem. With an official's question between, longer: he is being talked to. */
const GAP_MS = 2 * 60 * 1000;
const TALKED_TO_MS = 8 * 60 * 1000;
const MOST_PIECES = 8;

export interface Burst {
  /** Earlier pieces that led to nothing yet, oldest first. */
  readonly pieces: readonly RecentMessage[];
  /** All of it as one text. */
  readonly whole: string;
  readonly understood: Understanding;
  /** He said that another matter comes. */
  readonly announced: boolean;
}

/**
 * What the sender has said just before and what is said now, read as one. From the inbox and not from a timer: a restart in the middle
 * of it loses nothing, and the ticket opens as soon as the whole says enough.
 */
export function burstOf(talk: Talk): Burst {
  const pieces = piecesOf(talk);
  const { text } = talk.body;
  const whole = asOne([...pieces.map((one) => one.text), text]);
  const announced = opensAnother(text) || pieces.some((one) => opensAnother(one.text));
  return {
    pieces,
    whole,
    announced,
    understood: talk.house.interpreter.understand({ text: whole, speaker: 'public', media: talk.body.media }),
  };
}

function piecesOf(talk: Talk): RecentMessage[] {
  const { heard, situation, house } = talk;
  const found: RecentMessage[] = [];
  let next = heard.spokenAt.getTime();
  for (const one of ownMessages(heard, situation)) {
    const at = Date.parse(one.at);
    const between = situation.recent.some(
      (other) =>
        other.inbox > one.inbox && Date.parse(other.at) <= next && byOffice(other, heard, house.directory) && other.links.length === 0,
    );
    if (next - at > (between ? TALKED_TO_MS : GAP_MS) || one.links.length > 0 || found.length >= MOST_PIECES) break;
    next = at;
    if (isPiece(talk, one)) found.push(one);
    // What stood before the announcement is of the matter before.
    if (isOnlyAnnouncement(one.text)) break;
  }
  return found.toReversed();
}

function isPiece({ house, heard, situation }: Talk, one: RecentMessage): boolean {
  if (one.outcome !== 'ignored' && one.outcome !== 'parked') return false;
  if (one.outcome === 'parked' && one.triage === null) return false;
  if (one.text.trim() === '') return one.media > 0;
  if (isLeadIn(one.text) || isOnlyAnnouncement(one.text)) return true;
  if (isSmallTalk(one.text) || isThanks(one.text) || isBanter(one.text)) return false;
  if (othersNamed(one.text, heard, situation, house).length > 0) return false;
  const { intent, confidence } = house.interpreter.understand({ text: one.text, speaker: 'public', media: one.media });
  if (intent === 'notice' || intent === 'ad') return false;
  return intent !== 'chitchat' || confidence < SURELY_NOT || ageOf(one, heard) < 20_000;
}

/** Said by itself it is plainly talk: it is not part of what comes after. */
const SURELY_NOT = 0.75;

/** Opens one ticket out of all of it: the earlier pieces hang on it, and what the desk was asked about one of them is settled. */
export function openBurst(talk: Talk, burst: Burst, understood: Understanding, afterwards?: (draft: Draft, inbox: InboxId) => void): Step {
  const { heard, situation, house } = talk;
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
        text: burst.whole,
        receivedAt: heard.receivedAt,
      };
      draft.pieces(
        number,
        burst.pieces.filter((one) => one.media > 0).map((one) => one.inbox),
      );
      openTicket(house, draft, report, understood, number, null);
      hangOn(draft, burst.pieces, number, talk);
      askMissing(talk, draft, number, burst.whole, talk.body.media + burst.pieces.reduce((sum, one) => sum + one.media, 0));
      afterwards?.(draft, heard.id);
      return draft.effects('ticketed', `${understood.intent} (${percent(understood)})`);
    },
  };
}

/** The earlier pieces belong to the ticket from now on; an open question about one of them needs no answer any more. */
export function hangOn(draft: Draft, pieces: readonly RecentMessage[], number: Parameters<Draft['link']>[0], talk: Talk): void {
  for (const one of answersBetween(talk, pieces)) draft.link(number, 'official_reply', one.inbox);
  for (const one of pieces) {
    draft.link(number, one.text.trim() === '' ? 'supplement' : 'report', one.inbox);
    settleAsked(draft, one, number, talk);
  }
}

/** What an official answered him in between, before there was a ticket to hang it on. */
function answersBetween({ situation, heard, house }: Talk, pieces: readonly RecentMessage[]): readonly RecentMessage[] {
  const [first] = pieces;
  if (!first) return [];
  return situation.recent.filter((one) => {
    if (one.inbox < first.inbox || one.links.length > 0 || one.recalled || !byOffice(one, heard, house.directory)) return false;
    return house.interpreter.understand({ text: one.text, speaker: 'official', media: one.media }).intent === 'official_reply';
  });
}
