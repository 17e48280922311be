import { expect, test } from 'vitest';
import { readSettings } from '../../app/settings.ts';
import { HouseError } from '../../core/errors.ts';

test('nothing set is a demo on this machine alone', () => {
  expect(readSettings({})).toMatchObject({
    HOST: '127.0.0.1',
    PORT: 8080,
    WEBCHAT: true,
    WECHAT: false,
    LOG_LEVEL: 'info',
    WECHAT_INVITERS: [],
  });
  expect(readSettings({}).DATABASE_URL).toBeUndefined();
});

test('an empty variable counts as not set, as compose files make them', () => {
  expect(readSettings({ PORT: '', REDIS_URL: '', WEBCHAT: '', OPENAI_API_KEY: '' })).toEqual(readSettings({}));
});

test('what is wrong is named, all of it, and no value is shown', () => {
  const secret = 'mysql://root:geheim@db/x';
  const wrong = { DATABASE_URL: secret, REDIS_URL: 'http://x', PORT: '70000', WEBCHAT: 'yes', PUBLIC_URL: 'ftp://x', LOG_LEVEL: 'loud' };
  const refusal = refusalOf(wrong);
  for (const name of Object.keys(wrong)) expect(refusal).toContain(`环境变量 ${name} 填写有误`);
  expect(refusal).not.toContain('geheim');
  expect(refusal.split('\n')).toHaveLength(Object.keys(wrong).length);
});

test('a list is split at commas, its blanks forgotten', () => {
  expect(readSettings({ WECHAT_INVITERS: ' a, b ,,c' }).WECHAT_INVITERS).toEqual(['a', 'b', 'c']);
});

function refusalOf(env: NodeJS.ProcessEnv): string {
  try {
    readSettings(env);
  } catch (error) {
    if (error instanceof HouseError) return error.sentence;
  }
  throw new Error('nothing was refused');
}
