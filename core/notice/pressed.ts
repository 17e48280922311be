import type { MemberId } from '../ids.ts';
import { STATE_NAMES } from '../report/words.ts';
import { bareLine, toHandling, toMember } from './audience.ts';
import { handlingButtons, handlingWords, replyButtons } from './buttons.ts';
import { notice } from './define.ts';
import type { NoticeDraft, NoticeInput } from './notice.ts';
import { actorName, clip, heading, lines, reasonWords, reporterName } from './words.ts';

/** 催办, to whoever has it. */
export const urged = notice('urged', (input, { note }) => press(input, '催办', note, []));

/** 督办, to whoever has it and to the heads of his department. */
export const supervised = notice('supervised', (input, { note }) => {
  const heads = input.directory.members.filter(
    (member) =>
      member.active && member.roles.includes('head') && member.department !== null && member.department === input.ticket.department,
  );
  return press(
    input,
    '督办',
    note,
    heads.map((member) => member.id),
  );
});

function press(input: NoticeInput, tag: '催办' | '督办', note: string, heads: readonly MemberId[]): readonly NoticeDraft[] {
  const { event, ticket, directory } = input;
  const head = heading(tag, ticket, directory);
  const times = tag === '催办' && ticket.urges > 1 ? `（第 ${ticket.urges} 次）` : '';
  const stands = `目前状态：${STATE_NAMES[ticket.state]}。请尽快办理并回复进展。`;
  const waits = ticket.state === 'dispatched';
  const words = {
    name: tag === '催办' ? 'urge' : 'supervise',
    full: lines(
      head,
      `${actorName(event, directory)}${tag}${times}${note.trim() ? `：${reasonWords(note)}` : ''}`,
      `${reporterName(ticket, directory)}：${clip(ticket.summary, 80)}`,
      stands,
      waits ? handlingWords(ticket, directory) : null,
    ),
    bare: lines(bareLine(head, ticket, directory), stands),
    urgent: true,
    ...(ticket.department === null ? {} : { buttons: waits ? handlingButtons(ticket, directory) : replyButtons(ticket) }),
    ...(ticket.handler === null ? {} : { mention: [ticket.handler] }),
  };
  return [
    ...toHandling(input, words),
    ...others(input, heads).map((member) => toMember(input, member, { ...words, name: `${words.name}:${member}` })),
  ];
}

/**
 * The handler and the heads alone, besides the department's group; nobody twice, and not whoever pressed. The handler of a
 * sensitive ticket has the content already, since his group may not read it.
 */
function others({ event, ticket }: NoticeInput, heads: readonly MemberId[]): readonly MemberId[] {
  const handler = ticket.handler === null || ticket.handler === ticket.commissioner || ticket.sensitive ? [] : [ticket.handler];
  const actor = event.actor.kind === 'member' ? event.actor.member : null;
  return [...new Set([...handler, ...heads])].filter((member) => member !== actor);
}
