import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Sandbox, sandbox } from './sandbox.ts';

/** `npm run check` is only worth its seconds if each tool in it really fails: every rule here is proven by a planted breach. */

interface Breach {
  readonly rule: string;
  readonly path: string;
  readonly text: string;
}

const LINT: readonly Breach[] = [
  { rule: 'no-floating-promises', path: 'core/floating.ts', text: 'export function go(work: () => Promise<void>) {\n  work();\n}\n' },
  {
    rule: 'no-misused-promises',
    path: 'core/misused.ts',
    text: 'export const yes = (ask: () => Promise<boolean>) => (ask() ? 1 : 2);\n',
  },
  { rule: 'no-explicit-any', path: 'core/any.ts', text: 'export const keep = (value: any): unknown => value;\n' },
  { rule: 'no-unsafe-assignment', path: 'core/parsed.ts', text: 'export const parsed: { n: number } = JSON.parse("{}");\n' },
  { rule: 'no-unsafe-type-assertion', path: 'core/cast.ts', text: 'export const cast = (value: unknown) => value as string;\n' },
  { rule: 'no-non-null-assertion', path: 'core/bang.ts', text: 'export const bang = (value: string | null) => value!.length;\n' },
  {
    rule: 'consistent-type-imports',
    path: 'core/imports.ts',
    text: "import { z } from 'zod';\nexport type Shape = z.ZodType;\n",
  },
  {
    rule: 'switch-exhaustiveness-check',
    path: 'core/switch.ts',
    text: "export function n(side: 'a' | 'b') {\n  switch (side) {\n    case 'a':\n      return 1;\n  }\n  return 0;\n}\n",
  },
  { rule: 'no-console', path: 'workers/print.ts', text: "console.log('a message text');\n" },
  { rule: 'no-restricted-globals', path: 'core/timer.ts', text: 'export const later = (work: () => void) => setTimeout(work, 1);\n' },
  {
    rule: 'no-restricted-imports',
    path: 'web/Page.vue',
    text: '<script setup lang="ts">\nimport { room } from \'../bots/main.ts\';\nconst shown = room;\n</script>\n<template>{{ shown }}</template>\n',
  },
  { rule: 'no-restricted-imports', path: 'core/chance.ts', text: "export { randomBytes } from 'node:crypto';\n" },
  { rule: 'max-lines', path: 'core/long.ts', text: 'export const line = 1;\n'.repeat(1) + '// filler\n'.repeat(300) },
  {
    rule: 'no-focused-tests',
    path: 'test/only.test.ts',
    text: "import { expect, test } from 'vitest';\ntest.only('x', () => expect(1).toBe(1));\n",
  },
  { rule: 'expect-expect', path: 'test/idle.test.ts', text: "import { test } from 'vitest';\ntest('cannot fail', () => {});\n" },
  { rule: 'ban-ts-comment', path: 'core/ignore.ts', text: '// @ts-ignore\nexport const ignored: number = "text";\n' },
];

const IMPORTS: readonly Breach[] = [
  { rule: 'core-is-pure', path: 'core/reads-files.ts', text: "import { readFileSync } from 'node:fs';\nexport { readFileSync };\n" },
  { rule: 'core-is-pure', path: 'core/asks-postgres.ts', text: "import pg from 'pg';\nexport { pg };\n" },
  { rule: 'core-is-pure', path: 'core/type-only.ts', text: "import type { Queue } from 'bullmq';\nexport type Q = Queue;\n" },
  { rule: 'core-is-pure', path: 'core/dynamic.ts', text: "export const late = () => import('pino');\n" },
  { rule: 'core-is-pure', path: 'core/looks-up.ts', text: "export { room } from '../workers/main.ts';\n" },
  { rule: 'bots-decide-nothing', path: 'bots/webchat/works.ts', text: "export { room } from '../../workers/main.ts';\n" },
  { rule: 'workers-know-no-wire', path: 'workers/wired.ts', text: "export { room } from '../bots/main.ts';\n" },
  { rule: 'store-owns-the-database', path: 'workers/sql.ts', text: "import pg from 'pg';\nexport { pg };\n" },
  { rule: 'store-owns-the-database', path: 'bots/prisma.ts', text: "export { PrismaPg } from '@prisma/adapter-pg';\n" },
  { rule: 'app-has-no-prisma', path: 'app/prisma.ts', text: "export { PrismaPg } from '@prisma/adapter-pg';\n" },
  { rule: 'page-stays-in-the-browser', path: 'web/server.ts', text: "export { room } from '../bots/main.ts';\n" },
  { rule: 'store-stands-below', path: 'prisma/store/above.ts', text: "export { room } from '../../bots/main.ts';\n" },
  { rule: 'app-is-the-top', path: 'workers/root.ts', text: "export { room } from '../app/start.ts';\n" },
  { rule: 'no-test-in-product', path: 'app/tests.ts', text: "export { room } from '../test/room.ts';\n" },
  { rule: 'no-dev-dependency-in-product', path: 'workers/dev.ts', text: "export { default } from 'fast-check';\n" },
  { rule: 'no-circular', path: 'core/egg.ts', text: "import { hen } from './hen.ts';\nexport const egg: unknown = hen;\n" },
  { rule: 'not-resolved', path: 'core/lost.ts', text: "export { gone } from './gone.ts';\n" },
];

describe.each([
  { script: 'check:lint', breaches: LINT },
  { script: 'check:imports', breaches: IMPORTS },
])('npm run $script', ({ script, breaches }) => {
  let project: Sandbox;
  let output = '';
  let status: number | null = null;
  let before: number | null = null;

  beforeAll(() => {
    project = sandbox();
    before = project.run(script).status;
    project.plant('core/hen.ts', "import { egg } from './egg.ts';\nexport const hen: unknown = egg;\n");
    for (const { path, text } of breaches) project.plant(path, text);
    ({ output, status } = project.run(script));
  });
  afterAll(() => project.remove());

  test('is content with a clean project, and fails a spoilt one', () => {
    expect(before).toBe(0);
    expect(status).not.toBe(0);
    expect(status).not.toBeNull();
  });

  test.each(breaches)('$path breaks $rule', ({ rule, path }) => {
    expect(findings(output)).toContainEqual(expect.stringMatching(new RegExp(`${rule}.*${path.replaceAll('.', '\\.')}`)));
  });
});

describe('the other tools', () => {
  let project: Sandbox;
  beforeAll(() => {
    project = sandbox();
  });
  afterAll(() => project.remove());

  test('npm run check:format fails on a badly formatted file', () => {
    expect(project.run('check:format').status).toBe(0);
    project.plant('core/ugly.ts', 'export const ugly   =   "double"\n');
    const { status, output } = project.run('check:format');
    expect(status).toBe(1);
    expect(output).toContain('core/ugly.ts');
  });

  test('npm run check:types fails on a type error', () => {
    expect(project.run('check:types').status).toBe(0);
    project.plant('core/wrong.ts', "export const wrong: number = 'text';\n");
    const { status, output } = project.run('check:types');
    expect(status).not.toBe(0);
    expect(output).toContain('core/wrong.ts');
  });

  test('npm run check:dead fails on a file, an export and a dependency that nothing uses', () => {
    project.plant('core/nobody.ts', 'export const nobody = 1;\n');
    project.plant('core/spare.ts', 'export const used = 1;\nexport const spare = 2;\n');
    project.plant('app/start.ts', "import { used } from '../core/spare.ts';\n\nprocess.exitCode = used;\n");
    const { status, output } = project.run('check:dead');
    expect(status).not.toBe(0);
    expect(output).toMatch(/Unused files[^]*core\/nobody\.ts/);
    expect(output).toMatch(/Unused exports[^]*spare +core\/spare\.ts/);
    expect(output).toMatch(/Unused dependencies[^]*bullmq/);
    expect(output).not.toMatch(/^used /m);
  });
});

/** One line per finding: oxlint tells rule and place on two lines, dependency-cruiser on one. */
function findings(output: string): readonly string[] {
  return output.replaceAll(/\n\s+[,╭]-?\S*\[/g, ' [').split('\n');
}
