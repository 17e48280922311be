import { calendarOf, policyInForce } from '../../../../core/deadlines/policy.ts';
import type { DepartmentCode } from '../../../../core/ids.ts';
import type { TicketEvent } from '../../../../core/ticket/events.ts';
import type { Urgency } from '../../../../core/ticket/ticket.ts';
import { CLOCKWORK } from '../../../support/clockwork.ts';

/**
 * The figures of one ticket told again from its log alone, by a reading of its own: no fold, no row, no counter. Slow and plain on
 * purpose.
 */

/** From one hand-over to the next. */
interface Holding {
  readonly unit: DepartmentCode;
  readonly at: string;
  /** Nobody had spoken with the enterprise when it came. */
  readonly silent: boolean;
  claim: { readonly at: string; readonly onTime: boolean; readonly seconds: number } | null;
  spoke: boolean;
  end: 'transferred' | 'returned' | 'withdrawn' | 'merged' | null;
}

type Sums = Record<string, number>;

export interface Recount {
  /** Figures by unit; those nobody had are under ''. */
  readonly units: ReadonlyMap<string, Sums>;
  /** Figures of the whole house that are no sum over units. */
  readonly house: Sums;
  /** Working seconds of each 签收 of a unit, 首次联系 and 办结 of the house. */
  readonly seconds: {
    readonly claim: ReadonlyMap<string, number[]>;
    readonly contact: number[];
    readonly close: number[];
    readonly net: number[];
  };
}

export function recount(events: readonly TicketEvent[]): Recount {
  const units = new Map<string, Sums>();
  const house: Sums = {};
  const claimed = new Map<string, number[]>();
  const seconds = { claim: claimed, contact: [] as number[], close: [] as number[], net: [] as number[] };
  const holdings: Holding[] = [];
  const due = new Map<string, string>();
  const pauses: { from: string; to: string | null }[] = [];
  const seen = new Set<string>();
  let unit: DepartmentCode | null = null;
  let urgency: Urgency = 'normal';
  let received = '';
  let back = 0;
  let handed = 0;
  let closedBy: DepartmentCode | null = null;
  let rating: 'none' | 'good' | 'bad' = 'none';
  let callback: 'none' | 'asked' | 'no' | 'yes' = 'none';
  let extended = false;
  let asked = '';

  const add = (of: DepartmentCode | null, metric: string) => {
    const sums = units.get(of ?? '') ?? {};
    sums[metric] = (sums[metric] ?? 0) + 1;
    units.set(of ?? '', sums);
  };
  const addHouse = (metric: string) => {
    house[metric] = (house[metric] ?? 0) + 1;
  };
  const working = (from: string, to: string) =>
    calendarOf(policyInForce(CLOCKWORK.limits).rules, urgency, CLOCKWORK).workingBetween(new Date(from), new Date(to)) * 60;
  const net = (from: string, to: string) => {
    // Minute by minute over what is left of it: every stretch that lies in no pause.
    const edges = [from, to, ...pauses.flatMap((one) => [one.from, one.to ?? to])].filter((at) => at >= from && at <= to).toSorted();
    return edges.slice(1).reduce((sum, end, i) => {
      const begin = edges[i] ?? end;
      const still = pauses.some((one) => one.from <= begin && (one.to ?? to) >= end && begin !== end);
      return still ? sum : sum + working(begin, end);
    }, 0);
  };
  const standsSince = (at: string) => pauses.find((one) => one.to === null || (one.to === at && !one.from.startsWith('x')))?.from ?? at;
  const onTime = (step: string, at: string) => {
    const moment = [standsSince(at), at].toSorted()[0] ?? at;
    return moment <= (due.get(step) ?? '');
  };
  const endPauses = (at: string) => {
    for (const pause of pauses) pause.to ??= at;
  };
  const first = (what: string) => !seen.has(what) && seen.add(what) !== null;
  const holding = () => holdings.at(-1);

  for (const event of events) {
    const { body, at } = event;
    const now = holding();
    switch (body.type) {
      case 'opened':
        received = body.receivedAt;
        urgency = body.urgency;
        addHouse('received');
        break;
      case 'dispatched':
      case 'transferred':
      case 'returned': {
        if (body.type !== 'dispatched') {
          add(unit, body.type);
          if (now && back === 0) now.end = body.type;
          endPauses(at);
        }
        const next: DepartmentCode | null = body.type === 'returned' ? body.to : body.department;
        unit = next;
        if (next === null) break;
        handed += 1;
        if (back === 0) holdings.push({ unit: next, at, silent: !seen.has('contact'), claim: null, spoke: false, end: null });
        break;
      }
      case 'claimed':
        if (back === 0 && now && now.claim === null) {
          now.claim = { at, onTime: onTime('claim', at), seconds: Math.round(working(now.at, at)) };
          if (first('claim')) addHouse('claimed');
        }
        break;
      case 'contacted':
      case 'replied':
      case 'answered':
        if (first('contact')) {
          add(unit, 'contacted');
          add(unit, onTime('contact', at) ? 'contactOnTime' : 'contactLate');
          seconds.contact.push(Math.round(working(received, at)));
          if (back === 0) {
            addHouse('responded');
            if (now) now.spoke = true;
          }
        }
        if (body.type !== 'answered') break;
        if (first('verify')) {
          add(unit, 'verified');
          add(unit, onTime('verify', at) ? 'verifyOnTime' : 'verifyLate');
        }
        if (first('answer')) {
          add(unit, 'answered');
          add(unit, onTime('answer', at) ? 'answerOnTime' : 'answerLate');
          if (handed === 1) add(unit, 'answeredDirect');
        }
        break;
      case 'verified':
        if (first('verify')) {
          add(unit, 'verified');
          add(unit, onTime('verify', at) ? 'verifyOnTime' : 'verifyLate');
        }
        break;
      case 'suspended':
      case 'waiting':
        endPauses(at);
        pauses.push({ from: at, to: null });
        break;
      case 'resumed':
        endPauses(at);
        break;
      case 'extension-asked':
        add(unit, 'extensionsAsked');
        asked = at;
        break;
      case 'extension-granted':
        add(unit, 'extensionsGranted');
        pauses.push({ from: asked, to: body.until });
        extended = true;
        break;
      case 'closed':
        if (back === 0) {
          if (!seen.has('contact')) {
            addHouse('responded');
            if (now) now.spoke = true;
          }
          add(unit, 'closed');
          if (body.outcome === 'solved') add(unit, 'solved');
          if (extended) add(unit, 'closedExtended');
          add(unit, onTime('close', at) ? 'closeOnTime' : 'closeLate');
          seconds.close.push(Math.round(working(received, at)));
          seconds.net.push(Math.round(net(received, at)));
        }
        endPauses(at);
        closedBy = unit;
        rating = 'none';
        break;
      case 'rated':
        if (back === 0) {
          if (rating === 'none') add(closedBy, 'rated');
          if (rating !== 'good' && !body.bad) add(closedBy, 'satisfied');
          if (rating === 'good' && body.bad) units.set(closedBy ?? '', less(units.get(closedBy ?? ''), 'satisfied'));
        }
        rating = body.bad ? 'bad' : 'good';
        break;
      case 'rework':
      case 'reopened':
        add(unit, body.type === 'rework' ? 'reworked' : 'reopened');
        if (back === 0) add(closedBy, body.type === 'rework' ? 'redone' : 'reopenedOnce');
        back += 1;
        break;
      case 'withdrawn':
      case 'merged':
        if (body.type === 'withdrawn') add(unit, 'withdrawn');
        if (body.type === 'withdrawn' && body.callback) {
          addHouse('callbacksAsked');
          callback = 'asked';
        }
        if (back === 0 && !seen.has('contact')) addHouse('gone');
        if (back === 0 && now && unit !== null) now.end = body.type;
        endPauses(at);
        break;
      case 'called-back':
        if (callback === 'asked') addHouse('callbacksAnswered');
        if (body.pressed && callback !== 'yes') addHouse('callbacksPressed');
        callback = body.pressed ? 'yes' : 'no';
        break;
      case 'lapsed':
        add(unit, 'lapsed');
        break;
      case 'escalated':
        if (body.card !== null) add(unit, body.card === 'red' ? 'redCards' : 'yellowCards');
        break;
      case 'supervised':
        add(unit, body.rule === null ? 'supervised' : 'orders');
        break;
      case 'refined':
        urgency = body.urgency ?? urgency;
        break;
      case 'clocked':
        for (const clock of body.clocks) due.set(clock.step, clock.dueAt);
        break;
      default:
        break;
    }
  }

  for (const one of holdings) {
    const untaken = one.claim === null && one.end !== null;
    add(one.unit, 'dispatched');
    if (untaken) add(one.unit, 'passed');
    else add(one.unit, 'received');
    if (one.end === 'returned') add(one.unit, 'sentBack');
    if (one.silent && (one.end === null || one.spoke)) add(one.unit, 'toContact');
    if (one.silent && one.spoke) add(one.unit, 'contactedOf');
    if (one.claim === null) continue;
    add(one.unit, 'taken');
    add(one.unit, 'claimed');
    add(one.unit, one.claim.onTime ? 'claimOnTime' : 'claimLate');
    claimed.set(one.unit, [...(claimed.get(one.unit) ?? []), one.claim.seconds]);
  }
  return { units, house, seconds };
}

function less(sums: Sums | undefined, metric: string): Sums {
  return { ...sums, [metric]: (sums?.[metric] ?? 0) - 1 };
}
