import { resolveDestination } from '../routing/resolve.ts';
import { numberLabel } from '../ticket/labels.ts';
import { toDuty } from './audience.ts';
import { notice } from './define.ts';
import type { NoticeDraft } from './notice.ts';
import { clip, lines, officeName, reasonWords, reporterName } from './words.ts';

/**
 * Somebody was pressed into his 撤单: 督查考核办 reads it, each alone. The department never does, nor anybody on the way; the desk,
 * whose people are officials of a unit too, learns only where nobody of 督查考核办 can be reached, and only the number.
 */
export const calledBack = notice('called-back', (input, { pressed, note }) => {
  if (!pressed) return [];
  const { ticket, directory } = input;
  const no = numberLabel(ticket.number);
  const text = lines(
    `【撤单回访】${no} ${officeName(ticket, directory)}`,
    `${reporterName(ticket, directory)}：${clip(ticket.summary, 80)}`,
    `反映人称有人要求其撤单${note.trim() ? `：${reasonWords(note)}` : '，没有细说'}。请核查，并注意保护反映人。`,
  );
  const told: NoticeDraft[] = directory.bodies.supervision.map((member) => ({
    to: { to: 'member', member },
    name: `called-back:${member}`,
    text,
    publicText: null,
    urgent: true,
  }));
  const reached = directory.bodies.supervision.some((member) => {
    const { chats, fellBack } = resolveDestination({ to: 'member', member }, ticket, directory);
    return !fellBack && chats.length > 0;
  });
  const head = `【撤单回访】${no} 的回访有情况，`;
  if (reached) return told;
  const desk = `${head}督查考核办的同志都还不能私聊，请值班席通知他们私聊${directory.botName}发「查询 ${ticket.number}」，请勿向承办单位转述。`;
  return [...told, ...toDuty(input, { name: 'called-back-desk', full: desk, bare: desk, urgent: true })];
});
