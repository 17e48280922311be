import { openPause } from '../deadlines/ticket-clock.ts';
import type { Directory } from '../directory.ts';
import { relationOf } from '../permission/relation.ts';
import { numberLabel, STATE_LABEL } from '../ticket/labels.ts';
import type { Actor, Ticket } from '../ticket/ticket.ts';
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
  const resumes = endsWaiting(ticket, actor, directory) ? '企业已补充，办理时限恢复计时。' : null;
  return toHandling(input, {
    name: 'supplement',
    full: lines(head, `${actorName(event, directory)}：${excerpt(ticket, text)}`, files, closed, resumes),
    bare: lines(bareLine(head, ticket, directory), closed, resumes),
    mediaOf: media === 0 ? null : event.cause,
  });
});

/** 等企业 ends with what the enterprise adds, not with what is added by whoever is joined, or by the desk. */
function endsWaiting(ticket: Ticket, actor: Actor, directory: Directory): boolean {
  if (openPause(ticket.pauses)?.kind !== 'waiting' || actor.kind === 'house') return false;
  const member = actor.kind === 'member' ? (directory.members.find((one) => one.id === actor.member) ?? null) : null;
  const sender = actor.kind === 'stranger' ? actor : NO_WIRE;
  const relation = relationOf(member, sender, ticket, directory);
  return relation === 'own' || relation === 'colleague';
}

/** A member is known by himself; by which wire he spoke, an event does not say. */
const NO_WIRE = { channel: '', wireId: '' };
