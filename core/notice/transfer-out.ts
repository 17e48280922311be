import { departmentName } from '../routing/lookup.ts';
import { numberLabel } from '../ticket/labels.ts';
import { toDepartment, toMember } from './audience.ts';
import { notice } from './define.ts';

/** 转办: whoever had it is told that he no longer does, and who does; so is the commissioner, who follows his enterprise's matters. */
export const transferOut = notice('transferred', (input, { from, department }) => {
  if (from === null) return [];
  const { event, ticket, directory } = input;
  const text = `${numberLabel(ticket.number)} 已由${departmentName(directory, from)}转${departmentName(directory, department)}承办。`;
  const words = { name: 'transfer-out', full: text, bare: text, urgent: false };
  const { commissioner } = ticket;
  const acts = event.actor.kind === 'member' && event.actor.member === commissioner;
  return [
    ...toDepartment(input, from, words),
    ...(commissioner === null || acts ? [] : [toMember(input, commissioner, { ...words, name: 'transfer-out-commissioner' })]),
  ];
});
