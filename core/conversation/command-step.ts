import type { Command, CommandContext, Slots } from '../commands/command.ts';
import { commandNamed } from '../commands/index.ts';
import type { TicketNumber } from '../ids.ts';
import { permitCall } from '../permission/permit.ts';
import { resolveDestination } from '../routing/resolve.ts';
import type { FoundCommand } from '../understand/call.ts';
import { extractSlots } from '../understand/slots.ts';
import { Draft } from './draft.ts';
import type { DirectoryChange, Effects, MessageRole } from './effects.ts';
import type { Heard, Situation } from './heard.ts';
import { type House, NOTHING_NEEDED, type Step } from './house.ts';
import { type Opening, openQuoted } from './open-quoted.ts';
import { actorOf, isOffice, privateChatOf } from './people.ts';
import { roleOf } from './role-of.ts';

/** Commands that open a ticket out of something quoted. */
const OPENING: ReadonlySet<string> = new Set(['open_from', 'split']);

export interface CommandCall {
  readonly found: FoundCommand;
  /** The ticket meant where the sentence names none. */
  readonly implied: TicketNumber | null;
  /**
   * True: nobody called a command, the house read plain talk as one. Then the words are taken whole and the ticket is the
   * implied one: 一号车间 in a sentence is a workshop, not ticket 1.
   */
  readonly talk?: boolean;
  /** What the message is to its ticket; default by the command. */
  readonly role?: MessageRole;
  /** Not permitted: leave it alone without a word (an official's remark on another unit's ticket in the group). */
  readonly quietRefusal?: boolean;
  /** Done: nothing is echoed to the chat where everybody has just read it. */
  readonly quietDone?: boolean;
  /** Nobody called for it: it is answered to him alone where he can be reached, so that the group is not troubled. */
  readonly alone?: boolean;
  /** What the house makes of it, when it has been done. */
  readonly afterwards?: (draft: Draft) => void;
}

/** Runs one command: parse, rights, run, and what comes of it. Every refusal is one sentence, and is on record. */
export function commandStep(house: House, heard: Heard, situation: Situation, call: CommandCall): Step {
  const command = commandNamed(call.found.name);
  if (!command) return settled(house, heard, situation, (draft) => draft.effects('ignored', `no such command: ${call.found.name}`));
  const context = contextOf(house, heard, situation, call.implied);
  const entry = permitCall({
    command: command.name,
    member: situation.member,
    sender: context.sender,
    chat: heard.chat,
    tickets: [],
    directory: house.directory,
  });
  if (!entry.ok) return settled(house, heard, situation, (draft) => refuse(draft, heard, command, entry, call));

  const parsed = command.parse(slotsOf(house, situation, call, command.name), context);
  if (!parsed.ok) {
    return settled(house, heard, situation, (draft) => {
      answer(draft, heard, parsed.sentence);
      return draft.effects('answered', `${command.name}: incomplete`);
    });
  }
  const numbers = command.tickets(parsed.args, context);
  return {
    needs: { tickets: numbers, reads: command.reads(parsed.args, context), numbers: OPENING.has(command.name) ? 1 : 0 },
    settle(found) {
      const draft = newDraft(house, heard, situation);
      const permission = permitCall({
        command: command.name,
        member: situation.member,
        sender: context.sender,
        chat: heard.chat,
        tickets: found.tickets,
        directory: house.directory,
      });
      if (!permission.ok) return refuse(draft, heard, command, permission, call);
      const result = command.run(parsed.args, context, found.reads, found.tickets);
      return carryOut({ house, heard, situation, draft, command, result, found, call });
    },
  };
}

function slotsOf(house: House, situation: Situation, call: CommandCall, command: string): Slots {
  const slots = extractSlots(call.found.restText, house.directory, situation.now, command);
  if (call.talk !== true) return slots;
  return { ...slots, tickets: call.implied === null ? [] : [call.implied], words: slots.rest };
}

interface Run extends Opening {
  readonly call: CommandCall;
}

function carryOut(run: Run): Effects {
  const { draft, heard, command, result, call, situation, house } = run;
  const said: string[] = result.say === null ? [] : [result.say];
  for (const act of result.acts ?? []) {
    const current = run.found.tickets.find((ticket) => ticket.number === act.ticket) ?? null;
    const refusal = draft.act(current, act.ticket, act.command);
    if (refusal === null && act.follows) draft.act(current, act.ticket, act.follows, { actor: { kind: 'house', part: 'understand' } });
    draft.link(act.ticket, call.role ?? roleOf(command.name), heard.id);
    if (refusal) said.push(refusal);
    else if (draft.keptBack) said.push(`→ #${act.ticket}：${KEPT_BACK}`);
    else if (act.done && call.quietDone !== true && !draft.speaksIn(heard.chat)) said.push(act.done);
    draft.audit({ action: command.name, object: `#${act.ticket}`, chat: heard.chat.id, allowed: refusal === null, detail: refusal });
  }
  if (draft.changesTickets) call.afterwards?.(draft);
  linkAsked(run);
  const opened = openQuoted(run);
  if (opened && !draft.speaksIn(heard.chat)) said.push(opened);
  const discreet = run.found.tickets.some((ticket) => ticket.sensitive);
  if (result.directory?.length) {
    draft.directory(result.directory);
    draft.audit({
      action: command.name,
      object: result.directory.map(objectOf).find((object) => object !== null) ?? null,
      chat: heard.chat.id,
      allowed: true,
      detail: result.directory.map((change) => (change.kind === 'rollback' ? `rollback: ${change.reason}` : change.kind)).join(' '),
    });
  }
  if (result.shadow) draft.shadow(result.shadow);
  tellOthers(run);
  orderReport(run);
  const alone = call.alone === true && privateChatOf(heard, situation.member, house.directory) !== null;
  if (said.length > 0) answerWhere(draft, heard, situation, house, said.join('\n'), result.privately === true, discreet, alone);
  return draft.effects(draft.changesTickets ? 'attached' : 'answered', `${command.name} (${call.found.how})`);
}

const KEPT_BACK = '已记下；反映人所在的群正在旁听，话没有发过去，已请值班席人工转告。';
/** What a change of the house itself was made to, where its kind alone does not say it. */
function objectOf(change: DirectoryChange): string | null {
  return change.kind === 'rollback' ? `ears ${change.from} → ${change.to}` : null;
}

/** Who asks how his ticket stands has spoken of it. */
function linkAsked({ command, found, draft, heard, situation }: Run): void {
  const [ticket, another] = found.tickets;
  if (command.name === 'ticket_status' && ticket && !another && !isOffice(situation.member)) draft.link(ticket.number, 'status', heard.id);
}

/** A picture or a file, made after the words; alone where the words are said alone. */
function orderReport({ draft, heard, house, result, situation }: Run): void {
  const { report } = result;
  const chat = result.privately === true ? privateChatOf(heard, situation.member, house.directory) : heard.chat;
  if (report === undefined || chat === null) return;
  draft.report({ key: `ask.${heard.id}.${report.kind}`, chat: chat.id, reader: situation.member?.id ?? null, request: report });
}

/** Each alone; whom the bot cannot write to is not told through others, for it is his own affair. */
function tellOthers({ draft, heard, house, result }: Run): void {
  for (const { member, text } of result.tells ?? []) {
    const { chats, fellBack } = resolveDestination({ to: 'member', member }, null, house.directory);
    for (const chat of fellBack ? [] : chats) draft.say({ key: `told.${heard.id}.${member}`, chat, kind: 'told', text });
  }
}

export function contextOf(house: House, heard: Heard, situation: Situation, implied: TicketNumber | null): CommandContext {
  const { body } = heard;
  return {
    now: situation.now,
    directory: house.directory,
    chat: heard.chat,
    member: situation.member,
    sender: { channel: heard.chat.channel, wireId: heard.sender?.wireId ?? '', name: heard.sender?.name ?? '' },
    media: body.kind === 'message' ? body.media : 0,
    implied,
    quote: body.kind === 'message' && body.quote ? { messageId: body.quote.messageId, text: body.quote.text } : null,
    clockwork: house.clockwork,
    prefix: house.prefix,
    codeMinutes: house.codeMinutes,
    random: house.random,
  };
}

export function newDraft(house: House, heard: Heard, situation: Situation): Draft {
  return new Draft({
    directory: house.directory,
    now: situation.now,
    actor: actorOf(heard, situation.member),
    cause: heard.id,
    heardIn: heard.chat.id,
    aloud: house.aloud ?? false,
    clockwork: house.clockwork,
  });
}

/** A step that needs nothing more to be read. */
export function settled(house: House, heard: Heard, situation: Situation, write: (draft: Draft) => Effects): Step {
  return { needs: NOTHING_NEEDED, settle: () => write(newDraft(house, heard, situation)) };
}

function refuse(draft: Draft, heard: Heard, command: Command, refusal: { code: string; sentence: string }, call: CommandCall): Effects {
  // What it was tried on, as it was written: the record must show it even where nothing was read.
  const object = call.implied === null ? call.found.restText.slice(0, 40) || null : `#${call.implied}`;
  draft.audit({ action: command.name, object, chat: heard.chat.id, allowed: false, detail: refusal.code });
  if (call.quietRefusal === true) return draft.effects('ignored', `${command.name}: not permitted (${refusal.code})`);
  answer(draft, heard, refusal.sentence);
  return draft.effects('answered', `${command.name}: refused (${refusal.code})`);
}

/**
 * Said in the chat where it was asked. In a group it quotes the question, so that everybody sees whose it was; not where that
 * is about a touchy matter, since a quote outlives its message's recall.
 */
export function answer(draft: Draft, heard: Heard, text: string, discreet = false): void {
  const quoteOf = heard.chat.kind === 'group' && !discreet ? heard.id : null;
  draft.say({ key: `a${heard.id}`, chat: heard.chat, kind: 'answer', text, quoteOf });
}

/** To him alone where he can be reached; where he cannot, it is not said in front of the others. */
export function answerAlone(draft: Draft, heard: Heard, situation: Situation, house: House, text: string): void {
  const alone = privateChatOf(heard, situation.member, house.directory);
  if (alone) draft.say({ key: `a${heard.id}`, chat: alone, kind: 'answer', text });
}

/** Names and codes go to the person alone; a group only reads that they did. */
function answerWhere(
  draft: Draft,
  heard: Heard,
  situation: Situation,
  house: House,
  text: string,
  privately: boolean,
  discreet: boolean,
  quietly: boolean,
): void {
  if (!privately && !quietly) return answer(draft, heard, text, discreet);
  const alone = privateChatOf(heard, situation.member, house.directory);
  if (!alone) return answer(draft, heard, '这件事只能私下说：请先加我私聊，再问一次。');
  draft.say({ key: `a${heard.id}`, chat: alone, kind: 'answer', text });
  if (alone.id !== heard.chat.id && !quietly)
    draft.say({ key: `a${heard.id}.told`, chat: heard.chat, kind: 'answer', text: '已私聊发给您。', quoteOf: heard.id });
}
