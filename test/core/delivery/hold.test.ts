import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { heldUntil, type NoticePolicy, quietUntil } from '../../../core/delivery/hold.ts';

const night: NoticePolicy = { windowMinutes: 5, bundleSeconds: 15, quiet: { from: '21:00', to: '07:30' } };
const lunch: NoticePolicy = { windowMinutes: 30, bundleSeconds: 15, quiet: { from: '12:00', to: '13:30' } };
const unfolded: NoticePolicy = { ...night, windowMinutes: 0 };

/** On the wall in Weihai. */
const at = (wall: string) => new Date(`${wall.replace(' ', 'T')}+08:00`);
const wall = (moment: Date | null) => moment && new Date(moment.getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

const calm = { urgency: 'normal', urgent: false } as const;
const pressing = { urgency: 'urgent', urgent: true } as const;
const critical = { urgency: 'critical', urgent: false } as const;

describe('heldUntil', () => {
  test.each([
    ['in the day: the window', calm, night, '2026-11-26 10:00:00', '2026-11-26 10:05:00'],
    ['in the day, urgent: at once', pressing, night, '2026-11-26 10:00:00', null],
    ['in the day, 特急: at once', critical, night, '2026-11-26 10:00:00', null],
    ['no window: at once', calm, unfolded, '2026-11-26 10:00:00', null],
    [
      'an urgent ticket does not make its every notice urgent',
      { urgency: 'urgent', urgent: false },
      night,
      '2026-11-26 10:00:00',
      '2026-11-26 10:05:00',
    ],
    ['it would come out in the quiet hours: after them', calm, night, '2026-11-26 20:57:00', '2026-11-27 07:30:00'],
    ['it would come out as they begin: after them', calm, night, '2026-11-26 20:55:00', '2026-11-27 07:30:00'],
    ['just before they begin', calm, night, '2026-11-26 20:54:59', '2026-11-26 20:59:59'],
    ['urgent, just before they begin: at once', pressing, night, '2026-11-26 20:59:59', null],
    ['in the evening', calm, night, '2026-11-26 21:00:00', '2026-11-27 07:30:00'],
    ['after midnight', calm, night, '2026-11-27 03:00:00', '2026-11-27 07:30:00'],
    ['over the new year', calm, night, '2026-12-31 22:00:00', '2027-01-01 07:30:00'],
    ['urgent at night: after it', pressing, night, '2026-11-27 03:00:00', '2026-11-27 07:30:00'],
    ['特急 at night: at once', critical, night, '2026-11-27 03:00:00', null],
    ['no window, at night', calm, unfolded, '2026-11-27 03:00:00', '2026-11-27 07:30:00'],
    ['the night ends', calm, night, '2026-11-27 07:29:59', '2026-11-27 07:30:00'],
    ['the night has ended', calm, night, '2026-11-27 07:30:00', '2026-11-27 07:35:00'],
    ['quiet hours within a day', calm, lunch, '2026-11-26 12:15:00', '2026-11-26 13:30:00'],
    ['before them', calm, lunch, '2026-11-26 11:40:00', '2026-11-26 13:30:00'],
    ['after them', calm, lunch, '2026-11-26 13:30:00', '2026-11-26 14:00:00'],
    ['a window that reaches over them', calm, { ...lunch, windowMinutes: 120 }, '2026-11-26 11:45:00', '2026-11-26 13:45:00'],
  ] as const)('%s', (_name, notice, policy, now, expected) => {
    expect(wall(heldUntil(notice, at(now), policy))).toBe(expected);
  });

  const policies = fc.record({
    windowMinutes: fc.integer({ min: 0, max: 120 }),
    bundleSeconds: fc.constant(15),
    quiet: fc
      .tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 1439 }))
      .map(([from, length]) => ({ from: clock(from), to: clock((from + length) % 1440) })),
  });
  const moments = fc.date({ min: new Date('2020-01-01T00:00:00Z'), max: new Date('2030-01-01T00:00:00Z'), noInvalidDate: true });
  const notices = fc.record({ urgency: fc.constantFrom('normal', 'urgent'), urgent: fc.boolean() });

  test('nothing but 特急 goes out, or is let out, in the quiet hours', () => {
    fc.assert(
      fc.property(notices, moments, policies, (notice, now, policy) => {
        expect(quietUntil(heldUntil(notice, now, policy) ?? now, policy)).toBeNull();
      }),
      { numRuns: 2_000 },
    );
  });

  test('outside them nobody waits longer than the window and the quiet hours it ends in', () => {
    fc.assert(
      fc.property(notices, moments, policies, (notice, now, policy) => {
        const held = heldUntil(notice, now, policy);
        if (held === null) return;
        const window = new Date(now.getTime() + policy.windowMinutes * 60_000);
        expect(held.getTime()).toBeGreaterThan(now.getTime());
        expect(held.getTime()).toBeLessThan(window.getTime() + 24 * 3_600_000);
      }),
    );
  });
});

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
