import { presentMember } from '../routing/lookup.ts';
import { bareLine, toHandling } from './audience.ts';
import { handlingButtons, handlingWords } from './buttons.ts';
import { notice } from './define.ts';
import { clip, heading, lines, reporterName } from './words.ts';

/** 签收 was a claim, and nothing followed: the department is asked to take it again, whoever of it can. */
export const lapsed = notice('lapsed', (input) => {
  const { ticket, directory } = input;
  const head = heading('签收失效', ticket, directory);
  const why = '签收后没有联系企业的记录，签收已失效，请重新签收并尽快联系企业。';
  const handler = presentMember(directory, ticket.handler);
  return toHandling(input, {
    name: 'lapsed',
    full: lines(head, why, `${reporterName(ticket, directory)}：${clip(ticket.summary, 80)}`, handlingWords(ticket, directory)),
    bare: lines(bareLine(head, ticket, directory), why, handlingWords(ticket, directory)),
    buttons: handlingButtons(ticket, directory),
    ...(handler === null ? {} : { mention: [handler.id] }),
  });
});
