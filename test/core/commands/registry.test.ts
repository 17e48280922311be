import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Relation } from '../../../core/commands/command.ts';
import { botCommands, COMMANDS, commandNamed, commandOfLatin, commandOfWord } from '../../../core/commands/index.ts';
import { ChatRole, type Role, Role as Roles } from '../../../core/directory.ts';
import { permit } from '../../../core/permission/permit.ts';
import { chat, command, context, directory, parse, people, run } from './world.ts';

const RELATIONS: readonly Relation[] = ['none', 'own', 'colleague', 'joined', 'handling', 'cohandling', 'other'];

function helpFor(roles: readonly Role[], chatRole: ChatRole): string {
  const member = roles.length === 0 ? null : { ...people.official, roles: [...roles] };
  return (
    run('help', '', context(null, 'private', { member, chat: chat(9, chatRole, chatRole === 'department' ? 'environment' : null) })).say ??
    ''
  );
}

describe('help', () => {
  it('lists exactly what the table permits this person here', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(...Roles.options)), fc.constantFrom(...ChatRole.options), (roles, chatRole) => {
        const lines = helpFor(roles, chatRole).split('\n');
        for (const one of COMMANDS) {
          const may = RELATIONS.some((relation) => permit({ roles, command: one.name, chatRole, relation }).ok);
          expect(lines.includes(`${one.words[0]}：${one.help}`), `${one.name} in ${chatRole} for ${roles.join()}`).toBe(may);
        }
      }),
    );
  });

  it('explains one command with its examples, but not one that he may not use', () => {
    expect(run('help', '评价', context('boss', 'work')).say).toContain('评价 128 态度5 质量4 效果5');
    expect(run('help', 'rate', context('boss', 'work')).say).toContain('评价 128 满意');
    expect(run('help', '任命', context('boss', 'work')).say).not.toContain('王国栋');
  });

  it('calls the bot by its configured name', () => {
    expect(run('help', '', context('boss', 'work', { directory: { ...directory, botName: '小翠' } })).say).toContain('我是小翠');
  });
});

describe('the registry', () => {
  it('gives every word and every Latin name one meaning', () => {
    for (const names of [COMMANDS.flatMap((one) => one.words), COMMANDS.flatMap((one) => one.latin), COMMANDS.map((one) => one.name)]) {
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it.each(COMMANDS.map((one) => [one.name, one] as const))('%s can be registered, called, and shown', (_name, one) => {
    expect(one.latin[0]).toMatch(/^[a-z][a-z0-9_]{0,31}$/);
    expect(one.help.length).toBeGreaterThanOrEqual(3);
    expect(one.help.length).toBeLessThanOrEqual(256);
    expect(one.examples.length).toBeGreaterThan(0);
    expect(commandNamed(one.name)).toBe(one);
    for (const word of one.words) expect(commandOfWord(word)).toBe(one);
    for (const latin of one.latin) expect(commandOfLatin(latin.toUpperCase())).toBe(one);
  });

  it('has no command by another name', () => {
    expect([commandNamed('erase'), commandOfLatin('drop'), commandOfWord('删除')]).toEqual([null, null, null]);
  });

  it('understands every example that help shows', () => {
    const asker = { ...people.admin, roles: [...Roles.options] };
    for (const one of COMMANDS) {
      for (const example of one.examples) {
        const quoting = example.includes('引用');
        const bare = example.replace(/（.*?）/, '');
        const word = one.words.find((each) => bare.startsWith(each)) ?? '';
        const at = context('admin', 'private', { member: asker, quote: quoting ? { messageId: 'm1', text: null } : null });
        const parsed = parse(one.name, bare.slice(word.length).trim(), at);
        expect(parsed, `${one.name}: ${example}`).toMatchObject({ ok: true });
      }
    }
  });

  it('believes no arguments that did not come out of its own parse', () => {
    const at = context('official', 'environment');
    for (const one of COMMANDS) {
      if (['my_tickets', 'board', 'signin_code'].includes(one.name)) continue; // they take none
      expect(() => one.run('claim 128; drop', at, {}, []), one.name).toThrow(z.ZodError);
      expect(() => one.run({ tickets: ['128'] }, at, {}, []), one.name).toThrow(z.ZodError);
    }
  });

  it('never throws on what people type, and refuses only in Chinese', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...COMMANDS),
        fc.oneof(
          fc.string({ unit: 'grapheme', maxLength: 60 }),
          fc.string({ unit: fc.constantFrom(...Array.from('128 环保局满意不5#，。统计上月0')), maxLength: 30 }),
        ),
        (one, rest) => {
          const at = context('duty', 'private', { quote: { messageId: null, text: 'x' } });
          const parsed = parse(one.name, rest, at);
          if (parsed.ok) {
            const done = one.run(parsed.args, at, {}, []);
            expect(done.say === null || done.say.length > 0).toBe(true);
          } else expect(parsed.sentence).toMatch(/[\u4e00-\u9fff]/);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('the Bot API menu', () => {
  it('names all commands in Latin, each once', () => {
    const names = botCommands().map((one) => one.command);
    for (const wanted of 'claim contact verify reply answer transfer return cohandle suspend wait resume extend close rate reopen withdraw callback supplement urge supervise approve decline triage status mine list board stats overdue ranking commissioners export open dispatch merge split code bind appoint duty deputy leave back directory learn help'.split(
      ' ',
    )) {
      expect(names).toContain(wanted);
    }
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeLessThanOrEqual(100);
    expect(command('help').latin).toContain('start');
  });

  it('can be cut to what somebody may use somewhere', () => {
    const names = botCommands({ roles: ['entrepreneur'], chatRole: 'work' }).map((one) => one.command);
    expect(names).toEqual(['help', 'mine', 'status', 'supplement', 'withdraw', 'rate', 'reopen', 'callback', 'commissioners', 'export']);
  });
});
