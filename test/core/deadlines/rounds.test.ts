import { describe, expect, test } from 'vitest';
import { PLANNING, Story } from './story.ts';

/** 2026-03-10 is a Tuesday. Hours 08:30–12:00 and 13:30–17:30. */
describe('clocks of a ticket that goes from hand to hand', () => {
  const contact = { verb: 'contact', note: '', handler: null } as const;
  const pass = { verb: 'transfer', department: PLANNING, reason: '属于规划许可' } as const;

  test('the next unit’s clock is a round of its own, though nobody had taken the step before: its rungs are climbed anew', () => {
    const story = new Story().dispatched('03-10 09:00').does('03-10 10:00', pass).until('03-10 11:00');
    expect(story.due('claim')).toBe('03-10 10:30');
    expect(story.rungs('claim')).toEqual([
      'claim.1.remind 03-10 09:24',
      'claim.1.red 03-10 09:30',
      'claim.1.desk 03-10 10:00',
      'claim.2.remind 03-10 10:24',
      'claim.2.red 03-10 10:30',
      'claim.2.desk 03-10 11:00',
    ]);
    const keys = story.events.flatMap(({ body }) => (body.type === 'escalated' ? [body.key] : []));
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('a step that was dropped was not taken: the next unit is asked for it', () => {
    const story = new Story().dispatched('03-10 09:00').does('03-10 10:00', pass);
    expect(story.dues().map((due) => due.split(' ')[0])).toEqual(['claim', 'contact', 'verify', 'answer', 'close', 'return']);
  });

  test('a second 挂账 is looked at again as the first was', () => {
    const story = new Story()
      .dispatched('03-10 09:00')
      .does('03-10 09:10', contact)
      .does('03-10 10:00', { verb: 'wait', reason: '补材料' })
      .does('03-18 10:00', { verb: 'resume', note: '' })
      .does('03-18 11:00', { verb: 'wait', reason: '再补' })
      .until('03-26 10:00');
    expect(story.rungs('review')).toEqual(['review.1.look 03-17 10:00', 'review.2.look 03-25 11:00']);
  });

  test('a pause that takes another’s place loses nothing of the first', () => {
    const story = new Story()
      .dispatched('03-10 09:00')
      .does('03-10 09:10', contact)
      .does('03-10 10:00', { verb: 'wait', reason: '补材料' })
      .does('03-11 10:00', { verb: 'suspend', reason: '等指标' })
      .does('03-12 10:00', { verb: 'resume', note: '' });
    // Two working days stood still, and the three of 答复 end so much later.
    expect(story.due('answer')).toBe('03-17 09:00');
  });

  test('a 延期 gives its days to what ran when it was asked, and to no 签收 of the next unit', () => {
    const story = new Story()
      .dispatched('03-10 09:00')
      .does('03-10 09:10', contact)
      .does('03-10 10:00', { verb: 'askExtension', days: 5, reason: '等评审', atMost: 10, times: 1 })
      .does('03-10 11:00', { verb: 'grantExtension', until: '2026-03-17T02:00:00.000Z', note: '' })
      .does('03-11 09:00', pass);
    expect(story.due('claim')).toBe('03-11 09:30');
    expect(story.due('answer')).toBe('03-20 09:00');
  });

  test('a pause never brings a deadline forward', () => {
    // Accepted at night, 答复 is due as the third day opens: no working time lies between its evening and its morning.
    const story = new Story()
      .dispatched('03-09 20:00')
      .does('03-10 09:10', contact)
      .does('03-12 19:00', { verb: 'wait', reason: '补材料' })
      .does('03-12 20:00', { verb: 'resume', note: '' });
    expect(story.due('answer')).toBe('03-13 08:30');
  });
});
