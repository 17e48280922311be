import { Command } from 'commander';
import { SHANGHAI_OFFSET_MS } from '../../core/deadlines/shanghai.ts';
import { HouseError } from '../../core/errors.ts';
import { InboxId, OutboxId, TicketNumber } from '../../core/ids.ts';
import { mask } from '../../core/understand/mask.ts';
import type { Db } from '../../prisma/store/client.ts';
import { causeOf, type Trace, type TracedMessage, type TracedSaid, traceOfMessage, traceOfTicket } from '../../prisma/store/trace.ts';
import { boot } from '../boot.ts';
import { readSettings } from '../settings.ts';

/** The life of one message in order of time, from the database alone: for whoever is asked "what became of it?". No text, no names. */
export function traceCommand(): Command {
  return new Command('trace')
    .description('查一条消息的来龙去脉：收到、处理、办件记录、发出（不显示内容）')
    .argument('<编号>', '消息 1234（或 m1234）、工单 t12（或 "#12"）、发出的消息 o345')
    .action(async (what: string) => {
      const ground = await boot({ ...readSettings(process.env), LOG_LEVEL: 'silent' });
      try {
        process.stdout.write(`${(await traceLines(ground.db, what)).join('\n')}\n`);
      } finally {
        await ground.close();
      }
    });
}

export async function traceLines(db: Db, what: string): Promise<readonly string[]> {
  const [, kind = '', digits = ''] = /^([mto#]?)(\d{1,15})$/.exec(what.trim()) ?? [];
  const number = Number(digits);
  if (number === 0) throw new HouseError('bad-trace', `看不懂“${what}”：请写消息编号 1234、工单 t12 或发出的消息 o345。`);
  if (kind === 't' || kind === '#') return found(await traceOfTicket(db, TicketNumber.parse(number)), `没有工单 #${number}。`);
  if (kind !== 'o') return found(await traceOfMessage(db, InboxId.parse(number)), `没有编号 m${number} 的消息。`);
  const cause = await causeOf(db, OutboxId.parse(number));
  if (!cause) throw new HouseError('no-trace', `没有编号 o${number} 的发出的消息。`);
  const { said, inbox } = cause;
  if (inbox !== null) return [`o${number} 是因消息 m${inbox} 发的：`, ...found(await traceOfMessage(db, inbox), '')];
  return [
    said.ticket === null
      ? `o${number} 不是因哪条消息发的：`
      : `o${number} 是到点自动发的，关于 #${said.ticket}（全程见 trace t${said.ticket}）：`,
    ...saidLines(said).map(({ at, text }) => `${clock(at)}  ${text}`),
  ];
}

function found(trace: Trace | null, otherwise: string): readonly string[] {
  if (!trace) throw new HouseError('no-trace', otherwise);
  const lines = [
    ...trace.messages.flatMap(messageLines),
    ...trace.events.map(({ at, ticket, seq, type, by, cause }) => ({
      at,
      text: `#${ticket} 记录 ${seq}：${type}（${by}${cause === null ? '' : `，因 m${cause}`}）`,
    })),
    ...trace.said.flatMap(saidLines),
    ...trace.reports.flatMap(({ key, state, attempts, createdAt, madeAt }) => [
      { at: createdAt, text: `报告 ${key}：排队待做` },
      ...(madeAt
        ? [{ at: madeAt, text: `报告 ${key}：${state}` }]
        : attempts > 0
          ? [{ at: createdAt, text: `报告 ${key}：试了 ${attempts} 次，${state}` }]
          : []),
    ]),
  ];
  return lines.toSorted((a, b) => a.at.getTime() - b.at.getTime()).map(({ at, text }) => `${clock(at)}  ${text}`);
}

interface Line {
  readonly at: Date;
  readonly text: string;
}

const OUTCOME: Readonly<Record<string, string>> = {
  ticketed: '立单',
  attached: '并入',
  answered: '已答',
  ignored: '未理会',
  parked: '搁置',
};

function messageLines(message: TracedMessage): Line[] {
  const { id, kind, files, receivedAt, handledAt, status, outcome, reason, attempts, error } = message;
  const heard = { at: receivedAt, text: `m${id} 收到：${place(message)}，${kind}${files > 0 ? `，附件 ${files} 个` : ''}` };
  const failed = attempts > 0 ? `，失败 ${attempts} 次${error === null ? '' : `（${brief(error)}）`}` : '';
  if (handledAt === null) return [heard, { at: receivedAt, text: `m${id} ${status === 'new' ? '还没处理' : status}${failed}` }];
  const took = handledAt.getTime() - receivedAt.getTime();
  const end = `${OUTCOME[outcome ?? ''] ?? outcome ?? '没有结果'}${reason === null ? '' : `（${brief(reason)}）`}`;
  return [heard, { at: handledAt, text: `m${id} 处理完：${end}，用时 ${took} 毫秒${failed}` }];
}

const STATUS: Readonly<Record<string, string>> = {
  held: '先压着，到点再发',
  pending: '待发',
  sending: '正在发',
  sent: '已发出',
  unknown: '发没发到不确定，没有重发',
  refused: '渠道拒收',
  withdrawn: '已撤回，不发了',
};

function saidLines(said: TracedSaid): Line[] {
  const { id, kind, ticket, status, attempts, createdAt, notBefore, sendingAt, sentAt, error } = said;
  const about = ticket === null ? '' : `，关于 #${ticket}`;
  const wait = status === 'held' || (status === 'pending' && notBefore > createdAt) ? `，${clock(notBefore)} 起可发` : '';
  const written = { at: createdAt, text: `o${id} 写好：${kind} → ${place(said)}${about}${wait}` };
  if (status === 'held' || (status === 'pending' && attempts === 0))
    return [{ ...written, text: `${written.text}，${STATUS[status] ?? status}` }];
  const trouble = `${attempts > 1 ? `，试了 ${attempts} 次` : ''}${error === null ? '' : `（${brief(error)}）`}`;
  return [written, { at: sentAt ?? sendingAt ?? createdAt, text: `o${id} ${STATUS[status] ?? status}${trouble}` }];
}

function place({ channel, chat, title, private: alone }: TracedMessage | TracedSaid): string {
  return `${alone ? '私聊' : (title ?? '群')}（${channel}，会话 ${chat}）`;
}

/** A reason is the house's own words; an error may hold somebody else's. */
function brief(words: string): string {
  return mask(words.replaceAll(/\s+/g, ' ')).text.slice(0, 120).toWellFormed();
}

/** To the millisecond: two things in one second have an order too. */
function clock(at: Date): string {
  return new Date(at.getTime() + SHANGHAI_OFFSET_MS).toISOString().slice(0, 23).replace('T', ' ');
}
