import type { MemberId } from '../ids.ts';
import { STATE_NAMES } from '../report/words.ts';
import { bareLine, reachedAt, toDepartment, toHandling, toMember, type Words } from './audience.ts';
import { handlingButtons, handlingWords, replyButtons } from './buttons.ts';
import { notice } from './define.ts';
import type { NoticeDraft, NoticeInput } from './notice.ts';
import { orderWords } from './order.ts';
import { actorName, clip, heading, lines, reasonWords, reporterName } from './words.ts';

/** 催办, to whoever has it. */
export const urged = notice('urged', (input, { note }) => press(input, pressWords(input, '催办', note), []));

/** 督办, to whoever has it and to the heads of his department; by the rules, as a 督办单 that 督查考核办 reads too. */
export const supervised = notice('supervised', (input, { note, rule }) => {
  const heads = headsOf(input);
  if (rule === null) return press(input, pressWords(input, '督办', note), heads);
  const { bodies, departments } = input.directory;
  const words = { name: 'order', ...orderWords(input, rule) };
  // What is late the 推进办 must know of too: its own rungs are silent beside the 督办单.
  const office = rule === 'overdue' ? departments.find((one) => one.fallback && one.code !== input.ticket.department) : undefined;
  const { buttons: _theirs, ...forOthers } = words;
  return onceEach([
    ...press(input, words, heads),
    ...bodies.supervision.map((member) => toMember(input, member, { ...forOthers, name: `order:${member}` })),
    ...(office === undefined ? [] : toDepartment(input, office.code, { ...forOthers, name: 'order-office' })),
  ]);
});

function pressWords(input: NoticeInput, tag: '催办' | '督办', note: string): Words {
  const { event, ticket, directory } = input;
  const head = heading(tag, ticket, directory);
  const times = tag === '催办' && ticket.urges > 1 ? `（第 ${ticket.urges} 次）` : '';
  const stands = `目前状态：${STATE_NAMES[ticket.state]}。请尽快办理并回复进展。`;
  const waits = ticket.state === 'dispatched';
  return {
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
  };
}

/** The department where it works, naming whoever has it; him alone only where that does not reach him; each head alone. */
function press(input: NoticeInput, words: Words, heads: readonly MemberId[]): readonly NoticeDraft[] {
  const { event, ticket } = input;
  const { handler, commissioner, department } = ticket;
  const actor = event.actor.kind === 'member' ? event.actor.member : null;
  const room = toHandling(input, { ...words, ...(handler === null ? {} : { mention: [handler] }) });
  // The handler of a sensitive ticket has the content from the room's side, which may not read it.
  const alone = handler === null || handler === commissioner || ticket.sensitive ? [] : [handler];
  const others = [
    ...alone.filter((member) => department === null || !reachedAt(input, department, member)),
    ...heads.filter((member) => department === null || !reachedAt(input, department, member, false)),
  ];
  return onceEach([
    ...room,
    ...others.filter((member) => member !== actor).map((member) => toMember(input, member, { ...words, name: `${words.name}:${member}` })),
  ]);
}

function headsOf({ ticket, directory }: NoticeInput): readonly MemberId[] {
  return directory.members
    .filter((one) => one.active && one.roles.includes('head') && one.department !== null && one.department === ticket.department)
    .map((one) => one.id);
}

/** Nobody is told the same thing twice: the first notice to a member counts. */
function onceEach(drafts: readonly NoticeDraft[]): readonly NoticeDraft[] {
  const told = new Set<MemberId>();
  return drafts.filter(({ to }) => {
    if (to.to !== 'member') return true;
    const again = told.has(to.member);
    told.add(to.member);
    return !again;
  });
}
