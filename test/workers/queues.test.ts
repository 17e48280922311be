import { expect, inject, onTestFinished, test } from 'vitest';
import { openQueues } from '../../workers/queues.ts';
import { quietLog } from '../support/quiet-log.ts';
import { until } from '../support/until.ts';

test.skipIf(inject('redisUrl') === null)('a hint given before Redis answers is lost; those after it arrive', async () => {
  const queues = openQueues({ redisUrl: inject('redisUrl'), databaseUrl: '', log: quietLog, prefix: 'queues-test' });
  onTestFinished(() => queues.close());
  const heard: string[] = [];
  queues.hint('early', 'lost');
  await queues.work('early', 1, async (id) => {
    heard.push(id);
  });
  let n = 0;
  await until(() => {
    n += 1;
    queues.hint('early', `${n}`);
    return heard.length > 0;
  }, 'a hint to arrive');
  expect(heard).not.toContain('lost');
});
