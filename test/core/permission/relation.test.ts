import { describe, expect, it } from 'vitest';
import { relationOf } from '../../../core/permission/relation.ts';
import { unitScope } from '../../../core/permission/scope.ts';
import { mayVouchFor } from '../../../core/permission/seniority.ts';
import { readsWords } from '../../../core/permission/visibility.ts';
import { chats, context, directory, type Person, people, ticket, unit } from '../commands/world.ts';

const elsewhere = { channel: 'webchat', wireId: 'elsewhere' };
const relation = (who: Person, over: Record<string, unknown> = {}) => relationOf(people[who], elsewhere, ticket(over), directory);

describe('relationOf', () => {
  it.each([
    ['boss', {}, 'own'],
    ['clerk', {}, 'colleague'],
    ['rival', {}, 'other'],
    ['official', {}, 'handling'],
    ['head', {}, 'handling'],
    ['planner', {}, 'cohandling'],
    ['planner', { cohandlers: [] }, 'other'],
    ['planner', { cohandlers: [], handler: 6 }, 'handling'],
    ['planner', { cohandlers: [], commissioner: 6 }, 'handling'],
    ['commissioner', {}, 'handling'], // posted to the enterprise now, whoever was at the dispatch
    ['commissioner', { enterprise: null }, 'other'],
    ['duty', {}, 'other'],
    ['leader', {}, 'other'],
  ] as const)('%s on %j is %s', (who, over, wanted) => {
    expect(relation(who, over)).toBe(wanted);
  });

  it('keeps from his colleagues what somebody told the bot alone about something touchy: it may be about them', () => {
    const alone = chats.private.id;
    const touchy = { sourceChat: alone, sensitive: true, text: '老板拖欠工资三个月了' };
    expect(relation('clerk', touchy)).toBe('other');
    expect(relation('clerk', { ...touchy, sensitive: false })).toBe('colleague');
    expect(relation('clerk', { ...touchy, sourceChat: chats.work.id })).toBe('colleague');
    // A phone number makes it touchy for a group, and is no reason to hide it from those he works with.
    expect(relation('clerk', { ...touchy, text: '变压器增容申请卡住了，电话13800138000' })).toBe('colleague');
    expect(relation('boss', touchy)).toBe('own');
    expect(relation('official', touchy)).toBe('handling');
    expect(readsWords(context('clerk', 'private'), ticket(touchy), directory)).toBe(false);
    const reporter = { member: people.clerk.id, channel: 'webchat', wireId: 'clerk', name: '他' };
    const also = [{ inbox: 9, reporter, enterprise: null, text: '我的工资也没发', at: '2026-03-10T01:00:00Z' }];
    expect(relation('clerk', { ...touchy, also })).toBe('colleague');
  });

  it('knows a stranger by the wire he reported from, and nobody by a display name', () => {
    expect(
      relationOf(
        null,
        { channel: 'webchat', wireId: 'boss' },
        ticket({ reporter: { member: null, channel: 'webchat', wireId: 'boss', name: '老于' } }),
        directory,
      ),
    ).toBe('own');
    expect(relationOf(null, { channel: 'telegram', wireId: 'boss' }, ticket(), directory)).toBe('other');
    expect(
      relationOf(null, elsewhere, ticket({ reporter: { member: null, channel: 'webchat', wireId: 'y', name: 'elsewhere' } }), directory),
    ).toBe('other');
  });

  it('gives a person what he reported on another channel before he was bound', () => {
    const reporter = { member: null, channel: 'telegram', wireId: 'tg-boss', name: 'yu' };
    expect(relation('boss', { reporter, enterprise: null })).toBe('own');
    expect(relation('clerk', { reporter, enterprise: null })).toBe('other');
  });

  it('knows who told of the same: joined, but of the same enterprise a colleague', () => {
    const also = (member: number | null, wireId: string) => [
      {
        inbox: 9,
        reporter: { member, channel: 'webchat', wireId, name: '他' },
        enterprise: null,
        text: '我们也停电了',
        at: '2026-03-10T01:00:00Z',
      },
    ];
    expect(relation('rival', { also: also(people.rival.id, 'rival') })).toBe('joined');
    expect(relation('clerk', { also: also(people.clerk.id, 'clerk') })).toBe('colleague');
    expect(relationOf(null, elsewhere, ticket({ also: also(null, 'elsewhere') }), directory)).toBe('joined');
    expect(relationOf(null, { ...elsewhere, channel: 'telegram' }, ticket({ also: also(null, 'elsewhere') }), directory)).toBe('other');
    expect(readsWords(context('rival', 'private'), ticket({ also: also(people.rival.id, 'rival') }), directory)).toBe(false);
  });

  it('lets nobody be both handler and reporter: a unit does not rate its own work', () => {
    expect(relation('official', { reporter: { member: 4, channel: 'webchat', wireId: 'official', name: '王' } })).toBe('handling');
  });

  it('knows no relation of somebody who has left but what he reported', () => {
    expect(relationOf({ ...people.official, active: false }, elsewhere, ticket(), directory)).toBe('other');
  });
});

describe('whose figures', () => {
  const scope = (who: Person, where: keyof typeof chats, asked: string | null) =>
    unitScope(people[who], chats[where], asked === null ? null : unit(asked), directory.departments);

  it.each([
    ['manager', 'private', null, { ok: true, department: null }],
    ['manager', 'private', 'land', { ok: true, department: 'land' }],
    ['manager', 'environment', null, { ok: true, department: 'environment' }],
    ['official', 'private', null, { ok: true, department: 'environment' }],
    ['official', 'private', 'environment', { ok: true, department: 'environment' }],
    ['official', 'work', null, { ok: true, department: 'environment' }],
  ] as const)('%s in %s asking %s', (who, where, asked, wanted) => {
    expect(scope(who, where, asked)).toEqual(wanted);
  });

  it.each([
    ['official', 'private', 'land'],
    ['manager', 'environment', 'land'],
    ['boss', 'private', null],
  ] as const)('%s in %s does not get %s', (who, where, asked) => {
    expect(scope(who, where, asked)).toMatchObject({ ok: false, sentence: expect.stringMatching(/^抱歉/) });
  });
});

describe('who may vouch for whom', () => {
  it('keeps the desk from making itself, or anybody, a manager or an admin', () => {
    expect(mayVouchFor(['duty'], ['official', 'head', 'commissioner', 'entrepreneur'])).toBe(true);
    for (const role of ['leader', 'manager', 'duty', 'admin'] as const) expect(mayVouchFor(['duty'], ['official', role])).toBe(false);
    expect(mayVouchFor(['admin'], ['admin', 'manager'])).toBe(true);
    expect(mayVouchFor(['manager', 'leader', 'official'], ['official'])).toBe(false);
    expect(mayVouchFor([], [])).toBe(false);
  });
});

describe('who reads the words of a ticket, and where', () => {
  const reads = (who: Person, where: keyof typeof chats) => readsWords(context(who, where), ticket(), directory);

  it.each([
    ['boss', 'private', true],
    ['clerk', 'private', true],
    ['rival', 'private', false],
    ['boss', 'work', false],
    ['leader', 'work', false],
    ['leader', 'private', true],
    ['duty', 'duty', true],
    ['official', 'environment', true],
    ['planner', 'planning', true],
    ['planner', 'private', true],
    ['official', 'unknown', false],
  ] as const)('%s in %s: %s', (who, where, wanted) => {
    expect(reads(who, where)).toBe(wanted);
  });

  it('shows a room that does not handle it nothing, even if the asker may read it', () => {
    expect(readsWords(context('leader', 'planning'), ticket({ cohandlers: [] }), directory)).toBe(false);
  });
});
