import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig, readConfig } from '../../app/config.ts';
import { HouseError } from '../../core/errors.ts';
import { calendarCases } from './cases/calendar.ts';
import { deploymentCases } from './cases/deployment.ts';
import { directoryCases } from './cases/directory.ts';
import { entryCases } from './cases/entries.ts';
import { limitCases } from './cases/limits.ts';
import { reportCases } from './cases/reports.ts';
import { copyOfOffice, lineOf, spoil } from './office.ts';

const cases = [...entryCases, ...directoryCases, ...deploymentCases, ...calendarCases, ...limitCases, ...reportCases];

test.each(cases)('$title ($file): file, line and remedy are named', ({ file, edit, mark, what, remedy }) => {
  const dir = copyOfOffice();
  spoil(dir, file, ...edit);

  const reading = readConfig(dir);

  const problems = reading.ok ? [] : reading.problems;
  expect(problems).toContainEqual({
    file: join(dir, `${file}.yaml`),
    line: lineOf(dir, file, mark),
    what: expect.stringContaining(what),
    remedy: expect.stringContaining(remedy),
  });
});

test('a file that is gone is named, and what depends on it is not blamed', () => {
  const dir = copyOfOffice();
  rmSync(join(dir, 'postings.yaml'));

  expect(readConfig(dir)).toEqual({
    ok: false,
    problems: [{ file: join(dir, 'postings.yaml'), line: 1, what: expect.stringContaining('没有这个文件'), remedy: expect.any(String) }],
  });
});

test('an empty file is a problem, not an empty office', () => {
  const dir = copyOfOffice();
  writeFileSync(join(dir, 'groups.yaml'), '# 还没有写\n');

  const reading = readConfig(dir);

  expect(reading).toMatchObject({ ok: false, problems: [{ file: join(dir, 'groups.yaml'), line: 1, what: '文件内容 是空的' }] });
});

test('everything wrong is reported at once, in the order of the files', () => {
  const dir = copyOfOffice();
  spoil(dir, 'people', 'key: hou-xuejun', 'key: yu-haifeng');
  spoil(dir, 'bot', 'ask: 0.35', 'ask: 0.9');
  appendFileSync(join(dir, 'groups.yaml'), '- { key: extra, role: work, title: 又一个群 }\n');

  const reading = readConfig(dir);

  const files = reading.ok ? [] : reading.problems.map(({ file }) => file);
  expect(files).toEqual(['bot', 'groups', 'people'].map((name) => join(dir, `${name}.yaml`)));
});

test('loadConfig refuses to start: a certain bad-config whose sentence lists file and line', () => {
  const dir = copyOfOffice();
  spoil(dir, 'bot', 'prefix: HC', 'prefix: hc');
  const line = readFileSync(join(dir, 'bot.yaml'), 'utf8').split('\n').indexOf('prefix: hc') + 1;

  const load = () => loadConfig(dir);

  expect(load).toThrow(HouseError);
  expect(load).toThrow(expect.objectContaining({ code: 'bad-config', certain: true }));
  expect(load).toThrow(`${join(dir, 'bot.yaml')}:${line} `);
});
