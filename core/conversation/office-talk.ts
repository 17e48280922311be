import { isSmallTalk, officialVerbOf } from '../understand/followup.ts';
import { answer, commandStep, impliedTicket, newDraft, settled } from './command-step.ts';
import type { Heard, HeardMessage, Situation } from './heard.ts';
import type { House, Step } from './house.ts';

/** A reply in the group counts for the case it answers only while that is still fresh. */
const FRESH_MS = 2 * 60 * 60 * 1000;

/** What an official says in plain words: a reply on a case where it is clear on which, else talk between colleagues. */
export function officeTalk(house: House, heard: Heard, body: HeardMessage, situation: Situation): Step {
  if (heard.chat.role === 'work') return inTheGroup(house, heard, body, situation);
  const nod = isSmallTalk(body.text) && body.media === 0;
  if (situation.quoted && situation.quoted.tickets.length > 0) return onQuoted(house, heard, body, situation, nod);
  if (nod) return ignored(house, heard, situation, 'small talk');
  return unquoted(house, heard, body, situation);
}

/** 收到 under a dispatch is how people take a case. */
function onQuoted(house: House, heard: Heard, body: HeardMessage, situation: Situation, nod: boolean): Step {
  const implied = impliedTicket('reply', situation);
  const waits = situation.waiting.find((ticket) => ticket.number === implied);
  const verb = nod ? (waits?.state === 'dispatched' || !waits ? 'claim' : null) : officialVerbOf(body.text);
  if (verb === null) return ignored(house, heard, situation, 'a nod on a case already taken');
  return speakOn(house, heard, body, situation, verb, implied);
}

/** With no number and no quote: only where exactly one case waits for this chat, and the words are about a case. */
function unquoted(house: House, heard: Heard, body: HeardMessage, situation: Situation): Step {
  const verb = officialVerbOf(body.text);
  const alone = heard.chat.kind === 'private';
  const reply =
    verb !== 'reply' ||
    house.interpreter.understand({ text: body.text, speaker: 'official', media: body.media }).intent === 'official_reply';
  if (!(alone || body.mentionsBot || reply)) return ignored(house, heard, situation, 'officials among themselves');
  const [only, another] = situation.waiting;
  if (only && !another) return speakOn(house, heard, body, situation, verb, only.number);
  if (only && another && (alone || body.mentionsBot || verb !== 'reply')) {
    return say(
      house,
      heard,
      situation,
      '有不止一张单子在办，请带上单号（例如“#128 已联系企业”），或引用派单消息回复。',
      'several cases wait',
    );
  }
  if (body.mentionsBot || alone)
    return say(
      house,
      heard,
      situation,
      `没看懂。要看有哪些用法，请发“${alone ? '' : `@${house.directory.botName} `}帮助”。`,
      'not understood',
    );
  return ignored(house, heard, situation, 'no case waits here');
}

/** In the work group everybody has read it: it is noted on the case, and nothing is echoed. */
function inTheGroup(house: House, heard: Heard, body: HeardMessage, situation: Situation): Step {
  const quoted = situation.quoted?.tickets ?? [];
  if (quoted.length === 1) {
    if (isSmallTalk(body.text) && body.media === 0) return linked(house, heard, situation, quoted[0]);
    const verb = officialVerbOf(body.text) === 'close' ? 'close' : 'contact';
    return speakOn(house, heard, body, situation, verb, quoted[0] ?? null);
  }
  const { intent } = house.interpreter.understand({ text: body.text, speaker: 'official', media: body.media });
  const [only, another] = situation.ofMyDepartment.filter((ticket) => situation.now.getTime() - Date.parse(ticket.updatedAt) < FRESH_MS);
  if (intent === 'official_reply' && only && !another) {
    return only.state === 'dispatched' || only.state === 'claimed'
      ? speakOn(house, heard, body, situation, 'contact', only.number)
      : linked(house, heard, situation, only.number);
  }
  if (body.mentionsBot)
    return say(house, heard, situation, `没看懂。要看有哪些用法，请发“@${house.directory.botName} 帮助”。`, 'not understood');
  return ignored(house, heard, situation, 'an official speaks in the group');
}

function speakOn(
  house: House,
  heard: Heard,
  body: HeardMessage,
  situation: Situation,
  verb: 'claim' | 'contact' | 'reply' | 'close',
  implied: ReturnType<typeof impliedTicket>,
): Step {
  const inWork = heard.chat.role === 'work';
  return commandStep(house, heard, situation, {
    found: { name: verb, restText: body.text, how: 'bare', loose: true },
    implied,
    talk: true,
    role: 'official_reply',
    quietRefusal: inWork,
    quietDone: inWork,
  });
}

function linked(house: House, heard: Heard, situation: Situation, ticket: ReturnType<typeof impliedTicket> | undefined): Step {
  return settled(house, heard, situation, (draft) => {
    if (ticket === null || ticket === undefined) return draft.effects('ignored', 'no case to attach to');
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
