import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { settingsSchema } from '../../app/settings.ts';
import { ConfigFiles } from '../../core/config.ts';
import { brokenLinks, codeBlocks, documents, firstColumn, headings, ROOT, read, spans, tableRows } from './markdown.ts';

const english = read('README.md');
const chinese = read('README.zh-CN.md');
const scripts = Object.keys(z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(read('package.json'))).scripts);

describe('the two READMEs', () => {
  it('have the same headings, code blocks and table rows', () => {
    expect(headings(chinese)).toEqual(headings(english));
    expect(codeBlocks(chinese)).toEqual(codeBlocks(english));
    expect(tableRows(chinese)).toEqual(tableRows(english));
    expect(headings(english).length).toBeGreaterThan(10);
    expect(codeBlocks(english).length).toBeGreaterThan(10);
  });

  it.each([
    ['README.md', 'variable', 'file'],
    ['README.zh-CN.md', '变量', '文件'],
  ])('%s lists every variable and every file of config/, and no other', (file, variable, name) => {
    const text = read(file);
    expect(firstColumn(text, variable).toSorted()).toEqual(Object.keys(settingsSchema.shape).toSorted());
    expect(firstColumn(text, name).toSorted()).toEqual(
      Object.keys(ConfigFiles.shape)
        .map((one) => `config/${one}.yaml`)
        .toSorted(),
    );
  });

  it('give the defaults that the schema gives', () => {
    const defaults = settingsSchema.parse({ INSTANCE: 'x' });
    for (const [name, value] of Object.entries(defaults)) {
      const row = english.split('\n').find((line) => line.startsWith(`| \`${name}\``));
      const [shown] = spans(row?.split('|')[2] ?? '');
      if (name === 'INSTANCE' || Array.isArray(value)) continue;
      expect([name, shown]).toEqual([name, typeof value === 'boolean' ? String(Number(value)) : String(value)]);
    }
  });
});

describe('every document', () => {
  it.each(documents())('%s links only to what is there', (file) => {
    expect(brokenLinks(file)).toEqual([]);
  });

  it.each(documents())('%s names npm scripts, tests and sources that exist', (file) => {
    const text = read(file);
    const run = [...text.matchAll(/npm run (?:-s |--silent )?([\w:-]+)/g)].map(([, name = '']) => name);
    expect(run.filter((name) => !scripts.includes(name))).toEqual([]);
    const paths = spans(text).filter((one) => /^(?:app|bench|bots|config|core|docs|prisma|test|web|workers)\/[\w./-]+$/.test(one));
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});
