import { bareLine, toMember } from './audience.ts';
import { handlingButtons, handlingWords } from './buttons.ts';
import { notice } from './define.ts';
import { excerpt, heading, lines, officeName, reporterName } from './words.ts';

/** The commissioner posted to the enterprise is told at once; where he leads, it is his to take. */
export const commissionerTold = notice('dispatched', (input, { commissioner, handler }) => {
  if (commissioner === null) return [];
  const { ticket, directory } = input;
  const leads = handler === commissioner;
  const head = heading('特派员', ticket, directory);
  const whose = `${reporterName(ticket, directory)}：${excerpt(ticket, ticket.text)}`;
  const what = leads
    ? `请您牵头协调，承办单位：${officeName(ticket, directory)}。${handlingWords(ticket, directory)}`
    : `已派${officeName(ticket, directory)}办理，特此告知。`;
  return [
    toMember(input, commissioner, {
      name: 'commissioner',
      full: lines(head, whose, what),
      bare: bareLine(head, ticket, directory),
      mediaOf: ticket.sourceInbox,
      ...(leads ? { buttons: handlingButtons(ticket, directory) } : {}),
    }),
  ];
});
