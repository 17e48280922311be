import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../app/config.ts';
import { shippedLessons } from '../../app/listening.ts';
import { projectRoot } from '../../app/project-root.ts';
import { HouseError } from '../../core/errors.ts';
import { parseLessons } from '../../core/understand/lessons.ts';
import { mask } from '../../core/understand/mask.ts';
import { Question } from '../../core/understand/question.ts';

const root = projectRoot();
const codes = new Set<string>(loadConfig(join(root, 'config')).departments.map((one) => one.code));
const lessons = shippedLessons(root);
const questions = readdirSync(join(root, 'corpus/exam'))
  .filter((name) => name.startsWith('messages'))
  .flatMap((name) =>
    readFileSync(join(root, 'corpus/exam', name), 'utf8')
      .trim()
      .split('\n')
      .map((line) => Question.parse(JSON.parse(line))),
  );
const bare = (text: string) => text.replace(/[\s\p{P}]/gu, '');

describe('the lessons that ship', () => {
  it('name departments of the directory only, and every one of them often', () => {
    const problems = lessons.filter((one) => one.intent === 'problem');
    expect(problems.filter((one) => one.department === null || !codes.has(one.department))).toEqual([]);
    for (const code of codes) expect(problems.filter((one) => one.department === code).length).toBeGreaterThan(150);
    expect(lessons.filter((one) => one.intent !== 'problem').length).toBeGreaterThan(1500);
  });

  it('hold no message of the exams: what was learnt by heart is not understood', () => {
    const learnt = new Set(lessons.map((one) => bare(one.text)).filter((text) => text.length > 6));
    expect(questions.length).toBeGreaterThan(500);
    expect(questions.filter((one) => learnt.has(bare(one.text))).map((one) => one.text)).toEqual([]);
  });

  it('hold nobody’s number', () => {
    const shown = lessons.filter((one) => mask(one.text).count > 0).map((one) => one.text);
    expect(shown).toEqual([]);
  });

  it.each(['only text', 'a\tproblem\tlabour\t', 'a\tproblm\tlabour\t\t', '\tproblem\tlabour\t\t', 'a\tproblem\tlabour\t\tx'])(
    'are refused with their line where one is none: %j',
    (line) => {
      expect(() => parseLessons(`路灯坏了\tproblem\tconstruction\t\t\n${line}`, 'x.tsv')).toThrow(HouseError);
    },
  );
});
