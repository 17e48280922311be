import type { InboundEnvelope } from '../../core/channel.ts';
import { type Directory, directoryAt } from '../../core/directory.ts';
import { TicketNumber } from '../../core/ids.ts';
import { standIn } from '../../core/routing/lookup.ts';
import type { TicketEvent } from '../../core/ticket/events.ts';
import type { Db } from '../../prisma/store/client.ts';
import { eventOf } from '../../prisma/store/rows.ts';
import { SCENE } from '../replay/channel.ts';
import type { Stage } from '../replay/stage.ts';
import { Agenda, type Entry, type Utterance } from './agenda.ts';
import type { Cast } from './cast.ts';
import type { Fixed } from './month.ts';
import { Offices } from './offices.ts';
import { Officials } from './officials.ts';
import type { Chance } from './random.ts';
import { Reporters } from './reporters.ts';
import type { Case, World } from './world.ts';

export interface Ground {
  readonly db: Db;
  readonly stage: Stage;
  readonly cast: Cast;
  readonly chance: Chance;
}

/** A day in which the machine sleeps: people talk on, and what they said is heard when it wakes. */
export interface Night {
  readonly from: Date;
  readonly to: Date;
}

/** Lets the people live: each says what he has in mind when its time has come, and takes notice of what became of it. */
export class Life {
  readonly #ground: Ground;
  readonly #agenda = new Agenda();
  readonly #cases = new Map<number, Case>();
  readonly #meant = new Map<string, string | null>();
  readonly #offered = new Map<string, Set<string>>();
  readonly #world: World;
  readonly #officials: Officials;
  readonly #reporters: Reporters;
  readonly #offices: Offices;
  #now: Date;
  #heard = 0;
  #lastEvent = 0n;
  #said = 0;

  constructor(ground: Ground, start: Date) {
    this.#ground = ground;
    this.#now = start;
    this.#world = this.#worldOf();
    this.#officials = new Officials(this.#world);
    this.#reporters = new Reporters(this.#world);
    this.#offices = new Offices(this.#world, ground.chance.of('offices'));
  }

  fixed(all: readonly Fixed[]): void {
    for (const { at, meant, ...utterance } of all) {
      if ('text' in utterance.said) this.#meant.set(utterance.said.text, meant);
      this.#agenda.plan(at, async () => utterance);
    }
  }

  /** A moment that nobody speaks at, and the house looks at nevertheless. */
  looks(moment: Date): void {
    this.#agenda.plan(moment, async () => null);
  }

  /** @returns how many messages and buttons people sent */
  async until(end: Date, nights: readonly Night[]): Promise<number> {
    for (const night of nights) {
      await this.#awakeUntil(night.from);
      await this.#sleeps(night);
    }
    await this.#awakeUntil(end);
    return this.#said;
  }

  async #awakeUntil(end: Date): Promise<void> {
    for (let entry = this.#agenda.take(end); entry !== null; entry = this.#agenda.take(end)) {
      await this.#travel(entry.at);
      const utterance = await entry.speak();
      if (utterance !== null) await this.#hears(utterance, this.#now);
      await this.#notices();
    }
    await this.#travel(end);
    await this.#notices();
  }

  async #sleeps({ from, to }: Night): Promise<void> {
    const missed: { readonly utterance: Utterance; readonly at: Date }[] = [];
    for (let entry: Entry | null = this.#agenda.take(to); entry !== null; entry = this.#agenda.take(to)) {
      this.#now = entry.at > from ? entry.at : from;
      const utterance = await entry.speak();
      if (utterance !== null) missed.push({ utterance, at: this.#now });
    }
    this.#now = to;
    await this.#ground.stage.wakeAt(to);
    for (const { utterance, at } of missed) await this.#hears(utterance, at);
    await this.#notices();
  }

  async #travel(to: Date): Promise<void> {
    if (to.getTime() > this.#now.getTime()) this.#now = to;
    await this.#ground.stage.travel(this.#now);
  }

  async #hears(utterance: Utterance, at: Date): Promise<void> {
    const { stage, db } = this.#ground;
    this.#said += 1;
    await stage.channel.receive()([this.#envelope(utterance, at)]);
    await stage.settle();
    // What became due by what was just said is due now.
    const due = await db.ticket.findFirst({ where: { dueAt: { lte: this.#now } }, select: { number: true } });
    if (due !== null) await stage.travel(this.#now);
  }

  #envelope({ who, chat, said }: Utterance, at: Date): InboundEnvelope {
    const id = String(this.#said);
    const kind = chat.startsWith('dm:') ? ('private' as const) : ('group' as const);
    const common = {
      channel: SCENE,
      chat: { wireId: chat, kind, title: null },
      sender: { wireId: who, name: this.#ground.cast.nameOf(who) },
      at,
    };
    if ('button' in said) return { ...common, key: `b:${id}`, body: { kind: 'button', messageId: null, data: said.button } };
    const body = {
      kind: 'message' as const,
      messageId: `s${id}`,
      text: said.text,
      quote: null,
      mentions: [],
      mentionsBot: false,
      media: [],
    };
    return { ...common, key: `m:s${id}`, body };
  }

  /** What has happened since, and what the bot has said: people see both, and have their plans. */
  async #notices(): Promise<void> {
    const { db, stage } = this.#ground;
    for (const { chat, message } of stage.said.slice(this.#heard)) {
      const offered = this.#offered.get(chat) ?? new Set();
      this.#offered.set(chat, offered);
      for (const { data } of message.buttons.flat()) {
        offered.add(data);
        if (chat === 'duty') this.#offices.asked(data);
      }
    }
    this.#heard = stage.said.length;
    const rows = await db.ticketEvent.findMany({ where: { id: { gt: this.#lastEvent } }, orderBy: { id: 'asc' } });
    for (const row of rows) this.#happened(eventOf(row));
    this.#lastEvent = rows.at(-1)?.id ?? this.#lastEvent;
  }

  #happened(event: TicketEvent): void {
    const matter = this.#caseOf(event);
    if (matter === null) return;
    this.#officials.happened(matter, event);
    this.#reporters.happened(matter, event);
    this.#offices.happened(matter, event);
  }

  #caseOf({ ticket, body }: TicketEvent): Case | null {
    const known = this.#cases.get(ticket);
    if (known !== undefined || body.type !== 'opened') return known ?? null;
    const opened: Case = {
      number: ticket,
      nth: this.#cases.size + 1,
      reporter: body.reporter.wireId,
      meant: this.#meant.get(body.text) ?? null,
      critical: body.urgency === 'critical',
      chance: this.#ground.chance.of(`ticket ${ticket}`),
      unit: null,
      course: 'straight',
      left: [],
      lane: 0,
      units: 0,
      ratings: 0,
    };
    this.#cases.set(ticket, opened);
    return opened;
  }

  #worldOf(): World {
    const { stage, cast } = this.#ground;
    let directory: Directory | null = null;
    const keyOf = (id: number | null) => directory?.members.find((member) => member.id === id)?.key ?? null;
    return {
      cast,
      calendar: stage.clockwork.calendar,
      now: () => this.#now,
      plan: (at, speak) => this.#agenda.plan(at, speak),
      async ticket(number) {
        directory = directoryAt(await stage.store.directory.current(), this.now());
        return (await stage.store.tickets([TicketNumber.parse(number)]))[0] ?? null;
      },
      keyOf,
      present(who) {
        const member = directory?.members.find((one) => one.key === who);
        return directory === null || member === undefined ? who : (keyOf(standIn(directory, member.id)) ?? who);
      },
      offers: (chat, button) => this.#offered.get(chat)?.has(button) ?? false,
    };
  }
}
