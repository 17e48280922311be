import { join } from 'node:path';
import { clockworkOf } from '../../../app/clockwork.ts';
import { loadConfig } from '../../../app/config.ts';
import type { Config } from '../../../core/config.ts';
import { climbDue } from '../../../core/conversation/climb.ts';
import { Draft } from '../../../core/conversation/draft.ts';
import { timesOf } from '../../../core/conversation/times.ts';
import type { Clockwork } from '../../../core/deadlines/clockwork.ts';
import { nextMoment } from '../../../core/deadlines/due.ts';
import type { Directory } from '../../../core/directory.ts';
import { ChannelName, ChatId, DepartmentCode, InboxId, MemberId, TicketNumber } from '../../../core/ids.ts';
import type { TicketCommand } from '../../../core/ticket/command.ts';
import type { TicketEvent } from '../../../core/ticket/events.ts';
import type { Actor, Ticket, Urgency } from '../../../core/ticket/ticket.ts';

export const CONFIG: Config = loadConfig(join(import.meta.dirname, '../../../config'));
export const WORK: Clockwork = clockworkOf(CONFIG);
const NUMBER = TicketNumber.parse(128);
export const ENVIRONMENT = DepartmentCode.parse('environment');
export const PLANNING = DepartmentCode.parse('planning');
export const OFFICE = DepartmentCode.parse('office');
const SOMEBODY = MemberId.parse(7);
const BY: Actor = { kind: 'member', member: SOMEBODY, name: '王国栋' };
const CLOCK: Actor = { kind: 'house', part: 'clock' };

const NOWHERE: Directory = {
  revision: 1,
  botName: '小汇',
  channels: [],
  departments: [],
  members: [],
  enterprises: [],
  postings: [],
  chats: [],
  identities: [],
  leaves: [],
  away: [],
  bodies: { supervision: [], leaders: [] },
};

/** A moment of 2026 in Shanghai, `03-10 09:00`. */
export const at = (moment: string): Date => new Date(`2026-${moment.replace(' ', 'T')}:00+08:00`);
export const shown = (moment: string | Date): string =>
  new Date(new Date(moment).getTime() + 8 * 3_600_000).toISOString().slice(5, 16).replace('T', ' ');

/** One ticket's life in virtual time, without a database: people act, and between their acts the clock climbs what is due. */
export class Story {
  ticket: Ticket | null = null;
  readonly events: TicketEvent[] = [];
  readonly #work: Clockwork;

  constructor(work: Clockwork = WORK) {
    this.#work = work;
  }

  /** Everything that falls due up to then, each at its moment. */
  until(moment: string): this {
    const to = at(moment);
    for (let due = this.#due(); due !== null && due.getTime() <= to.getTime(); due = this.#due()) this.#climb(due);
    return this;
  }

  /** All at once, as after a sleep. */
  wakes(moment: string): this {
    this.#climb(at(moment));
    return this;
  }

  does(moment: string, command: TicketCommand): this {
    this.until(moment);
    const draft = this.#draft(at(moment), BY);
    const refusal = draft.act(this.ticket, NUMBER, command);
    if (refusal !== null) throw new Error(refusal);
    return this.#keep(draft);
  }

  refused(moment: string, command: TicketCommand): string {
    return this.until(moment).#draft(at(moment), BY).act(this.ticket, NUMBER, command) ?? '';
  }

  reported(moment: string, { urgency = 'normal', text = '污水管堵了' }: { urgency?: Urgency; text?: string } = {}): this {
    return this.does(moment, {
      verb: 'open',
      number: NUMBER,
      reporter: { member: null, channel: ChannelName.parse('webchat'), wireId: 'yu', name: '于厂长' },
      enterprise: null,
      sourceChat: ChatId.parse(1),
      sourceInbox: InboxId.parse(11),
      text,
      summary: text,
      urgency,
      sensitive: false,
      category: 'other',
      receivedAt: at(moment).toISOString(),
    });
  }

  dispatched(moment: string, how: { urgency?: Urgency; text?: string; department?: DepartmentCode } = {}): this {
    const { department = ENVIRONMENT } = how;
    return this.reported(moment, how).does(moment, {
      verb: 'dispatch',
      department,
      handler: SOMEBODY,
      commissioner: null,
      cohandlers: [],
      reason: '',
    });
  }

  /** `claim 03-10 09:30`, of clocks that run, in the order of life. */
  dues(): string[] {
    const order = ['dispatch', 'claim', 'contact', 'verify', 'answer', 'close', 'return', 'review'];
    return (this.ticket?.clocks ?? [])
      .filter((clock) => clock.metAt === null)
      .toSorted((a, b) => order.indexOf(a.step) - order.indexOf(b.step))
      .map((clock) => `${clock.step} ${shown(clock.dueAt)}`);
  }

  due(step: string): string | undefined {
    return this.dues()
      .find((one) => one.startsWith(step))
      ?.slice(step.length + 1);
  }

  rungs(step = ''): string[] {
    return this.events.flatMap(({ at: when, body }) =>
      body.type === 'escalated' && body.key.startsWith(step) ? [`${body.key} ${shown(when)}`] : [],
    );
  }

  next(): string | null {
    const due = this.#due();
    return due === null ? null : shown(due);
  }

  #due(): Date | null {
    return this.ticket === null ? null : nextMoment(this.ticket, this.#work);
  }

  #climb(now: Date): void {
    if (this.ticket === null) return;
    const draft = this.#draft(now, CLOCK);
    if (!climbDue(draft, this.ticket, this.#work, now)) throw new Error(`nothing was due at ${shown(now)}`);
    this.#keep(draft);
  }

  #draft(now: Date, actor: Actor): Draft {
    return new Draft({ directory: NOWHERE, now, actor, cause: null, clockwork: this.#work });
  }

  #keep(draft: Draft): this {
    const [change] = draft.effects('attached', '').tickets;
    if (change === undefined) throw new Error('nothing happened');
    this.ticket = change.ticket;
    this.events.push(...change.events);
    if (change.times.dueAt !== timesOf(change.ticket, this.#work).dueAt) throw new Error('the row does not say what is due');
    return this;
  }
}
