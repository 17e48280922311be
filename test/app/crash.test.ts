import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { crashAt } from '../../app/crash.ts';
import { readSettings } from '../../app/settings.ts';
import { CRASH_POINTS } from '../../core/crash.ts';

const kill = vi.fn<typeof process.kill>(() => true);
beforeEach(() => void vi.spyOn(process, 'kill').mockImplementation(kill));
afterEach(() => {
  vi.restoreAllMocks();
  kill.mockClear();
});

test('without an order nothing ever happens', () => {
  const crash = crashAt(undefined);
  for (const point of CRASH_POINTS) crash(point, 'webchat');
  expect(kill).not.toHaveBeenCalled();
});

test('dies at its point, at its turn, once, by a signal nothing softens', () => {
  const crash = crashAt('send-taken:2');
  crash('wire-accepted');
  crash('send-taken');
  expect(kill).not.toHaveBeenCalled();
  crash('send-taken');
  crash('send-taken');
  expect(kill.mock.calls).toEqual([[process.pid, 'SIGKILL']]);
});

test('a point of one channel is not met by another', () => {
  const crash = crashAt('wire-accepted@telegram:2');
  for (const channel of ['webchat', 'telegram', 'webchat', 'wechat']) crash('wire-accepted', channel);
  expect(kill).not.toHaveBeenCalled();
  crash('wire-accepted', 'telegram');
  expect(kill).toHaveBeenCalledTimes(1);
});

test('an order that means nothing is refused before anything starts', () => {
  for (const CRASH_AT of ['send', 'send-taken@', 'send-taken:', 'send-taken:x', 'send-taken@Web chat', ' send-taken'])
    expect(() => readSettings({ CRASH_AT })).toThrow('CRASH_AT');
  expect(readSettings({ CRASH_AT: 'send-taken@webchat:3' }).CRASH_AT).toBe('send-taken@webchat:3');
});
