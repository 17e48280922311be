import { describe, expect, it } from 'vitest';
import type { TicketCommand } from '../../../core/ticket/command.ts';
import { bucketOf } from '../../../core/ticket/counting/buckets.ts';
import { unit } from '../commands/world.ts';
import { COMMISSIONER, type Life, lived, type Try } from './counting/lives.ts';
import { COMMANDS } from './samples.ts';

const ENVIRONMENT = unit('environment');
const PLANNING = unit('planning');
const BAD = { verb: 'rate', rating: { attitude: 1, quality: 3, effect: 3, comment: null } } as const;
const dispatch: TicketCommand = { ...COMMANDS.dispatch, department: ENVIRONMENT, commissioner: null };

/** Reported on Monday 27 April 2026 at 09:58:30, accepted at 10:00; a day is 8:30–12:00 and 13:30–17:30, from May to 18:00. */
const after = (wait: number, command: TicketCommand): Try => ({ wait, act: () => command });
const at = (...commands: readonly TicketCommand[]): readonly Try[] => commands.map((command) => after(10, command));

/** Sums over all days and departments; those of the clock and the histograms left out. */
function totals({ counters }: Life): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { metric, by } of counters.filter((one) => !one.metric.includes('~'))) sums[metric] = (sums[metric] ?? 0) + by;
  return sums;
}
const booked = ({ counters }: Life, metric: string) =>
  counters.filter((one) => one.metric === metric).map(({ day, department, by }) => [day, department, by]);

describe('counters', () => {
  it('count a whole life, with the working seconds each step took', () => {
    const life = lived(at(dispatch, COMMANDS.claim, COMMANDS.contact, COMMANDS.answer, COMMANDS.close, COMMANDS.rate));
    expect(totals(life)).toEqual({
      received: 1,
      'in.land': 1,
      'grid.land': 1,
      dispatched: 1,
      toContact: 1,
      claimed: 1,
      claimSeconds: 600,
      claimOnTime: 1,
      taken: 1,
      contacted: 1,
      contactSeconds: 30 * 60 + 90,
      contactOnTime: 1,
      responded: 1,
      contactedOf: 1,
      verified: 1,
      verifyOnTime: 1,
      answered: 1,
      answerOnTime: 1,
      answeredDirect: 1,
      closed: 1,
      closeSeconds: 50 * 60 + 90,
      closeNetSeconds: 50 * 60 + 90,
      closeOnTime: 1,
      solved: 1,
      rated: 1,
      satisfied: 1,
    });
    expect(booked(life, `close~${bucketOf(50 * 60 + 90)}`)).toHaveLength(1);
  });

  it('time what lies over a lunch, a night and a holiday in working time', () => {
    const life = lived([after(0, dispatch), after(4 * 24 * 60 + 8 * 60 - 1, COMMANDS.claim), after(60, COMMANDS.close)]);
    // Monday 10:00 to Friday evening: 1 May is free, so Monday to Thursday count.
    expect(totals(life)['claimSeconds']).toBe((6 * 60 + 3 * 450) * 60);
    expect(totals(life)).toMatchObject({ claimLate: 1, closeOnTime: 1 });
  });

  it('leave pauses out of the net time of 办结, and do not call late what was late for a pause', () => {
    const pause = [after(10, dispatch), after(10, COMMANDS.claim), after(10, COMMANDS.suspend)];
    const sums = totals(lived([...pause, after(60 * 24 * 40, COMMANDS.close)]));
    expect(sums).toMatchObject({ closeOnTime: 1, closeNetSeconds: 30 * 60 + 90 });
    expect(sums['closeSeconds']).toBeGreaterThan(20 * 450 * 60);
    const late = totals(lived([...pause.slice(0, 2), after(60 * 24 * 40, COMMANDS.close)]));
    expect(late).toMatchObject({ closeLate: 1 });
  });

  it('book the report without a department and the rest with the one that had it', () => {
    const life = lived(at(dispatch, COMMANDS.claim, COMMANDS.transfer, COMMANDS.answer));
    const of = (metric: string) => booked(life, metric).map(([, department]) => department);
    expect(of('received')).toEqual([null]);
    expect(of('dispatched')).toEqual([ENVIRONMENT, PLANNING]);
    expect([of('claimed'), of('tookOver')]).toEqual([[ENVIRONMENT], [PLANNING]]);
    expect([of('transferred'), of('answered')]).toEqual([[ENVIRONMENT], [PLANNING]]);
    expect(totals(life)['answeredDirect']).toBeUndefined();
  });

  it('book what takes something back on the day of what it takes back', () => {
    const life = lived([after(0, dispatch), after(60 * 24, COMMANDS.return)]);
    const monday = [['2026-04-27', ENVIRONMENT, 1]];
    expect([booked(life, 'dispatched'), booked(life, 'passed'), booked(life, 'sentBack')]).toEqual([monday, monday, monday]);
    expect(booked(life, 'returned')).toEqual([['2026-04-28', ENVIRONMENT, 1]]);
    expect(booked(life, 'grid.land')).toEqual([
      ['2026-04-27', ENVIRONMENT, 1],
      ['2026-04-27', ENVIRONMENT, -1],
    ]);
  });

  it('book 评价, 重办 and 重开 on the day of the 办结 they are about, each once', () => {
    const bad = lived([...at(dispatch, COMMANDS.close), after(60 * 24, COMMANDS.rate), after(60 * 24, BAD), ...at(COMMANDS.close, BAD)]);
    expect([booked(bad, 'rated'), booked(bad, 'redone')]).toEqual([[['2026-04-27', ENVIRONMENT, 1]], [['2026-04-27', ENVIRONMENT, 1]]]);
    expect(booked(bad, 'satisfied').map(([day, , by]) => [day, by])).toEqual([
      ['2026-04-27', 1],
      ['2026-04-27', -1],
    ]);
    expect(totals(bad)).toMatchObject({ reworked: 2, closed: 1, orders: 1 });
    const reopened = lived([...at(dispatch, COMMANDS.close), after(60 * 24, COMMANDS.reopen)]);
    expect(booked(reopened, 'reopenedOnce')).toEqual([['2026-04-27', ENVIRONMENT, 1]]);
  });

  it('a 签收 that lapsed and is taken again by the same unit is no other 签收; by another it is', () => {
    const lapse = [after(0, dispatch), after(5, COMMANDS.claim), { wait: 60 * 24, act: 'clock' } as const];
    const same = totals(lived([...lapse, after(10, COMMANDS.claim)]));
    expect(same).toMatchObject({ lapsed: 1, claimed: 1, taken: 1, dispatched: 1 });
    expect(same['tookOver']).toBeUndefined();
    const other = totals(lived([...lapse, after(10, COMMANDS.transfer), after(10, COMMANDS.claim)]));
    expect(other).toMatchObject({ claimed: 1, tookOver: 1, taken: 2, dispatched: 2 });
    expect(other['passed']).toBeUndefined();
  });

  it('a 撤单 before anybody spoke leaves it out of 响应率, and its unit without a debt', () => {
    expect(totals(lived(at(dispatch, COMMANDS.withdraw)))).toMatchObject({ gone: 1, passed: 1, toContact: 0, withdrawn: 1 });
    expect(totals(lived(at(dispatch, COMMANDS.contact, COMMANDS.withdraw)))['gone']).toBeUndefined();
    expect(totals(lived(at(COMMANDS.merge)))).toEqual({ received: 1, 'in.land': 1, gone: 1 });
  });

  it('never book by unit what a reporter answers to whether anybody pressed him', () => {
    const life = lived(at(dispatch, { ...COMMANDS.withdraw, ask: true }, { verb: 'callBack', pressed: true, note: '让我撤' }));
    for (const metric of ['callbacksAsked', 'callbacksAnswered', 'callbacksPressed']) {
      expect(booked(life, metric)).toEqual([['2026-04-27', null, 1]]);
    }
  });

  it('count a commissioner’s words with his enterprises, and the tickets he was told of', () => {
    const himself = { kind: 'member', member: COMMISSIONER, name: '张岩' } as const;
    const posted: TicketCommand = { ...COMMANDS.dispatch, department: ENVIRONMENT, commissioner: COMMISSIONER };
    const life = lived([
      after(0, posted),
      { wait: 10, act: () => COMMANDS.contact, by: himself },
      { wait: 60 * 24, act: () => COMMANDS.reply, by: himself },
      after(10, COMMANDS.answer),
    ]);
    expect(booked(life, `by.${COMMISSIONER}`)).toEqual([
      ['2026-04-27', null, 1],
      ['2026-04-28', null, 1],
    ]);
    expect(booked(life, `posting.${COMMISSIONER}.lanqi-fishing`)).toEqual([['2026-04-27', null, 1]]);
  });
});
