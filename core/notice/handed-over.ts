import { STATE_NAMES } from '../report/words.ts';
import { activeMember } from '../routing/lookup.ts';
import { bareLine, reachedAt, toDepartment, toMember } from './audience.ts';
import { handlingButtons, handlingWords, replyButtons } from './buttons.ts';
import { notice } from './define.ts';
import { clip, heading, lines, memberName, reasonWords, reporterName } from './words.ts';

/** 移交 on leave: the department sees who has it now, and whoever that is has all he needs to go on. */
export const handedOver = notice('handed-over', (input, { from, to, reason }) => {
  const { ticket, directory } = input;
  const { department } = ticket;
  if (department === null) return [];
  const head = heading('移交', ticket, directory);
  const who = `${from === null ? '' : memberName(directory, from)}${reasonWords(reason)}，改由${memberName(directory, to)}经办。`;
  // The commissioner's name, or that of his stand-in, tells which enterprise a sensitive ticket is about.
  const unnamed = from !== null && from === ticket.commissioner ? '牵头的同志请假，已有人接着办。' : who;
  const waits = ticket.state === 'dispatched';
  const how = waits ? handlingWords(ticket, directory) : `有进展发「回复 ${ticket.number} 内容」；办好发「办结 ${ticket.number} 结果」。`;
  const ofUnit = activeMember(directory, to)?.department === department;
  const words = {
    name: 'handed-over',
    full: lines(
      head,
      who,
      `${reporterName(ticket, directory)}：${clip(ticket.summary, 80)}`,
      `目前状态：${STATE_NAMES[ticket.state]}。${how}`,
    ),
    bare: lines(bareLine(head, ticket, directory), unnamed, how),
    buttons: waits ? handlingButtons(ticket, directory) : replyButtons(ticket),
    ...(ofUnit ? { mention: [to] } : {}),
  };
  const room = toDepartment(input, department, words);
  // Of a sensitive ticket the room's side hands its own people the content already.
  const told = reachedAt(input, department, to) || (ticket.sensitive && ofUnit);
  return told ? room : [...room, toMember(input, to, { ...words, name: 'handed-over-alone' })];
});
