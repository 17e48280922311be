import { SCENE } from '../../app/replay/channel.ts';
import { openStage, type Stage } from '../../app/replay/stage.ts';
import type { InboundMedia } from '../../core/channel.ts';
import type { Config } from '../../core/config.ts';
import { DepartmentCode } from '../../core/ids.ts';
import type { Db } from '../../prisma/store/client.ts';
import { agendaOf, type Life } from './lives.ts';
import { MARKS } from './stencil.ts';

const DESK = 'yuan-jia';
const PICTURE: InboundMedia = {
  kind: 'image',
  name: '现场.png',
  mime: 'image/png',
  content: Buffer.from('not really a picture'),
  ref: null,
};

/** Three lives of each problem come one after the other: people differ from problem to problem and from course to course. The last is kept for those who leave. */
const reporterOf = (life: number, { gone }: Life, people: number): number =>
  gone ? people - 1 : (life * 7 + Math.floor(life / 3)) % (people - 1);

/**
 * Lives the lives through the real pipeline, with numbers that can be told apart in any text. All at once, in one stretch of time.
 * @param until they are left as they stand then
 */
export async function live(db: Db, config: Config, lives: readonly Life[], until: Date): Promise<void> {
  await db.$executeRaw`SELECT setval('ticket_number', ${MARKS.ticket}, false), setval('inbox_id_seq', ${MARKS.inbox}, false), setval('outbox_id_seq', ${MARKS.outbox}, false)`;
  const agenda = agendaOf(lives);
  const stage = await openStage(db, config, agenda[0]?.at ?? until);
  const reporters = config.people.filter((person) => person.roles.includes('entrepreneur'));
  const officials = new Map(config.departments.map(({ code, onDuty }) => [code, onDuty]));
  const tickets = new Map<Life, { readonly number: number; readonly department: DepartmentCode }>();
  const nameOf = (code: string): string => config.departments.find((one) => one.code === code)?.name ?? '';
  let count = 0;

  async function say(at: Date, who: string, chat: string, text: string, media: readonly InboundMedia[] = []): Promise<string> {
    const name = config.people.find((person) => person.key === who)?.name ?? who;
    const id = `w${MARKS.wire + count}`;
    count += 1;
    await stage.travel(at);
    await stage.channel.receive()([
      {
        channel: SCENE,
        chat: { wireId: chat, kind: 'group', title: null },
        sender: { wireId: who, name },
        key: `m:${id}`,
        at,
        body: { kind: 'message', messageId: id, text, quote: null, mentions: [], mentionsBot: text.startsWith('@'), media: [...media] },
      },
    ]);
    await stage.settle();
    return id;
  }

  for (const { at, life, deed } of agenda) {
    const reporter = reporters[reporterOf(lives.indexOf(life), life, reporters.length)]?.key ?? '';
    const ticket = tickets.get(life);
    if (deed === null || ticket === undefined) {
      const heard = await say(at, reporter, 'work', life.problem, life.pictured ? [PICTURE] : []);
      tickets.set(life, await openedBy(db, stage, heard, life));
      continue;
    }
    const text = deed.text.replace('#', String(ticket.number)).replace(/(?<= )@/, nameOf(ticket.department));
    if (deed.who === 'reporter') await say(at, reporter, 'work', text);
    else if (deed.who === 'desk') await say(at, DESK, 'duty', text);
    else await say(at, officials.get(ticket.department) ?? '', `dept:${ticket.department}`, text);
  }
  await stage.travel(until);
}

async function openedBy(db: Db, stage: Stage, messageId: string, life: Life) {
  const { id } = await db.inbox.findFirstOrThrow({ where: { messageId } });
  const row = await db.ticket.findUnique({ where: { sourceInbox: id } });
  if (!row?.department) throw new Error(`a life did not begin at a department: ${life.name}; ${stage.said.at(-1)?.message.text ?? ''}`);
  return { number: row.number, department: DepartmentCode.parse(row.department) };
}
