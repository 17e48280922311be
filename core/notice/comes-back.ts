import { numberLabel } from '../ticket/labels.ts';
import { bareLine, toHandling } from './audience.ts';
import { handlingButtons, handlingWords } from './buttons.ts';
import { notice } from './define.ts';
import type { NoticeDraft, NoticeInput } from './notice.ts';
import { askWords } from './triage-ask.ts';
import { excerpt, heading, lines, officeName, reasonWords, reporterName } from './words.ts';

/** 重办 after a bad rating. */
export const rework = notice('rework', (input, { reason }) => [...tellHandling(input, '重办', reason), tellReporter(input)]);

/** 重开: it was closed, and is not solved. */
export const reopened = notice('reopened', (input, { reason }) => [...tellHandling(input, '重开', reason), tellReporter(input)]);

function tellHandling(input: NoticeInput, tag: '重办' | '重开', reason: string): readonly NoticeDraft[] {
  const { ticket, directory } = input;
  const why = `${tag}原因：${reasonWords(reason)}`;
  if (ticket.department === null) return toHandling(input, { name: 'comes-back', ...askWords(tag, ticket, directory, null, why) });
  const head = heading(tag, ticket, directory);
  return toHandling(input, {
    name: 'comes-back',
    full: lines(head, why, `${reporterName(ticket, directory)}：${excerpt(ticket, ticket.text)}`, handlingWords(ticket, directory)),
    bare: lines(bareLine(head, ticket, directory), handlingWords(ticket, directory)),
    buttons: handlingButtons(ticket, directory),
    urgent: true,
    ...(ticket.handler === null ? {} : { mention: [ticket.handler] }),
  });
}

function tellReporter({ ticket, directory }: NoticeInput): NoticeDraft {
  const who = ticket.department === null ? '正在确认承办单位' : `交${officeName(ticket, directory)}继续办理`;
  return {
    to: { to: 'source' },
    name: 'comes-back-source',
    text: `${numberLabel(ticket.number)} 已重新打开，${who}。`,
    mentionReporter: true,
  };
}
