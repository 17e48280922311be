import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolvePeriod } from '../../../core/report/period.ts';
import { dateOfDay, dayNumber, momentText } from '../../../core/report/shanghai.ts';

const at = (text: string) => new Date(text);
const WEDNESDAY = at('2017-04-26T02:30:00Z');

describe('periods as days in Shanghai', () => {
  it.each([
    ['today', '2017-04-26', '2017-04-26'],
    ['this_week', '2017-04-24', '2017-04-26'],
    ['last_week', '2017-04-17', '2017-04-23'],
    ['this_month', '2017-04-01', '2017-04-26'],
    ['last_month', '2017-03-01', '2017-03-31'],
    ['this_year', '2017-01-01', '2017-04-26'],
    ['month:2', '2017-02-01', '2017-02-28'],
    ['month:4', '2017-04-01', '2017-04-26'],
    ['month:5', '2016-05-01', '2016-05-31'],
    ['month:12', '2016-12-01', '2016-12-31'],
    ['range:04-01..04-15', '2017-04-01', '2017-04-15'],
    ['range:04-20..05-10', '2017-04-20', '2017-04-26'],
    ['range:12-20..12-31', '2016-12-20', '2016-12-31'],
    ['range:12-20..01-05', '2016-12-20', '2017-01-05'],
    ['range:04-20..04-10', '2016-04-20', '2017-04-10'],
    ['range:05-01..04-10', '2016-05-01', '2017-04-10'],
    ['range:02-28..02-28', '2017-02-28', '2017-02-28'],
  ])('%s', (period, from, to) => {
    expect(resolvePeriod(period, WEDNESDAY)).toMatchObject({ from, to });
  });

  it.each(['range:02-30..03-01', 'range:02-01..02-29', 'range:4-1..4-2', 'month:0', 'month:13', 'next_week', '', 'range:'])(
    '%s is none',
    (period) => {
      expect(resolvePeriod(period, WEDNESDAY)).toBeNull();
    },
  );

  it('turns the day at midnight in Weihai, not in London', () => {
    expect(resolvePeriod('today', at('2017-04-26T15:59:59Z'))?.from).toBe('2017-04-26');
    expect(resolvePeriod('today', at('2017-04-26T16:00:00Z'))?.from).toBe('2017-04-27');
    expect(resolvePeriod('last_month', at('2017-12-31T16:00:00Z'))).toMatchObject({ from: '2017-12-01', to: '2017-12-31' });
  });

  it('begins weeks on Monday, on each day of the week', () => {
    for (let day = 24; day <= 30; day += 1) {
      expect(resolvePeriod('this_week', at(`2017-04-${day}T04:00:00Z`))?.from).toBe('2017-04-24');
      expect(resolvePeriod('last_week', at(`2017-04-${day}T04:00:00Z`))).toMatchObject({ from: '2017-04-17', to: '2017-04-23' });
    }
    expect(resolvePeriod('this_week', at('2017-04-30T16:00:00Z'))?.from).toBe('2017-05-01');
  });

  it('knows leap years', () => {
    expect(resolvePeriod('month:2', at('2020-03-10T00:00:00Z'))?.to).toBe('2020-02-29');
    expect(resolvePeriod('range:02-29..02-29', at('2020-03-10T00:00:00Z'))?.from).toBe('2020-02-29');
  });

  it('says name and days', () => {
    expect(resolvePeriod('last_month', WEDNESDAY)?.label).toBe('上月（2017年3月1日至2017年3月31日）');
    expect(resolvePeriod('today', WEDNESDAY)?.label).toBe('今天（2017年4月26日）');
    expect(resolvePeriod('month:12', WEDNESDAY)?.label).toBe('2016年12月（2016年12月1日至2016年12月31日）');
  });

  it('never begins after it ends, and never ends after today', () => {
    const names = fc.oneof(
      fc.constantFrom('today', 'this_week', 'last_week', 'this_month', 'last_month', 'this_year'),
      fc.integer({ min: 1, max: 12 }).map((one) => `month:${one}`),
      fc.tuple(fc.integer({ min: 0, max: 364 }), fc.integer({ min: 0, max: 364 })).map(([a, b]) => {
        const day = (n: number) => dateOfDay(dayNumber('2019-01-01') + n).slice(5);
        return `range:${day(a)}..${day(b)}`;
      }),
    );
    fc.assert(
      fc.property(names, fc.date({ min: at('2016-01-01'), max: at('2035-12-31'), noInvalidDate: true }), (period, now) => {
        const found = resolvePeriod(period, now);
        if (found === null) throw new Error(`${period} at ${now.toISOString()}`);
        const today = resolvePeriod('today', now)?.from ?? '';
        expect(found.from <= found.to).toBe(true);
        expect(found.to <= today).toBe(true);
      }),
    );
  });
});

describe('moments', () => {
  it('are told in Shanghai, with the year where it is another', () => {
    expect(momentText('2017-04-26T01:05:00Z', WEDNESDAY)).toBe('4月26日 09:05');
    expect(momentText('2016-12-31T15:59:00Z', WEDNESDAY)).toBe('2016年12月31日 23:59');
    expect(momentText('2016-12-31T16:00:00Z', WEDNESDAY)).toBe('1月1日 00:00');
  });
});
