import { describe } from 'vitest';
import { crashSuite } from './crash-suite.ts';

describe('killed by SIGKILL, queues in Postgres', () => {
  crashSuite();
});
