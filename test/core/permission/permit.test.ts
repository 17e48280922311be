import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Relation } from '../../../core/commands/command.ts';
import { COMMANDS } from '../../../core/commands/index.ts';
import { COMMAND_NAMES } from '../../../core/commands/names.ts';
import { ChatRole, Role } from '../../../core/directory.ts';
import { permit, permitCall, rolesOf } from '../../../core/permission/permit.ts';
import { chats, directory, people, ticket } from '../commands/world.ts';
import { EXPECTED } from './expected.ts';

const RELATIONS: readonly Relation[] = ['none', 'own', 'colleague', 'joined', 'handling', 'cohandling', 'other'];
const LETTERS: Readonly<Record<string, readonly Role[]>> = {
  s: [],
  e: ['entrepreneur'],
  o: ['official'],
  h: ['head'],
  c: ['commissioner'],
  l: ['leader'],
  m: ['manager'],
  d: ['duty'],
  a: ['admin'],
};
const PLACES = ['work', 'department', 'duty', 'private'] as const;

/** `command relation place letter` for everything that is expected to be allowed. */
function expectedRights(): Set<string> {
  const lines = EXPECTED.split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((cells) => cells.length > 1 && cells[0] !== 'command');
  const allowed = lines.flatMap(([command = '', relation = '', ...cells]) => {
    if (cells.length !== 4) throw new Error(`four places wanted: ${command} ${relation}`);
    const relations = relation === 'any' ? RELATIONS : [relation];
    return relations.flatMap((one) =>
      cells.flatMap((letters, i) =>
        letters === '.' ? [] : [...letters].map((letter) => `${command} ${one} ${PLACES[i] ?? ''} ${letter}`),
      ),
    );
  });
  if (new Set(allowed).size !== allowed.length) throw new Error('a line says something twice');
  return new Set(allowed);
}

describe('the table of rights', () => {
  const expected = expectedRights();

  it.each(COMMAND_NAMES)('%s is as reviewed, for every role, chat and relation', (command) => {
    const found: string[] = [];
    const wanted: string[] = [];
    for (const chatRole of PLACES) {
      for (const relation of RELATIONS) {
        for (const [letter, roles] of Object.entries(LETTERS)) {
          const right = `${command} ${relation} ${chatRole} ${letter}`;
          if (permit({ roles, command, chatRole, relation }).ok) found.push(right);
          if (expected.has(right)) wanted.push(right);
        }
      }
    }
    expect(found).toEqual(wanted);
  });

  it('names in the expectation only what exists, and every command', () => {
    const named = new Set([...expected].map((one) => one.split(' ')[0]));
    expect(named).toEqual(new Set(COMMAND_NAMES));
    expect(new Set(COMMANDS.map((one) => one.name))).toEqual(new Set(COMMAND_NAMES));
    expect(COMMANDS).toHaveLength(COMMAND_NAMES.length);
    expect(new Set(Object.values(LETTERS).flat())).toEqual(new Set(Role.options));
  });

  it('lets whoever may act on some ticket here be asked which', () => {
    for (const right of expected) {
      const [command = '', , place = '', letter = ''] = right.split(' ');
      expect(expected.has(`${command} none ${place} ${letter}`), right).toBe(true);
    }
  });

  it('gives a person of several roles what any of them may, and no more', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom(...Role.options), { minLength: 1 }),
        fc.constantFrom(...COMMAND_NAMES),
        fc.constantFrom(...ChatRole.options),
        fc.constantFrom(...RELATIONS),
        (roles, command, chatRole, relation) => {
          const alone = roles.some((role) => permit({ roles: [role], command, chatRole, relation }).ok);
          expect(permit({ roles, command, chatRole, relation }).ok).toBe(alone);
        },
      ),
    );
  });

  it('refuses everything in a chat that is not ours, and everything it does not know', () => {
    for (const command of COMMAND_NAMES) {
      for (const roles of Object.values(LETTERS)) {
        expect(permit({ roles, command, chatRole: 'unknown', relation: 'own' })).toMatchObject({ ok: false, code: 'unknown-chat' });
      }
    }
    for (const command of ['drop_tables', '', 'toString', '__proto__', 'constructor']) {
      expect(permit({ roles: ['admin'], command, chatRole: 'private', relation: 'none' })).toMatchObject({
        ok: false,
        code: 'unknown-command',
      });
    }
  });
});

describe('a refusal', () => {
  const refused = (roles: readonly Role[], command: string, chatRole: ChatRole, relation: Relation) => {
    const answer = permit({ roles, command, chatRole, relation });
    if (answer.ok) throw new Error('permitted');
    return answer;
  };

  it.each([
    [[], 'claim', 'work', 'none', 'stranger', '绑定码'],
    [['entrepreneur'], 'board', 'work', 'none', 'role', '区领导'],
    [['admin'], 'directory', 'work', 'none', 'wrong-chat', '值班群、私聊'],
    [['official'], 'claim', 'private', 'other', 'not-yours', '承办'],
    [['entrepreneur'], 'rate', 'work', 'other', 'not-yours', '反映人'],
    [['official'], 'answer', 'department', 'cohandling', 'cohandler', '协办单位'],
    [['duty', 'official'], 'withdraw', 'work', 'other', 'wrong-chat', '值班群、私聊'],
  ] as const)('%j %s in %s on %s: %s', (roles, command, chatRole, relation, code, words) => {
    const answer = refused(roles, command, chatRole, relation);
    expect(answer.code).toBe(code);
    expect(answer.sentence).toContain(words);
  });

  it('is one courteous sentence whatever was asked, never promising a place that would refuse as well', () => {
    for (const command of COMMAND_NAMES) {
      for (const roles of Object.values(LETTERS)) {
        for (const chatRole of PLACES) {
          for (const relation of RELATIONS) {
            const answer = permit({ roles, command, chatRole, relation });
            if (answer.ok) continue;
            expect(answer.sentence).toMatch(/^抱歉，[^\n]+。$/);
            if (answer.code !== 'wrong-chat') continue;
            const named = PLACES.filter((place) =>
              answer.sentence.includes({ work: '工作群', department: '单位群', duty: '值班群', private: '私聊' }[place]),
            );
            expect(named.length).toBeGreaterThan(0);
            for (const place of named)
              expect(permit({ roles, command, chatRole: place, relation }).ok, `${command} ${place} ${relation}`).toBe(true);
          }
        }
      }
    }
  });
});

describe('a whole call', () => {
  const sender = { channel: 'webchat', wireId: 'x' };
  const his = ticket();
  const another = ticket({ number: 130, department: 'land', cohandlers: [] });
  const call = (tickets: readonly (typeof his)[]) =>
    permitCall({ command: 'claim', member: people.official, sender, chat: chats.environment, tickets, directory });

  it('needs a right to every ticket it touches, and says which one is missing', () => {
    expect(call([his])).toEqual({ ok: true });
    expect(call([])).toEqual({ ok: true });
    expect(call([his, another])).toMatchObject({ ok: false, code: 'not-yours', sentence: expect.stringContaining('#130') });
  });

  it('counts no role of somebody who has left', () => {
    const gone = { ...people.official, active: false };
    expect(rolesOf(gone)).toEqual([]);
    expect(permitCall({ command: 'claim', member: gone, sender, chat: chats.environment, tickets: [his], directory })).toMatchObject({
      ok: false,
      code: 'stranger',
    });
  });
});
