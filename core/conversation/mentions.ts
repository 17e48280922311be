import type { PersonRef } from '../channel.ts';
import type { ChatInfo, Directory } from '../directory.ts';
import type { NoticeDraft } from '../notice/notice.ts';
import type { Ticket } from '../ticket/ticket.ts';

/** Whom a notice calls by name, as the chat's own wire knows them: somebody of another wire cannot be called there. */
export function mentionsOf(draft: NoticeDraft, ticket: Ticket, chat: ChatInfo, { identities }: Directory): PersonRef[] {
  const reporter = draft.mentionReporter === true && ticket.reporter.channel === chat.channel ? [ticket.reporter] : [];
  const members = (draft.mention ?? []).flatMap((member) =>
    identities.filter((identity) => identity.member === member && identity.channel === chat.channel).slice(0, 1),
  );
  return [...reporter, ...members].map(({ wireId, name }) => ({ wireId, name }));
}
