import { STEP_LABEL } from '../deadlines/steps.ts';
import type { Directory, Member } from '../directory.ts';
import { unreachable } from '../errors.ts';
import type { EventType, TicketEvent } from '../ticket/events.ts';
import { longNumberLabel, OUTCOME_LABEL, URGENCY_LABEL } from '../ticket/labels.ts';
import type { Actor, Ticket } from '../ticket/ticket.ts';
import { clockLines, workTimeText } from './clocks.ts';
import { endOf, type Showing } from './list.ts';
import type { TicketStory } from './reads.ts';
import { momentText } from './shanghai.ts';
import { departmentName, enterpriseName, memberName, ratingText, STATE_NAMES } from './words.ts';

/** Where a ticket stands, without anybody's words or names: for rooms and people that may know no more. */
export function standing(ticket: Ticket, showing: Showing): string {
  const department = departmentName(showing.directory, ticket.department);
  const last =
    ticket.state === 'closed' && ticket.outcome !== null
      ? `${STATE_NAMES.closed}（${OUTCOME_LABEL[ticket.outcome]}）`
      : STATE_NAMES[ticket.state];
  const merged = ticket.mergedInto === null ? '' : `，已并入 #${ticket.mergedInto}`;
  return `#${ticket.number} ${department}：${last}${merged}，历时${taken(ticket, endOf(ticket, showing.now), showing)}。`;
}

/** Everything about a ticket, for those it concerns. */
export function story(
  { ticket, events, receiptedAt, messages }: TicketStory,
  showing: Showing & { readonly prefix: string; readonly member: Member | null },
): string {
  const { directory } = showing;
  const inside = showing.member?.roles.some((role) => role !== 'entrepreneur') ?? false;
  const urgency = ticket.urgency === 'normal' ? '' : `【${URGENCY_LABEL[ticket.urgency]}】`;
  const handler = memberName(directory, ticket.handler);
  const commissioner = memberName(directory, ticket.commissioner);
  const cohandlers = ticket.cohandlers.map((code) => departmentName(directory, code)).join('、');
  const said = messages.filter((one) => one.role !== 'report' && one.role !== 'supplement').length;
  return [
    `${urgency}#${ticket.number}（${longNumberLabel(showing.prefix, ticket.number, ticket.receivedAt)}）${enterpriseName(directory, ticket.enterprise) ?? ticket.reporter.name}`,
    standing(ticket, showing),
    `反映：${ticket.text === '' ? '（无文字）' : ticket.text}`,
    line('主办', [departmentName(directory, ticket.department), handler].filter((one) => one !== null).join(' ')),
    line('协办', cohandlers),
    line('特派员', commissioner),
    inside ? line('分派理由', ticket.routeReason) : null,
    '',
    ...steps(ticket, receiptedAt, showing),
    ticket.urgency === 'critical' ? '（历时自收到起算，特急昼夜连续计时）' : '（历时自收到起算，按工作时间）',
    ...clockLines(ticket, showing.clockwork, new Date(endOf(ticket, showing.now)), showing.now, inside),
    ...happenings(
      events.filter((event) => mayRead(event, ticket, inside, showing)),
      showing,
    ),
    line('评价', ticket.rating === null ? null : ratingText(ticket.rating)),
    said === 0 ? null : `另有 ${said} 条相关消息。`,
  ]
    .filter((one) => one !== null)
    .join('\n');
}

/** What units say to each other about a case; its reporter reads where it went, not what was said of him. */
const INSIDE: ReadonlySet<EventType> = new Set<EventType>([
  'returned',
  'transferred',
  'dispatched',
  'supervised',
  'extension-asked',
  'extension-declined',
  'escalated',
  'lapsed',
]);

/** What a reporter answered when he was asked whether anybody pressed him is for 督查考核办 and himself, above all not for the unit. */
function mayRead(
  { body }: TicketEvent,
  ticket: Ticket,
  inside: boolean,
  { member, directory }: { member: Member | null; directory: Directory },
): boolean {
  if (body.type === 'called-back')
    return member !== null && (member.id === ticket.reporter.member || directory.bodies.supervision.includes(member.id));
  return inside || !INSIDE.has(body.type);
}

const taken = (ticket: Ticket, to: string | Date, { clockwork }: Showing): string => workTimeText(ticket, ticket.receivedAt, to, clockwork);

const line = (name: string, value: string | null): string | null => (value === null || value === '' ? null : `${name}：${value}`);

function steps(ticket: Ticket, receiptedAt: string | null, showing: Showing): readonly string[] {
  const { now } = showing;
  const reached: readonly (readonly [string, string | null])[] = [
    ['受理', ticket.acceptedAt],
    ['回执', receiptedAt],
    ['派单', ticket.dispatchedAt],
    ['签收', ticket.claimedAt],
    ['首次联系', ticket.contactedAt],
    ['核实', ticket.verifiedAt],
    ['答复', ticket.answeredAt],
    ['办结', ticket.closedAt],
  ];
  const shown = reached.flatMap(([name, at]) => (at === null ? [] : [`${name} ${momentText(at, now)}，历时${taken(ticket, at, showing)}`]));
  return [`收到 ${momentText(ticket.receivedAt, now)}`, ...shown];
}

function happenings(events: readonly TicketEvent[], showing: Showing): readonly string[] {
  const lines = events.flatMap((event) => {
    const text = told(event, showing);
    return text === null ? [] : [`${momentText(event.at, showing.now)} ${actorName(event.actor)}${text}`];
  });
  return lines.length === 0 ? [] : ['', '经过：', ...lines];
}

const actorName = (actor: Actor): string => (actor.kind === 'house' ? '' : `${actor.name}：`);

/** What an event tells beyond the steps above; null: nothing. Old words of edits and recalls stay readable. */
function told({ body }: TicketEvent, { directory, now }: Showing): string | null {
  const unit = (code: Parameters<typeof departmentName>[1]) => departmentName(directory, code);
  switch (body.type) {
    case 'contacted':
      return `联系企业，${body.note}`;
    case 'verified':
      return `核实，${body.note}`;
    case 'replied':
      return `回复，${body.text}`;
    case 'answered':
      return `答复，${body.text}`;
    case 'dispatched':
      return `派给${unit(body.department)}，${body.reason}`;
    case 'transferred':
      return `转办${unit(body.department)}，${body.reason}`;
    case 'returned':
      return `退单，${body.reason}${body.to === null ? '' : `（交${unit(body.to)}研究）`}`;
    case 'cohandlers-added':
      return `请${body.departments.map(unit).join('、')}协办`;
    case 'suspended':
      return `挂账，${body.reason}`;
    case 'waiting':
      return `等企业补充，${body.reason}`;
    case 'extension-asked':
      return `申请延期 ${body.days} 个工作日，${body.reason}`;
    case 'extension-granted':
      return `同意延期 ${body.days} 个工作日${body.note === '' ? '' : `，${body.note}`}`;
    case 'extension-declined':
      return `不同意延期，${body.reason}`;
    case 'handed-over':
      return `经办人${body.from === null ? '' : `由${memberName(directory, body.from) ?? '（已离任）'}`}改为${memberName(directory, body.to) ?? '（已离任）'}，${body.reason}`;
    case 'lapsed':
      return body.reason;
    case 'escalated':
      return body.card === null
        ? null
        : `${body.card === 'red' ? '红牌' : '黄牌'}，${STEP_LABEL[body.step]}时限 ${momentText(body.dueAt, now)}`;
    case 'called-back':
      return `撤单回访，${body.pressed ? '有人要求撤单' : '没有人要求撤单'}${body.note === '' ? '' : `：${body.note}`}`;
    case 'resumed':
      return `恢复办理${body.note === '' ? '' : `，${body.note}`}`;
    case 'closed':
      return `办结（${OUTCOME_LABEL[body.outcome]}）${body.note === '' ? '' : `，${body.note}`}`;
    case 'rated':
      return `评价，${ratingText(body.rating)}`;
    case 'rework':
      return `重办，${body.reason}`;
    case 'reopened':
      return `重开，${body.reason}`;
    case 'withdrawn':
      return `撤回，${body.reason}`;
    case 'supplemented':
      return `补充，${[body.text, body.media > 0 ? `（附件${body.media}个）` : ''].join('')}`;
    case 'amended':
      return body.newText === null ? `撤回了一条消息，原文“${body.oldText}”` : `修改了消息，原文“${body.oldText}”，改为“${body.newText}”`;
    case 'urged':
      return `催办${body.note === '' ? '' : `，${body.note}`}`;
    case 'supervised':
      return `${body.rule === null ? '督办' : '督办单'}${body.note === '' ? '' : `，${body.note}`}`;
    case 'merged':
      return `并入 #${body.into}，${body.reason}`;
    case 'absorbed':
      return `并进 #${body.from}`;
    case 'joined':
      return `又有反映，${body.reason}`;
    case 'parted':
      return `拆出 #${body.into}`;
    case 'split':
      return `拆出 #${body.into}`;
    case 'opened':
    case 'triaged':
    case 'claimed':
    case 'archived':
    case 'clocked':
    case 'refined':
      return null;
    default:
      return unreachable(body);
  }
}
