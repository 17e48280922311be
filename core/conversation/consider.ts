import { COMMANDS } from '../commands/index.ts';
import { unreachable } from '../errors.ts';
import { permit, rolesOf } from '../permission/permit.ts';
import { type CallContext, type FoundCommand, findCommand, readButton } from '../understand/call.ts';
import { orderHeard } from '../understand/model/order-ears.ts';
import { extractSlots } from '../understand/slots.ts';
import { againstQuote } from './against-quote.ts';
import { type CommandCall, commandStep, settled } from './command-step.ts';
import { calledInVain } from './conduct.ts';
import type { Heard, HeardMessage, Situation } from './heard.ts';
import type { House, Step } from './house.ts';
import { gapStep, joinedStep } from './house-events.ts';
import { impliedTicket } from './implied.ts';
import { inContext } from './in-context.ts';
import { officeTalk } from './office-talk.ts';
import { officialActOf } from './official-words.ts';
import { isOffice } from './people.ts';
import { complaintCalled, publicTalk } from './public-talk.ts';
import { editStep, recallStep } from './revisions.ts';
import { shadowReply } from './shadow-reply.ts';
import { staleButton, triageButton, triageReply } from './triage-step.ts';

/**
 * What one message comes to. Pure: the same message in the same situation always decides the same, so that a worker that
 * died half-way, or two that raced, do no harm.
 */
export function consider(house: House, heard: Heard, situation: Situation): Step {
  const { body } = heard;
  const nothing = (reason: string) => settled(house, heard, situation, (draft) => draft.effects('ignored', reason));
  if (heard.chat.role === 'unknown') return nothing('a chat that is not ours');
  switch (body.kind) {
    case 'message':
      return message(house, heard, body, situation);
    case 'edit':
      return editStep(house, heard, body.text, situation, (edited) => message(house, heard, edited, situation));
    case 'recall':
      return recallStep(house, heard, situation);
    case 'button':
      return button(house, heard, body.data, situation);
    case 'joined':
      return joinedStep(house, heard, body.people, situation);
    case 'migrated':
      return nothing('the chat goes on under another id');
    case 'gap':
      return gapStep(house, heard, body, situation);
    default:
      return unreachable(body);
  }
}

function message(house: House, heard: Heard, body: HeardMessage, situation: Situation): Step {
  const called = commandCalled(house, heard, body, situation);
  const ofConduct = called !== null && calledInVain(heard, body, situation, called.found, ticketsMeant(house, situation, called));
  if (ofConduct) return complaintCalled(house, heard, body, situation);
  if (called)
    return (
      againstQuote(house, heard, situation, called) ?? commandStep(house, heard, situation, inContext(house, heard, situation, called))
    );
  const verdict = shadowReply(house, heard, body, situation);
  if (verdict) return verdict;
  const desk = triageReply(house, heard, body, situation);
  if (desk) return desk;
  if (isOffice(situation.member)) return officeTalk(house, heard, body, situation);
  if (heard.chat.role === 'work' || heard.chat.role === 'private') return publicTalk(house, heard, body, situation);
  return settled(house, heard, situation, (draft) => draft.effects('ignored', 'somebody unknown in a room of the office'));
}

function ticketsMeant(house: House, situation: Situation, { found, implied }: CommandCall): readonly number[] {
  const { tickets } = extractSlots(found.restText, house.directory, situation.now, found.name);
  return tickets.length > 0 || implied === null ? tickets : [implied];
}

/** What of a house reading a command takes. */
type Ears = Pick<House, 'directory' | 'botAliases' | 'orders'>;

/** The command a message calls, as the house carries it out; null: it is talk. Also what `npm run cli -- command` shows. */
export function commandCalled(house: Ears, heard: Heard, body: HeardMessage, situation: Situation): CommandCall | null {
  const found = call(house, heard, body, situation);
  return found === null ? null : calling(house, heard, situation, found);
}

const SHORT_CALL = 12;
const LONGEST_ASKED = 24;

/** Where only officials are, a command's exact form needs no address; everywhere else only what is meant to be said bare. */
const SAID_BARE = COMMANDS.map((command) => ({ ...command, bare: true }));

/** `#3 什么情况` asks, `#16 不归我们` gives back; only words meant for the enterprise are carried to it. */
function calling(house: Ears, heard: Heard, situation: Situation, found: FoundCommand): CommandCall {
  const implied = impliedTicket(found.name, situation);
  if (!found.loose || found.name !== 'reply' || !isOffice(situation.member)) return { found, implied };
  const slots = extractSlots(found.restText, house.directory, situation.now, found.name);
  const act = officialActOf(slots.words, slots.departments.length > 0);
  if (heard.chat.role === 'work') {
    // The group has just read it: said again by the bot it would be an echo.
    const name = act === 'ticket_status' ? act : 'contact';
    return { found: { ...found, name }, implied, quietRefusal: true, quietDone: true };
  }
  return { found: { ...found, name: act }, implied };
}

const ANSWERS: ReadonlySet<string> = new Set(['approve', 'decline', 'callback']);
const NAMES_TICKET = /^\s*(?:[#＃]|hc|第)?\s*[\d０-９]/i;

/** Loosely said and not to the bot, by one who may not: that was talk, not a command; answering it would be butting in. */
function call(house: Ears, heard: Heard, body: HeardMessage, situation: Situation): FoundCommand | null {
  const { orders } = house;
  const context: CallContext = {
    botName: house.directory.botName,
    mentionsBot: body.mentionsBot || house.botAliases.some((alias) => body.text.includes(`@${alias}`)),
    private: heard.chat.kind === 'private',
    commandWords: heard.chat.role === 'department' || heard.chat.role === 'duty' ? SAID_BARE : COMMANDS,
    speaker: isOffice(situation.member) ? 'official' : 'public',
    botAliases: house.botAliases,
    names: { ...house.directory, own: situation.member?.department ?? null },
    ...(orders === null ? {} : { heard: (template, speaker) => orderHeard(orders, template, speaker) }),
  };
  const found = findCommand(body.text, context);
  if (!found || found.how === 'slash' || context.mentionsBot) return found;
  // 同意 is said all day: without a number it answers only where exactly one question waits for it.
  if (ANSWERS.has(found.name) && !NAMES_TICKET.test(found.restText) && impliedTicket(found.name, situation) === null) return null;
  // A trouble told at length that also holds a number is no question about that number.
  if (context.private && found.loose && found.name === 'ticket_status' && context.speaker === 'public' && body.text.length > LONGEST_ASKED)
    return null;
  // 统计局让我们报表 in private begins with a command's word and is a problem: only a short line is refused as a command.
  if (context.private && (body.text.length <= SHORT_CALL || /^\s*[#＃]?\d/.test(found.restText))) return found;
  const allowed = permit({ roles: rolesOf(situation.member), command: found.name, chatRole: heard.chat.role, relation: 'none' });
  return allowed.ok ? found : null;
}

/** A button holds what the bot wrote into it; whoever presses it still needs the right. */
function button(house: House, heard: Heard, data: string, situation: Situation): Step {
  const question = triageButton(house, heard, situation, data);
  if (question) return question;
  const found = readButton(data, COMMANDS);
  if (found) return commandStep(house, heard, situation, { found, implied: null });
  return staleButton(house, heard, situation, data);
}
