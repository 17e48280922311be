import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadConfig } from '../../app/config.ts';
import { copyOfOffice, lineOf, OFFICE, spoil } from './office.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const config = loadConfig(OFFICE);
const { departments, people, enterprises, postings, groups } = config;

/** The shipped office has the shape of the programme it serves. */
test('21 departments, each with a group, plain words, a head and two officials', () => {
  expect(departments).toHaveLength(21);
  for (const { code, words, onDuty } of departments) {
    const staff = people.filter(({ department }) => department === code);
    expect(words.length, code).toBeGreaterThanOrEqual(10);
    expect(onDuty, code).not.toBeNull();
    expect(
      staff.filter(({ roles }) => roles.includes('head')),
      code,
    ).toHaveLength(1);
    expect(staff.filter(({ roles }) => roles.includes('official')).length, code).toBeGreaterThanOrEqual(2);
    expect(
      groups.filter(({ department }) => department === code),
      code,
    ).toHaveLength(1);
  }
});

test('14 commissioners are posted to 24 key enterprises and projects', () => {
  expect(new Set(postings.map(({ commissioner }) => commissioner)).size).toBe(14);
  expect(new Set(postings.map(({ enterprise }) => enterprise)).size).toBe(24);
  expect(postings).toHaveLength(24);
  expect(postings.some(({ leads }) => leads)).toBe(true);
  expect(postings.some(({ leads }) => !leads)).toBe(true);
});

test('the work group is leaders, entrepreneurs and the 经信局: 61 people', () => {
  const inGroup = people.filter(
    ({ roles, department }) => roles.includes('leader') || roles.includes('entrepreneur') || department === 'industry',
  );
  expect(inGroup).toHaveLength(61);
});

test('at least 40 enterprises, every one with somebody who can speak for it', () => {
  expect(enterprises.length).toBeGreaterThanOrEqual(40);
  const spokenFor = new Set(people.map(({ enterprise }) => enterprise));
  expect(enterprises.filter(({ key }) => !spokenFor.has(key))).toEqual([]);
});

test('npm run config:check says what was found, and exits 0', () => {
  const { status, stdout } = configCheck();
  expect(stdout).toContain('配置无误：21 个部门，136 人，42 家企业和项目，14 名特派员联系 24 家，23 个群。\n');
  // What was promised can be read.
  expect(stdout).toContain('办理时限按“马上办”（特急件昼夜计时）');
  expect(stdout).toContain('　签收：一般 30个工作分钟，紧急 10个工作分钟，特急 5分钟\n');
  expect(stdout).toContain('　例外——规划许可（复杂事项）：办结 30个工作日');
  expect(status).toBe(0);
});

test('npm run config:check on a broken office prints file:line and what to do, and exits 1', () => {
  const dir = copyOfOffice();
  spoil(dir, 'people', 'key: hou-xuejun', 'key: yu-haifeng');
  const { status, stdout } = configCheck(dir);
  expect(stdout).toContain(
    `${join(dir, 'people.yaml')}:${lineOf(dir, 'people', 'yu-haifeng')} 人员代号 yu-haifeng 重复。请换一个没有用过的代号。\n`,
  );
  expect(stdout).toContain('共 1 处需要改正');
  expect(status).toBe(1);
});

function configCheck(...args: string[]) {
  return spawnSync('npx', ['tsx', 'app/config-check.ts', ...args], { cwd: root, encoding: 'utf8' });
}
