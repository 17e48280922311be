import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';

const ROOT = join(import.meta.dirname, '../..');
const Lock = z.object({
  lockfileVersion: z.literal(3),
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.string().optional(),
      integrity: z.string().optional(),
      dev: z.boolean().optional(),
      devOptional: z.boolean().optional(),
      optional: z.boolean().optional(),
      os: z.array(z.string()).optional(),
      cpu: z.array(z.string()).optional(),
    }),
  ),
});
const { packages } = Lock.parse(JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')));
const installed = Object.entries(packages).filter(([path]) => path !== '');
const production = installed.filter(([, one]) => !one.dev && !one.devOptional);
const nameOf = (path: string): string => path.split('node_modules/').at(-1) ?? path;

/** The first column of the page's table: what somebody has read and agreed to. */
const page = readFileSync(join(ROOT, 'docs/dependencies.md'), 'utf8');
const agreed = new Set(
  page
    .slice(page.indexOf('| licence |'), page.indexOf('None of them'))
    .split('\n')
    .flatMap((line) => (line.split('|')[1] ?? '').split(','))
    .map((one) => one.trim()),
);

it('brings no licence that nobody has looked at', () => {
  const unread = production.filter(([, { license }]) => license !== undefined && !agreed.has(license));
  expect(unread.map(([path, { license }]) => `${nameOf(path)}: ${license}`)).toEqual([]);
  // Binaries of other platforms are not in this lockfile but by name.
  const silent = production.filter(([, { license, optional }]) => license === undefined && !optional).map(([path]) => nameOf(path));
  expect(silent.toSorted()).toEqual(['dom-walk', 'domutils', 'exif-parser']);
});

it('has a hash for everything that is installed where it runs', () => {
  const bare = installed.filter(([, one]) => one.integrity === undefined);
  expect(bare.filter(([, one]) => !one.optional).map(([path]) => path)).toEqual([]);
  const here = bare.filter(
    ([path, { os, cpu }]) => /linux-x64(?!-musl)/.test(path) || (os?.includes('linux') && cpu?.includes('x64') && !/musl/.test(path)),
  );
  expect(here.map(([path]) => path)).toEqual([]);
  expect(
    installed.filter(([, { integrity }]) => integrity !== undefined && !integrity.startsWith('sha512-')).map(([path]) => path),
  ).toEqual([]);
});
