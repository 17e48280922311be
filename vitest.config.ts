import { configDefaults, defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.ts';

const PURE = ['test/core/**/*.test.ts'];

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // Many files wait for processes and wires more than they reckon: two cores bear three of them.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    projects: [
      // `core` remembers nothing and needs no server: its files share a process, and what they import is read once.
      { extends: true, test: { name: 'core', include: PURE, isolate: false } },
      {
        extends: true,
        test: {
          name: 'house',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...PURE],
          globalSetup: ['test/support/global-setup.ts'],
        },
      },
    ],
  },
});
