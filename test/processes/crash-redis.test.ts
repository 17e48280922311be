import { describe, inject } from 'vitest';
import { crashSuite } from './crash-suite.ts';

describe.skipIf(inject('redisUrl') === null)('killed by SIGKILL, queues in Redis', () => {
  crashSuite('redis');
});
