import { describe, expect, it } from 'vitest';
import { ScheduleEntry } from '../../../core/config/reports.ts';
import type { Directory, Member } from '../../../core/directory.ts';
import { ChannelName, ChatId, MemberId } from '../../../core/ids.ts';
import { dueReports, ordersOf } from '../../../core/report/schedule.ts';
import { CLOCKWORK } from '../../support/clockwork.ts';
import { chat, directory, people } from '../commands/world.ts';

const entry = (over: object) =>
  ScheduleEntry.parse({
    key: 'daily',
    title: '每日专报',
    report: 'daily',
    time: '08:40',
    readers: { roles: ['manager'] },
    formats: ['png'],
    ...over,
  });
const DAILY = entry({});
const WEEKLY = entry({ key: 'weekly', title: '周报', report: 'weekly', time: '08:45' });
const MONTHLY = entry({ key: 'monthly', title: '月报', report: 'monthly', time: '08:50' });

const dueAt = (when: string) =>
  dueReports([DAILY, WEEKLY, MONTHLY], CLOCKWORK.calendar, new Date(`${when}+08:00`)).map(
    ({ schedule, date, days }) => `${schedule.key} ${date}: ${days.from}..${days.to}`,
  );

/** Every minute of these days, what becomes due at it. */
function overDays(from: string, to: string): string[] {
  const seen = new Set<string>();
  const said: string[] = [];
  const end = Date.parse(`${to}T23:59:00+08:00`);
  for (let at = Date.parse(`${from}T00:00:00+08:00`); at <= end; at += 60_000) {
    for (const { schedule, date } of dueReports([DAILY, WEEKLY, MONTHLY], CLOCKWORK.calendar, new Date(at))) {
      if (date < from || seen.has(`${schedule.key} ${date}`)) continue;
      seen.add(`${schedule.key} ${date}`);
      said.push(`${schedule.key} ${new Date(at + 8 * 3_600_000).toISOString().slice(5, 16)}`);
    }
  }
  return said;
}

describe('the schedule', () => {
  it('is due at its time and not before, and says what it looks back on', () => {
    const weekly = 'weekly 2026-11-23: 2026-11-16..2026-11-22';
    expect(dueAt('2026-11-25T08:39:59')).toEqual(['daily 2026-11-24: 2026-11-23..2026-11-23', weekly]);
    expect(dueAt('2026-11-25T08:40:00')).toEqual(['daily 2026-11-25: 2026-11-24..2026-11-24', weekly]);
  });

  it('on Monday tells of the weekend too', () => {
    expect(dueAt('2026-11-30T09:00:00')).toEqual(['daily 2026-11-30: 2026-11-27..2026-11-29', 'weekly 2026-11-30: 2026-11-23..2026-11-29']);
  });

  it('keeps quiet over the National Day, and works on the weekend that pays for it', () => {
    // 2026: 1 to 7 October free; Sunday 20 September and Saturday 10 October are worked.
    expect(overDays('2026-09-29', '2026-10-12')).toEqual([
      'daily 09-29T08:40',
      'daily 09-30T08:40',
      'daily 10-08T08:40',
      'weekly 10-08T08:45',
      'monthly 10-08T08:50',
      'daily 10-09T08:40',
      'daily 10-10T08:40',
      'daily 10-12T08:40',
      'weekly 10-12T08:45',
    ]);
    expect(dueAt('2026-10-08T09:00:00')).toEqual([
      'daily 2026-10-08: 2026-09-30..2026-10-07',
      'weekly 2026-10-08: 2026-09-28..2026-10-04',
      'monthly 2026-10-08: 2026-09-01..2026-09-30',
    ]);
  });

  it('tells of the week before a week that was all holiday together with it', () => {
    // The Spring Festival of 2026: 15 to 23 February.
    expect(overDays('2026-02-14', '2026-02-24')).toEqual(['daily 02-14T08:40', 'daily 02-24T08:40', 'weekly 02-24T08:45']);
    expect(dueAt('2026-02-24T09:00:00')).toEqual(['daily 2026-02-24: 2026-02-14..2026-02-23', 'weekly 2026-02-24: 2026-02-09..2026-02-22']);
  });

  it('finds what a sleeping machine missed: of a day for a day, of a week and a month for longer', () => {
    const weekly = 'weekly 2026-11-23: 2026-11-16..2026-11-22';
    expect(dueAt('2026-11-26T08:39:00')).toEqual(['daily 2026-11-25: 2026-11-24..2026-11-24', weekly]);
    expect(dueAt('2026-11-28T08:39:00')).toEqual(['daily 2026-11-27: 2026-11-26..2026-11-26', weekly]);
    expect(dueAt('2026-11-28T08:46:00')).toEqual([]);
    expect(dueAt('2026-11-11T12:00:00')).toContain('monthly 2026-11-02: 2026-10-01..2026-10-31');
    expect(dueAt('2026-11-12T12:00:00').join()).not.toContain('monthly');
  });
});

describe('its readers', () => {
  const webchat = ChannelName.parse('webchat');
  const alone = { ...chat(50, 'private'), id: ChatId.parse(50) };
  const bound = (member: Member, privateChat: number | null): Directory => ({
    ...directory,
    chats: [...directory.chats, alone],
    identities: [
      {
        member: member.id,
        channel: webchat,
        wireId: 'm',
        name: member.name,
        privateChat: privateChat === null ? null : ChatId.parse(privateChat),
      },
    ],
  });
  const [due] = dueReports([DAILY], CLOCKWORK.calendar, new Date('2026-11-25T09:00:00+08:00'));
  const orders = (at: Directory) => (due === undefined ? [] : ordersOf(due, at));

  it('get one each, alone, under a key of the day', () => {
    expect(orders(bound(people.manager, 50))).toEqual([
      {
        key: 'daily.2026-11-25.lian-peilin',
        chat: 50,
        reader: people.manager.id,
        request: {
          kind: 'scheduled',
          report: 'daily',
          title: '每日专报',
          days: { from: '2026-11-24', to: '2026-11-24', label: '11月24日' },
          formats: ['png'],
        },
      },
    ]);
  });

  it('are none where nobody can be written to alone: never a group, never who stands in', () => {
    expect(orders(bound(people.manager, null))).toEqual([]);
    const away = { ...bound(people.official, 50), away: [{ member: people.manager.id, deputy: people.official.id }] };
    expect(orders(away)).toEqual([]);
    expect(orders({ ...bound(people.manager, 50), channels: [] })).toEqual([]);
    const gone = { ...bound(people.manager, 50), members: [{ ...people.manager, active: false }] };
    expect(orders(gone)).toEqual([]);
  });

  it('may be named one by one', () => {
    const named = entry({ readers: { people: ['wang-guodong'] } });
    const [one] = dueReports([named], CLOCKWORK.calendar, new Date('2026-11-25T09:00:00+08:00'));
    if (one === undefined) throw new Error('nothing is due');
    expect(ordersOf(one, bound(people.official, 50)).map(({ reader }) => reader)).toEqual([MemberId.parse(4)]);
  });
});
