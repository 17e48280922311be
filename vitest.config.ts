import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // Many files wait for processes and wires more than they reckon: two cores bear three of them.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
  },
});
