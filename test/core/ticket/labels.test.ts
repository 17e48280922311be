import { describe, expect, it } from 'vitest';
import { TicketNumber } from '../../../core/ids.ts';
import { longNumberLabel, numberLabel, spokenNumber } from '../../../core/ticket/labels.ts';

const n = (value: number) => TicketNumber.parse(value);

describe('ticket numbers', () => {
  it('are short in lists and spoken in sentences', () => {
    expect(numberLabel(n(128))).toBe('#128');
    expect(spokenNumber(n(128))).toBe('128号');
  });

  it.each([
    [128, '2026-04-27T02:00:00.000Z', 'HC2026-0128'],
    [7, '2026-12-31T16:00:00.000Z', 'HC2027-0007'],
    [12345, '2026-04-27T02:00:00.000Z', 'HC2026-12345'],
  ])('have a long form: %i received at %s is %s', (number, at, label) => {
    expect(longNumberLabel('HC', n(number), at)).toBe(label);
  });
});
