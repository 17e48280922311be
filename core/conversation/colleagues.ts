import { OPEN_STATES, type Ticket } from '../ticket/ticket.ts';
import { isAskStatus } from '../understand/followup.ts';
import type { Understanding } from '../understand/port.ts';
import { likeness } from '../understand/similar.ts';
import { refersToSaid } from '../understand/turns.ts';
import type { Situation } from './heard.ts';
import { aboutConduct } from './opening.ts';
import type { Thread, Words } from './thread-of.ts';

/** Two words of its own said again: 变压器那个事 of a report on 变压器增容. */
const SAME_WORDS = { share: 0.2, shared: 2 };
/** Perhaps the same: the desk is told. */
const PERHAPS = 0.3;
const AT_ALL = 0.12;

/**
 * Alone with the bot, whether words can be of what a colleague reported. He did not hear it being said, and is alone with his own trouble: however
 * near in time, department or wording, trouble told plainly is a report of his own (the desk may put two together, nobody can find the one that was
 * swallowed), and anything else must say which.
 */
export function pointsAtColleagues({ body, understood, house }: Words, thread: Omit<Thread, 'score'>): boolean {
  const { text } = body;
  if (thread.numbered || thread.lastOwnMs !== null || refersToSaid(text)) return true;
  if (understood.intent === 'problem' && understood.confidence >= house.triage.ask)
    return thread.again && thread.similar >= SAME_WORDS.share;
  // What was said in the group all of them heard; what a colleague told the bot alone is not brought up by 怎么样了.
  const openly = house.directory.chats.some((one) => one.id === thread.ticket.sourceChat && one.kind === 'group');
  return (isAskStatus(text) && openly) || (thread.similar >= SAME_WORDS.share && thread.shared >= SAME_WORDS.shared);
}

/** What a colleague reported lately and this may be too: both have their ticket, and the desk may put them together with one press. */
export function likeColleagues(text: string, understood: Understanding, situation: Situation): Ticket | null {
  if (aboutConduct(text)) return null;
  const unit = understood.candidates[0]?.department;
  const near = situation.ours.flatMap((ticket) => {
    if (!OPEN_STATES.has(ticket.state) || aboutConduct(ticket.text) || situation.mine.some((one) => one.number === ticket.number))
      return [];
    const { share, shared } = likeness(text, `${ticket.summary}\n${ticket.text}`);
    const perhaps = shared >= SAME_WORDS.shared && share >= (unit === ticket.department ? AT_ALL : PERHAPS);
    return perhaps ? [{ ticket, share }] : [];
  });
  return near.toSorted((a, b) => b.share - a.share)[0]?.ticket ?? null;
}
