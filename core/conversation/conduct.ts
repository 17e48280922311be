import type { Ticket } from '../ticket/ticket.ts';
import type { FoundCommand } from '../understand/call.ts';
import type { Understanding } from '../understand/port.ts';
import { type Burst, burstOf, openBurst } from './burst.ts';
import { answerAlone } from './command-step.ts';
import type { Heard, HeardMessage, Situation } from './heard.ts';
import type { Step } from './house.ts';
import { aboutConduct } from './opening.ts';
import { isOffice } from './people.ts';
import { ownMessages } from './recent.ts';
import { ignored, percent, type Talk } from './talk.ts';
import { askDutyDesk } from './triage-step.ts';

/** Commands of the public that carry none of his words to a unit; 回访 goes past it on purpose. */
const CARRIES_NOTHING: ReadonlySet<string> = new Set([
  'help',
  'my_tickets',
  'ticket_status',
  'commissioner_list',
  'export',
  'callback',
  'bind',
  'signin_code',
]);

/**
 * 补充 1 柳科长要红包: whatever the command, the words complain of somebody's conduct, and the unit that has the ticket would read them. Then
 * they are a matter of their own. On a ticket that is such a complaint itself they stay.
 */
export function calledInVain(
  heard: Heard,
  body: HeardMessage,
  situation: Situation,
  found: FoundCommand,
  named: readonly number[],
): boolean {
  if (isOffice(situation.member) || !aboutConduct(body.text) || CARRIES_NOTHING.has(found.name)) return false;
  if (heard.chat.role !== 'work' && heard.chat.role !== 'private') return false;
  const known = [...situation.mine, ...situation.ours, ...situation.quotedTickets].filter((ticket) => named.includes(ticket.number));
  return named.length === 0 || !named.every((number) => known.some((ticket) => ticket.number === number && isOfConduct(ticket)));
}

const isOfConduct = (ticket: Ticket): boolean => aboutConduct(ticket.text);

/** The same talk in a house where only his own complaints of conduct are at hand: nothing it says can come to any other ticket. */
export function amongComplaints(talk: Talk): Talk {
  const { situation } = talk;
  const only = (tickets: readonly Ticket[]) => tickets.filter(isOfConduct);
  return {
    ...talk,
    situation: {
      ...situation,
      mine: only(situation.mine),
      quotedTickets: only(situation.quotedTickets),
      nearby: [],
      ours: [],
      ofMyDepartment: [],
      waiting: [],
    },
  };
}

/** He complains of somebody's conduct, or goes on with such a complaint that led to nothing yet. */
export function accuses(talk: Talk): boolean {
  if (aboutConduct(talk.body.text)) return true;
  if (!ownMessages(talk.heard, talk.situation).some((one) => aboutConduct(one.text))) return false;
  return burstOf(talk).pieces.some((one) => aboutConduct(one.text));
}

/** A complaint of conduct: a ticket of its own that no unit is given, or a question to the desk. */
export function complaint(
  talk: Talk,
  burst: Burst,
  read: Understanding,
  how: { readonly sure: boolean; readonly stranger: boolean },
): Step {
  const { house, heard, situation, addressed, ofTicket = false } = talk;
  const problem = read.intent === 'problem' && read.confidence >= house.triage.ask;
  if (problem && !how.stranger && (how.sure || addressed)) {
    // He meant to put it on a ticket; that it stands apart he hears alone.
    return openBurst(talk, burst, read, ofTicket ? (draft) => answerAlone(draft, heard, situation, house, APART) : undefined);
  }
  if (!problem && read.intent !== 'followup' && !addressed && !ofTicket) return ignored(talk, percent(read));
  const why = `perhaps a complaint of conduct (${percent(read)})`;
  const told = addressed || ofTicket ? { told: TOLD } : {};
  return askDutyDesk(house, heard, situation, { text: burst.whole, pieces: burst.pieces, understood: read, why, ...told });
}

const APART = '这条已单独受理，没有记到原来的单子上，承办单位看不到。';
const TOLD = '这条已单独转给值班席，承办单位看不到。';
