import { openPause } from '../deadlines/ticket-clock.ts';
import type { Directory, Member } from '../directory.ts';
import { relationOf } from '../permission/relation.ts';
import { numberLabel, STATE_LABEL } from '../ticket/labels.ts';
import type { Ticket } from '../ticket/ticket.ts';
import { bareLine, toHandling } from './audience.ts';
import { notice } from './define.ts';
import { actorName, excerpt, heading, lines } from './words.ts';

/** 补充, to whoever has it; his own additions are not told back to him. */
export const supplemented = notice('supplemented', (input, { text, media }) => {
  const { event, ticket, directory } = input;
  const { actor } = event;
  const author = actor.kind === 'member' ? directory.members.find((member) => member.id === actor.member) : undefined;
  if (author !== undefined && (author.id === ticket.handler || (author.department !== null && author.department === ticket.department)))
    return [];
  const head = heading('补充', ticket, directory);
  const files = media === 0 ? null : `附 ${media} 个图片或文件`;
  const closed = ticket.state === 'closed' ? `${numberLabel(ticket.number)} 已${STATE_LABEL.closed}，补充不会自动重开。` : null;
  const resumes = endsWaiting(ticket, author ?? null, directory) ? '企业已补充，办理时限恢复计时。' : null;
  return toHandling(input, {
    name: 'supplement',
    full: lines(head, `${actorName(event, directory)}：${excerpt(ticket, text)}`, files, closed, resumes),
    bare: lines(bareLine(head, ticket, directory), closed, resumes),
    mediaOf: media === 0 ? null : event.cause,
  });
});

/** 等企业 ends with what the enterprise adds; a stranger may only add to what he reported himself. */
function endsWaiting(ticket: Ticket, author: Member | null, directory: Directory): boolean {
  if (openPause(ticket.pauses)?.kind !== 'waiting') return false;
  const relation = author === null ? 'own' : relationOf(author, ticket.reporter, ticket, directory);
  return relation === 'own' || relation === 'colleague';
}
