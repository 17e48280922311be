import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // What the house is made of is read once a process, not once a file: that was a third of the whole run. It is safe because no
    // module remembers anything of a database or a wire; what a test bends it bends back, in its own end.
    isolate: false,
    restoreMocks: true,
    unstubEnvs: true,
    // Many files wait for processes and wires more than they reckon: two cores bear four of them.
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
  },
});
