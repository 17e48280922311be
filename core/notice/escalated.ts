import type { RungMark, Told } from '../deadlines/rung.ts';
import { STEP_LABEL } from '../deadlines/steps.ts';
import { runningClock } from '../deadlines/ticket-clock.ts';
import type { Directory, Member } from '../directory.ts';
import type { MemberId } from '../ids.ts';
import { momentText } from '../report/shanghai.ts';
import { departmentOf, presentMember } from '../routing/lookup.ts';
import type { Ticket } from '../ticket/ticket.ts';
import { aside, bareLine, toDepartment, toDuty, toMember, type Words } from './audience.ts';
import { handlingButtons, handlingWords, replyButtons } from './buttons.ts';
import { notice } from './define.ts';
import type { NoticeDraft, NoticeInput } from './notice.ts';
import { clip, heading, lines, reporterName } from './words.ts';

/** A rung of the ladder, to whom its entry in config/ladder.yaml says; each person and each room once. */
export const escalated = notice('escalated', (input, rung) => {
  const told = new Reached(input, wordsOf(input, rung), wordsOf(input, rung, false));
  for (const who of rung.tell) told.tell(who);
  return told.drafts.map((draft) => (rung.digest ? { ...draft, digest: true } : draft));
});

const isPast = ({ dueAt }: RungMark, { event }: NoticeInput): boolean => Date.parse(event.at) >= Date.parse(dueAt);

/** @param acts false: for who watches over it and cannot take it in hand: no words to type that he would be refused, no buttons */
function wordsOf(input: NoticeInput, rung: RungMark, acts = true): Words {
  const { ticket, directory } = input;
  const head = heading(tagOf(rung, isPast(rung, input)), ticket, directory);
  const waits = ticket.state === 'dispatched';
  const says = standing(rung, ticket, input);
  const buttons = waits ? handlingButtons(ticket, directory) : replyButtons(ticket);
  return {
    name: rung.key,
    full: lines(
      head,
      says,
      `${reporterName(ticket, directory)}：${clip(ticket.summary, 80)}`,
      acts && waits ? handlingWords(ticket, directory) : null,
    ),
    bare: lines(bareLine(head, ticket, directory), says),
    ...(acts && ticket.department !== null ? { buttons } : {}),
    urgent: ticket.urgency !== 'normal',
  };
}

/** A warning climbed after a sleep is none any more. */
function tagOf({ card, act, digest, rung, step }: RungMark, past: boolean): string {
  if (digest) return '领导专报';
  if (act === 'urge') return '催办';
  if (act === 'order') return '督办';
  if (card === 'red') return '红牌';
  if (card === 'yellow') return past ? '超时提醒' : '黄牌提醒';
  if (step === 'review') return '复核提醒';
  return rung.startsWith('again') ? '再次提醒' : '超时提醒';
}

/** Where the step stands at this moment, by the log: what was due, when, and that it has not been done. */
function standing(rung: RungMark, ticket: Ticket, input: NoticeInput): string {
  const { step, dueAt, act } = rung;
  const { event } = input;
  const when = momentText(dueAt, new Date(event.at));
  const label = STEP_LABEL[step];
  if (step === 'review') {
    const pause = ticket.pauses.at(-1);
    const kind = pause?.kind === 'waiting' ? '等企业补充' : '挂账';
    return `${kind}自${momentText(pause?.from ?? dueAt, new Date(event.at))}起，原因：${clip(pause?.reason ?? '', 60)}。条件具备请发「恢复 ${ticket.number}」。`;
  }
  if (!isPast(rung, input)) return `${label}将于 ${when} 到期，请抓紧。`;
  const lapsed = act === 'lapse' && ticket.state === 'claimed' ? '签收后没有联系记录，签收已失效。' : '';
  const open = runningClock(ticket.clocks, step) === null ? '' : `，至今没有${label}的记录`;
  return `${lapsed}${label}已超时：应于 ${when} 前完成${open}。`;
}

/** Collects the drafts, and who is reached by them: nobody is told the same thing twice. */
class Reached {
  readonly drafts: NoticeDraft[] = [];
  readonly #input: NoticeInput;
  readonly #words: Words;
  readonly #watching: Words;
  readonly #members = new Set<MemberId>();
  #department = false;

  constructor(input: NoticeInput, words: Words, watching: Words) {
    this.#input = input;
    this.#words = words;
    this.#watching = watching;
  }

  tell(who: Told): void {
    const { ticket, directory } = this.#input;
    switch (who) {
      case 'handler':
        return this.#whereItWorks();
      case 'duty':
        return this.#whereItWorks();
      case 'deputy':
        return this.#alone([presentMember(directory, departmentOf(directory, unitOf(ticket))?.deputy ?? null)]);
      case 'head':
        return this.#alone(headsOf(ticket, directory));
      case 'commissioner':
        return this.#alone([presentMember(directory, ticket.commissioner)], this.#watching);
      case 'desk':
        // Of what it has to dispatch itself the desk is told how.
        return this.#add(toDuty(this.#input, ticket.department === null ? this.#words : this.#watching));
      case 'office':
        return this.#office();
      case 'supervision':
      case 'leaders':
        return this.#alone(
          directory.bodies[who].map((id) => presentMember(directory, id)),
          this.#watching,
        );
      case 'reporter':
        return this.#add([aside(this.#words.name, this.#words.full, ticket.sensitive ? null : this.#words.bare)]);
      default:
        return who satisfies never;
    }
  }

  /** The department's room, naming whoever has it and whoever is on duty; before a department has it, the desk. */
  #whereItWorks(): void {
    if (this.#department) return;
    this.#department = true;
    const { ticket, directory } = this.#input;
    const code = unitOf(ticket);
    if (code === null) return this.#add(toDuty(this.#input, this.#words));
    const onDuty = presentMember(directory, departmentOf(directory, code)?.onDuty ?? null);
    const named = [presentMember(directory, ticket.handler), onDuty].flatMap((member) => (member === null ? [] : [member]));
    const own = named.filter((member) => member.department === code);
    this.#add(toDepartment(this.#input, code, { ...this.#words, mention: [...new Set(own.slice(0, 1).map((member) => member.id))] }));
    for (const { id } of own.slice(0, 1)) this.#members.add(id);
    // A commissioner who leads sits elsewhere: the room does not reach him.
    this.#alone(named.filter((member) => member.department !== code));
  }

  #office(): void {
    const office = this.#input.directory.departments.find((one) => one.fallback);
    if (office !== undefined) this.#add(toDepartment(this.#input, office.code, { ...this.#watching, name: `${this.#words.name}:office` }));
  }

  #alone(members: readonly (Member | null)[], words = this.#words): void {
    for (const member of members) {
      // Two of them may fall back to the desk: the name keeps both notices.
      if (member !== null) this.#add([toMember(this.#input, member.id, { ...words, name: `${words.name}:${member.id}` })]);
    }
  }

  #add(drafts: readonly NoticeDraft[]): void {
    for (const draft of drafts) {
      if (draft.to.to === 'member') {
        if (this.#members.has(draft.to.member)) continue;
        this.#members.add(draft.to.member);
      }
      this.drafts.push(draft);
    }
  }
}

/** After a first 退单 nobody has it; 首接负责: the first taker is told as long as no other has taken it. */
const unitOf = (ticket: Ticket) => ticket.department ?? ticket.firstTaker;

function headsOf(ticket: Ticket, directory: Directory): readonly (Member | null)[] {
  const unit = unitOf(ticket);
  return directory.members
    .filter((member) => member.active && member.roles.includes('head') && member.department !== null && member.department === unit)
    .map((member) => presentMember(directory, member.id));
}
