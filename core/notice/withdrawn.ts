import { departmentName } from '../routing/lookup.ts';
import { numberLabel } from '../ticket/labels.ts';
import { aside, toDepartment, toHandling } from './audience.ts';
import { notice } from './define.ts';
import { actorName, isReporter, reasonWords } from './words.ts';

/** 撤单: nobody goes on working on it, and the reporter learns of it when it was not he who asked. */
export const withdrawn = notice('withdrawn', (input, { reason }) => {
  const { event, ticket, directory } = input;
  const no = numberLabel(ticket.number);
  const who = isReporter(event, ticket) ? '反映人' : actorName(event, directory);
  const bare = `${no} 已撤单，不用再办。`;
  const words = { full: `${no} 已由${who}撤单，不用再办。原因：${reasonWords(reason)}`, bare, urgent: false };
  return [
    ...toHandling(input, { ...words, name: 'withdrawn' }),
    ...ticket.cohandlers.flatMap((code) => toDepartment(input, code, { ...words, name: `withdrawn:${departmentName(directory, code)}` })),
  ];
});

export const withdrawnToReporter = notice('withdrawn', ({ event, ticket, directory }, { reason }) => {
  const no = numberLabel(ticket.number);
  if (isReporter(event, ticket)) return [{ to: { to: 'source' }, name: 'withdrawn-source', text: `${no} 已撤单。`, mentionReporter: true }];
  const told = `${no} 已由${actorName(event, directory)}撤单`;
  const again = '如果还要办，请再发一次。';
  return [aside('withdrawn-source', `${told}：${reasonWords(reason)}。${again}`, `${told}。${again}`)];
});
