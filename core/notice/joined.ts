import { enterpriseOf } from '../routing/lookup.ts';
import { numberLabel } from '../ticket/labels.ts';
import { bareLine, privateChatOf, toDuty, toHandling } from './audience.ts';
import { notice } from './define.ts';
import { clip, excerpt, heading, lines, officeName } from './words.ts';

const NAME = 30;

/** Somebody else tells of the same matter: whoever has it learns who, and what he adds. */
export const joined = notice('joined', (input, { reporter, enterprise, text, media }) => {
  const { ticket, directory, event } = input;
  const head = heading('又有反映', ticket, directory);
  const files = media === 0 ? null : `附 ${media} 个图片或文件`;
  return toHandling(input, {
    name: 'joined',
    full: lines(head, `${who(reporter.name, enterprise, directory)}：${excerpt(ticket, text)}`, files),
    bare: bareLine(head, ticket, directory),
    mediaOf: media === 0 ? null : event.cause,
  });
});

/** He has no number of his own: he learns under which his matter goes on. In the group only where he is of another enterprise. */
export const joinedToSpeaker = notice('joined', ({ ticket, directory }, { reporter, enterprise }) => {
  const no = numberLabel(ticket.number);
  const alone = privateChatOf(reporter, directory);
  const same = `您反映的与 ${no} 是同一件事，由${officeName(ticket, directory)}一并办理，有结果一起告诉您。`;
  if (alone !== null) return [{ to: { to: 'chat', chat: alone }, name: 'joined-speaker', text: same }];
  if (ticket.sensitive || (enterprise !== null && enterprise === ticket.enterprise)) return [];
  const name = clip(reporter.name.trim() || '这位', NAME);
  return [{ to: { to: 'source' }, name: 'joined-speaker', text: `${name}反映的与 ${no} 是同一件事，一并办理，有结果一起告知。` }];
});

/** Of another enterprise: the desk can undo it with one press. */
export const joinedToDesk = notice('joined', (input, { inbox, reporter, enterprise, text }) => {
  const { ticket, directory } = input;
  if (enterprise !== null && enterprise === ticket.enterprise) return [];
  const head = heading('同一件事', ticket, directory);
  const how = `已并入 ${numberLabel(ticket.number)}。若不是同一件事，请点“拆开另立”或发「拆分 ${ticket.number} m${inbox}」。`;
  return toDuty(input, {
    name: 'joined-desk',
    full: lines(head, `${who(reporter.name, enterprise, directory)}：${excerpt(ticket, text)}`, how),
    bare: lines(bareLine(head, ticket, directory), how),
    buttons: [[{ label: '拆开另立', data: `split ${ticket.number} m${inbox}` }]],
    urgent: false,
  });
});

function who(name: string, enterprise: Parameters<typeof enterpriseOf>[1], directory: Parameters<typeof enterpriseOf>[0]): string {
  const of = enterpriseOf(directory, enterprise);
  const shown = clip(name.trim() || '反映人', NAME);
  return of === null ? shown : `${clip(of.name, NAME)} ${shown}`;
}
