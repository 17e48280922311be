import type { Directory } from '../directory.ts';
import { departmentName } from '../routing/lookup.ts';
import { numberLabel } from '../ticket/labels.ts';
import type { Ticket } from '../ticket/ticket.ts';
import { aside, toDepartment, toHandling } from './audience.ts';
import { callbackButtons } from './buttons.ts';
import { notice } from './define.ts';
import { actorName, isReporter, lines, reasonWords } from './words.ts';

/** 撤单: nobody goes on working on it, and the reporter learns of it when it was not he who asked. */
export const withdrawn = notice('withdrawn', (input, { reason }) => {
  const { event, ticket, directory } = input;
  const no = numberLabel(ticket.number);
  const who = isReporter(event, ticket, directory) ? '反映人' : actorName(event, directory);
  const bare = `${no} 已撤单，不用再办。`;
  const words = { full: `${no} 已由${who}撤单，不用再办。原因：${reasonWords(reason)}`, bare, urgent: false };
  return [
    ...toHandling(input, { ...words, name: 'withdrawn' }),
    ...ticket.cohandlers.flatMap((code) => toDepartment(input, code, { ...words, name: `withdrawn:${departmentName(directory, code)}` })),
  ];
});

export const withdrawnToReporter = notice('withdrawn', ({ event, ticket, directory }, { reason, callback }) => {
  const no = numberLabel(ticket.number);
  if (isReporter(event, ticket, directory)) {
    // The question begins with it; said before it in the same chat it would be said twice.
    if (callback && reportedAlone(ticket, directory)) return [];
    return [{ to: { to: 'source' }, name: 'withdrawn-source', text: `${no} 已撤单。`, mentionReporter: true }];
  }
  const told = `${no} 已由${actorName(event, directory)}撤单`;
  const again = '如果还要办，请再发一次。';
  return [aside('withdrawn-source', `${told}：${reasonWords(reason)}。${again}`, `${told}。${again}`)];
});

/** 回访: whether anybody pressed him, asked of him alone and in the same words of everybody; in a group it is not asked at all. */
export const callbackAsked = notice('withdrawn', ({ ticket, directory }, { callback }) => {
  if (!callback) return [];
  const no = numberLabel(ticket.number);
  const text = lines(
    `${no} ${reportedAlone(ticket, directory) ? '已撤单。' : ''}例行回访：有没有人要求您撤单？您的回答不会告诉承办单位。`,
    `请点下面的按钮，或发「回访 ${ticket.number} 没有」「回访 ${ticket.number} 有 情况」。以后还要办，随时再说。`,
  );
  return [{ to: { to: 'reporter' }, name: 'callback-ask', text, publicText: null, buttons: callbackButtons(ticket) }];
});

function reportedAlone(ticket: Ticket, directory: Directory): boolean {
  return directory.chats.some((chat) => chat.id === ticket.sourceChat && chat.kind === 'private');
}
