import type { Directory } from '../directory.ts';
import type { DepartmentCode } from '../ids.ts';
import { departmentName } from '../routing/lookup.ts';
import type { Ticket } from '../ticket/ticket.ts';
import { bareLine, toDepartment, type Words } from './audience.ts';
import { handlingButtons, handlingWords } from './buttons.ts';
import { notice } from './define.ts';
import { excerpt, heading, lines, memberName, reasonWords, reporterName } from './words.ts';

/** 派单, to the department that is to handle it. */
export const dispatch = notice('dispatched', (input, { department, reason }) =>
  toDepartment(input, department, {
    name: 'dispatch',
    ...dispatchWords('派单', input.ticket, input.directory, `派单原因：${reasonWords(reason)}`),
  }),
);

/** 转办, to the department that gets it. */
export const transferIn = notice('transferred', (input, { department, from, reason }) => {
  const why = `${from === null ? '' : `${departmentName(input.directory, from)}转来，`}理由：${reasonWords(reason)}`;
  return toDepartment(input, department, { name: 'dispatch', ...dispatchWords('转办', input.ticket, input.directory, why) });
});

/** The second 退单, to the 推进办, which rules. */
export const returnedToFallback = notice('returned', (input, { from, to, reason }) => {
  if (to === null) return [];
  const why = `${from === null ? '' : departmentName(input.directory, from)}第 ${input.ticket.returns} 次退单，理由：${reasonWords(reason)}，请裁定承办单位`;
  const { firstTaker } = input.ticket;
  const first = firstTaker === null ? null : `首接单位：${departmentName(input.directory, firstTaker)}`;
  return toDepartment(input, to, { name: 'dispatch', ...dispatchWords('退单裁定', input.ticket, input.directory, lines(why, first)) });
});

/** All that somebody needs who is to take a ticket: what, whose, why here, what to do. */
export function dispatchWords(tag: string, ticket: Ticket, directory: Directory, why: string): Omit<Words, 'name'> {
  const head = heading(tag, ticket, directory);
  const leader = leaderLine(ticket, directory);
  return {
    full: lines(
      head,
      `${reporterName(ticket, directory)}：${excerpt(ticket, ticket.text)}`,
      leader,
      cohandlerLine(ticket.cohandlers, directory),
      why,
      handlingWords(ticket, directory),
    ),
    bare: lines(bareLine(head, ticket, directory), handlingWords(ticket, directory)),
    buttons: handlingButtons(ticket, directory),
    mediaOf: ticket.sourceInbox,
    ...(ticket.handler === null || leader !== null ? {} : { mention: [ticket.handler] }),
  };
}

function leaderLine(ticket: Ticket, directory: Directory): string | null {
  const leads = ticket.handler !== null && ticket.handler === ticket.commissioner;
  return leads && ticket.handler !== null ? `由特派员${memberName(directory, ticket.handler)}牵头协调` : null;
}

function cohandlerLine(cohandlers: readonly DepartmentCode[], directory: Directory): string | null {
  return cohandlers.length === 0 ? null : `协办：${cohandlers.map((code) => departmentName(directory, code)).join('、')}`;
}
