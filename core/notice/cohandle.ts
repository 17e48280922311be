import type { DepartmentCode } from '../ids.ts';
import { bareLine, toDepartment } from './audience.ts';
import { replyButtons } from './buttons.ts';
import { notice } from './define.ts';
import type { NoticeDraft, NoticeInput } from './notice.ts';
import { excerpt, heading, lines, officeName, reporterName } from './words.ts';

/** 协办 named with the dispatch. */
export const cohandlersOfDispatch = notice('dispatched', (input, { cohandlers }) => cohandlers.flatMap((code) => told(input, code)));

/** 协办 asked for later. */
export const cohandlersAdded = notice('cohandlers-added', (input, { departments }) => departments.flatMap((code) => told(input, code)));

function told(input: NoticeInput, code: DepartmentCode): readonly NoticeDraft[] {
  const { ticket, directory } = input;
  const head = heading('协办', ticket, directory, code);
  const how = `${officeName(ticket, directory)}主办，请贵单位协办；有进展发「回复 ${ticket.number} 内容」。`;
  return toDepartment(input, code, {
    // Two of them may fall back to one chat: the name keeps both notices.
    name: `cohandle:${code}`,
    full: lines(head, `${reporterName(ticket, directory)}：${excerpt(ticket, ticket.text)}`, how),
    bare: lines(bareLine(head, ticket, directory), how),
    buttons: replyButtons(ticket),
    mediaOf: ticket.sourceInbox,
  });
}
