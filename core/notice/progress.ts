import { departmentName } from '../routing/lookup.ts';
import { numberLabel } from '../ticket/labels.ts';
import { aside } from './audience.ts';
import { notice } from './define.ts';
import { memberName, officeName, reasonWords, speaker } from './words.ts';

/** Steps the reporter may like to know of; told to him alone, for a group of sixty has not asked. */

export const claimed = notice('claimed', ({ ticket, directory }, { handler }) => {
  const who = handler === null ? '' : `，经办人${memberName(directory, handler)}`;
  return [aside('claimed', `${numberLabel(ticket.number)} ${officeName(ticket, directory)}已签收${who}。`)];
});

export const contacted = notice('contacted', ({ event, ticket, directory }, { note }) => {
  const who = speaker(event, ticket, directory);
  const what = note.trim() ? `：${reasonWords(note)}` : '';
  const end = /[。！？.!?…]$/.test(what) ? '' : '。';
  return [aside('contacted', `${numberLabel(ticket.number)} ${who}登记已与您方联系${what}${end}如还没有接到联系，请告诉我。`)];
});

export const verified = notice('verified', ({ ticket, directory }, { note }) => [
  aside('verified', `${numberLabel(ticket.number)} ${officeName(ticket, directory)}已核实：${reasonWords(note)}`),
]);

/** The receipt said the department was being found, or another had it before: now he learns which. */
export const assigned = notice('dispatched', ({ before, ticket, directory }, { department }) =>
  before === null || before.version === 1
    ? []
    : [aside('assigned', `${numberLabel(ticket.number)} 承办单位已确定：${departmentName(directory, department)}。`)],
);

export const transferred = notice('transferred', ({ ticket, directory }, { department }) => [
  aside('transferred', `${numberLabel(ticket.number)} 已转由${departmentName(directory, department)}承办。`),
]);

/** By the house itself when the enterprise has given what was waited for. */
export const resumed = notice('resumed', ({ event, ticket, directory }) => {
  const office = officeName(ticket, directory);
  const what = event.actor.kind === 'house' ? `已收到补充，${office}继续办理。` : `${office}已恢复办理。`;
  return [aside('resumed', `${numberLabel(ticket.number)} ${what}`)];
});

/** 挂账 is no answer, but silence about it would be one: the group reads a line where he cannot be told alone. */
export const suspended = notice('suspended', ({ ticket, directory }, { reason }) => {
  const line = `${numberLabel(ticket.number)} 暂时不能办结，${officeName(ticket, directory)}已挂账`;
  return [aside('suspended', `${line}：${reasonWords(reason)}`, ticket.sensitive ? null : `${line}，条件具备后继续办理。`)];
});
