import type { ChatInfo, Directory, Member } from '../directory.ts';
import type { Ticket } from '../ticket/ticket.ts';
import { relationOf, type Sender } from './relation.ts';
import { seesAll } from './scope.ts';

/**
 * Whether this person may read a ticket's words and names here. Two gates: the person, and the room — what is said in a
 * group is read by all of it, so the work group never sees them, no group sees a touchy matter's, and a department's room sees
 * only its own tickets'.
 */
export function readsWords(
  who: { readonly member: Member | null; readonly sender: Sender; readonly chat: ChatInfo },
  ticket: Ticket,
  directory: Directory,
): boolean {
  const { member, sender, chat } = who;
  if (chat.role === 'work' || chat.role === 'unknown' || (ticket.sensitive && chat.kind === 'group')) return false;
  if (
    chat.role === 'department' &&
    (chat.department === null || (ticket.department !== chat.department && !ticket.cohandlers.includes(chat.department)))
  )
    return false;
  const relation = relationOf(member, sender, ticket, directory);
  return seesAll(member) || (relation !== 'other' && relation !== 'joined');
}
