import { calendarOf, policyOf } from '../deadlines/policy.ts';
import { shifted } from '../deadlines/reckon.ts';
import { openPause, runningClock } from '../deadlines/ticket-clock.ts';
import { momentText } from '../report/shanghai.ts';
import { numberLabel } from '../ticket/labels.ts';
import { aside, bareLine, toDepartment, toHandling } from './audience.ts';
import { extensionButtons } from './buttons.ts';
import { notice } from './define.ts';
import type { NoticeInput } from './notice.ts';
import { actorName, clip, heading, lines, reasonWords, reporterName } from './words.ts';

/** 延期, to the 推进办, which decides. */
export const extensionAsked = notice('extension-asked', (input, { days, reason }) => {
  const { event, ticket, directory } = input;
  const office = directory.departments.find((one) => one.fallback);
  if (office === undefined) return [];
  const head = heading('延期申请', ticket, directory);
  const { due, extended } = deadlines(input, days);
  const when = due === null ? null : `办结时限 ${due}，同意后顺延至 ${extended}`;
  const how = `请发「同意 ${ticket.number}」，或「不同意 ${ticket.number} 理由」。`;
  return toDepartment(input, office.code, {
    name: 'extension-ask',
    full: lines(
      head,
      `${reporterName(ticket, directory)}：${clip(ticket.summary, 80)}`,
      `${actorName(event, directory)}申请延期 ${days} 个工作日，理由：${reasonWords(reason)}`,
      when,
      how,
    ),
    bare: lines(head, `申请延期 ${days} 个工作日`, when, how, bareHint(input)),
    buttons: extensionButtons(ticket),
  });
});

/** Granted: whoever has it works by the new deadline. */
export const extensionGranted = notice('extension-granted', (input, { days, note }) => {
  const { ticket, directory } = input;
  const head = heading('延期批准', ticket, directory);
  const { extended } = deadlines(input, days);
  const what = `${officeOf(input)}同意延期 ${days} 个工作日${extended === null ? '' : `，办结时限顺延至 ${extended}`}。`;
  return toHandling(input, {
    name: 'extension-granted',
    full: lines(head, what, reasonWords(note)),
    bare: lines(head, what),
    urgent: false,
  });
});

/** His matter takes longer: he reads why, before he has to ask. */
export const extensionToReporter = notice('extension-granted', (input, { days }) => {
  const { ticket } = input;
  const { extended } = deadlines(input, days);
  const until = `办理时间延长 ${days} 个工作日${extended === null ? '' : `，办结时限延至 ${extended}`}。`;
  const no = numberLabel(ticket.number);
  const reason = reasonWords(ticket.extension?.reason ?? '').replace(/[。.；;，,]+$/, '');
  return [aside('extension-reporter', `${no} 因${reason}，${until}`, ticket.sensitive ? null : `${no} ${until}`)];
});

export const extensionDeclined = notice('extension-declined', (input, { reason }) => {
  const { ticket, directory } = input;
  const head = heading('延期未批', ticket, directory);
  const { due } = deadlines(input, 0);
  const by = due === null ? '请按期办结。' : `请在 ${due} 前办结。`;
  return toHandling(input, {
    name: 'extension-declined',
    full: lines(head, `${officeOf(input)}不同意延期，理由：${reasonWords(reason)}`, by),
    bare: lines(bareLine(head, ticket, directory), by),
  });
});

interface Deadlines {
  readonly due: string | null;
  readonly extended: string | null;
}

/** The deadline as it is and as it will be; null while the clocks stand still, for then nobody knows. */
function deadlines({ event, ticket, clockwork }: NoticeInput, days: number): Deadlines {
  const close = runningClock(ticket.clocks, 'close');
  if (close === null || openPause(ticket.pauses) !== null) return { due: null, extended: null };
  const calendar = calendarOf(policyOf(clockwork.limits, ticket).rules, ticket.urgency, clockwork);
  const asked = new Date(ticket.extension?.askedAt ?? event.at);
  const extended = shifted(new Date(close.dueAt), asked, calendar.addWorking(asked, { days }), calendar);
  const at = new Date(event.at);
  return { due: momentText(close.dueAt, at), extended: momentText(extended.toISOString(), at) };
}

function officeOf({ directory }: NoticeInput): string {
  return directory.departments.find((one) => one.fallback)?.name ?? '推进办';
}

function bareHint({ ticket, directory }: NoticeInput): string {
  return `内容不便在群里说，请私聊${directory.botName}发「查询 ${ticket.number}」查看。`;
}
