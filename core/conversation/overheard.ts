import { heldUntil } from '../delivery/hold.ts';
import { departmentName } from '../routing/lookup.ts';
import { deskMessages, type Overheard } from '../shadow/desk.ts';
import { isPublic } from '../shadow/silence.ts';
import { inboxOfWouldBe, isWouldBe, type ShadowChange, type Would, type WouldSay, wouldBeNumber } from '../shadow/would.ts';
import type { Ticket } from '../ticket/ticket.ts';
import type { Understanding } from '../understand/port.ts';
import type { Effects } from './effects.ts';
import type { Heard, Situation } from './heard.ts';
import type { House } from './house.ts';
import { aboutConduct } from './opening.ts';
import { dutyChat, isOffice, reporterOf } from './people.ts';
import { privatesOfDesk } from './triage-step.ts';

export interface Overhearing {
  readonly house: House;
  readonly heard: Heard;
  readonly situation: Situation;
  /** As if it had spoken. */
  readonly would: Effects;
  /** It would have told how a ticket stands that is not there. */
  readonly unknowable: boolean;
}

/** Turns what would have happened into what is kept of it: one row, and a word to the desk where the bot would have been heard of. */
export function overheard(hearing: Overhearing): Effects {
  const { house, heard, would } = hearing;
  const row = wouldOf(hearing);
  const touched = touchedBy(would);
  return {
    inbox: { id: heard.id, outcome: 'ignored', reason: 'shadow', links: [] },
    tickets: [],
    counters: [],
    outbox: isShown(hearing, row, touched) ? toDesk(house, heard, row, touched) : [],
    stale: [],
    reports: [],
    triage: [],
    directory: [],
    // What somebody tried without the right to it stays on record.
    audit: would.audit.filter((entry) => !entry.allowed && entry.action !== 'notice'),
    shadow: [{ kind: 'would', would: row }, ...laterChanges(hearing)],
  };
}

function wouldOf(hearing: Overhearing): Would {
  const { house, heard, situation, would } = hearing;
  const understood = understoodOf(hearing);
  const ticket = would.tickets.find((change) => change.ticket.number === wouldBeNumber(heard.id))?.ticket ?? null;
  const linked = would.inbox?.links.find((link) => isWouldBe(link.ticket) && link.inbox === heard.id)?.ticket;
  const outcome = would.inbox?.outcome ?? 'ignored';
  const asProblem = outcome === 'ticketed' || outcome === 'parked';
  const conduct = (heard.body.kind === 'message' || heard.body.kind === 'edit') && aboutConduct(heard.body.text);
  const suggested = asProblem && !conduct ? (understood?.candidates[0]?.department ?? null) : null;
  const sender = heard.sender ?? { wireId: '', name: '' };
  return {
    inbox: heard.id,
    chat: heard.chat.id,
    reporter: reporterOf(heard.chat.channel, sender, house.directory).reporter,
    outcome,
    reason: would.inbox?.reason ?? '',
    intent: understood?.intent ?? null,
    confidence: understood?.confidence ?? null,
    department: ticket === null ? suggested : (ticket.department ?? suggested),
    candidates: understood?.candidates.slice(0, 5) ?? [],
    urgency: ticket?.urgency ?? understood?.urgency ?? 'normal',
    sensitive:
      conduct || ticket?.sensitive === true || understood?.sensitive === true || situation.quotedTickets.some((one) => one.sensitive),
    speaks: would.outbox.some((draft) => isPublic(house.directory, draft.chat)),
    says: saysOf(hearing),
    ticket,
    belongsTo: ticket !== null ? heard.id : linked === undefined ? null : inboxOfWouldBe(linked),
  };
}

/** The words alone, as the local ears read them: the same that would decide, without what a conversation adds to it. */
function understoodOf({ house, heard: { body }, situation }: Overhearing): Understanding | null {
  if (body.kind !== 'message' && body.kind !== 'edit') return null;
  const speaker = isOffice(situation.member) ? 'official' : 'public';
  return house.interpreter.understand({ text: body.text, speaker, media: body.kind === 'message' ? body.media : 0 });
}

function saysOf({ house, heard, situation, would, unknowable }: Overhearing): readonly WouldSay[] {
  const { directory } = house;
  const numbers = [wouldBeNumber(heard.id), ...(situation.echo?.tickets ?? []).map((ticket) => ticket.number)];
  // A number that nobody drew must not be taken for one.
  const shown = (text: string) => numbers.reduce((left, number) => left.replaceAll(String(number), '（单号）'), text);
  return would.outbox.map(({ chat: id, text }) => {
    const chat = directory.chats.find((one) => one.id === id);
    const unit = chat?.department ?? null;
    const where = chat?.title ?? (unit === null ? (chat?.kind === 'private' ? '私聊' : '群里') : departmentName(directory, unit));
    if (!isPublic(directory, id)) return { where, text: null };
    return {
      where: chat?.kind === 'private' ? '私聊里' : '群里',
      text: unknowable ? '（这件事眼下的进展；没有真单，说不出内容）' : shown(text),
    };
  });
}

/** Tickets that are there: what would have been done to them is undone work that somebody must see. */
function touchedBy({ tickets, inbox }: Effects): readonly number[] {
  const all = [...tickets.map((change) => change.ticket.number), ...(inbox?.links.map((link) => link.ticket) ?? [])];
  return [...new Set(all)].filter((number) => !isWouldBe(number));
}

function laterChanges({ heard, would }: Overhearing): readonly ShadowChange[] {
  const changed = would.tickets.flatMap(({ ticket }) => (isLater(ticket, heard) ? [ticket] : []));
  const pieces = would.inbox?.links.filter((link) => link.inbox !== heard.id && isWouldBe(link.ticket)) ?? [];
  return [
    ...changed.map((ticket): ShadowChange => ({ kind: 'ticket', inbox: inboxOfWouldBe(ticket.number), ticket })),
    ...pieces.map((link): ShadowChange => ({ kind: 'belongs', inbox: link.inbox, to: inboxOfWouldBe(link.ticket) })),
  ];
}

const isLater = (ticket: Ticket, heard: Heard): boolean => isWouldBe(ticket.number) && ticket.number !== wouldBeNumber(heard.id);

/** Chatter that would have been let pass is in the sheet alone; so is a greeting, which nobody need judge. */
function isShown({ heard }: Overhearing, { outcome, speaks }: Would, touched: readonly number[]): boolean {
  if (heard.body.kind === 'joined') return false;
  return outcome === 'ticketed' || outcome === 'parked' || speaks || touched.length > 0;
}

function toDesk(house: House, heard: Heard, would: Would, touched: readonly number[]): Effects['outbox'] {
  const { directory, clockwork } = house;
  const group = dutyChat(directory, heard.chat.channel);
  if (!group) return [];
  const { body } = heard;
  const message: Overheard = {
    would,
    who: heard.sender?.name ?? '',
    where: heard.chat.title ?? (heard.chat.kind === 'private' ? '私聊' : '群'),
    text: wordsOf(heard),
    media: body.kind === 'message' ? body.media : 0,
    touched,
  };
  // 特急 wakes people, the rest is bundled with its like and lets them sleep.
  const held = heldUntil({ urgency: would.urgency, urgent: false }, heard.receivedAt, clockwork.notices);
  return [...deskMessages(message, { group, alone: privatesOfDesk(house), heldUntil: held }, directory)];
}

function wordsOf({ body }: Heard): string {
  switch (body.kind) {
    case 'message':
      return body.text;
    case 'edit':
      return `（改为）${body.text}`;
    case 'recall':
      return '（撤回了一条消息）';
    case 'button':
      return '（按了一个按钮）';
    default:
      return '';
  }
}
