import { describe, expect, it } from 'vitest';
import { context, type Person, parse, refusal, run } from './world.ts';

const asked = (rest: string, who: Person, where: Parameters<typeof context>[1] = 'private') => {
  const parsed = parse('export', rest, context(who, where));
  return parsed.ok ? parsed.args : parsed.sentence;
};

describe('导出', () => {
  it.each<[string, Person, string, string | null, string | null]>([
    ['超时', 'manager', 'overdue', null, null],
    ['超时 环保局', 'manager', 'overdue', 'environment', null],
    ['超时', 'official', 'overdue', 'environment', null],
    ['本单位在办', 'official', 'open', 'environment', null],
    ['本单位在办', 'duty', 'open', 'industry', null],
    ['在办', 'manager', 'open', null, null],
    ['在办', 'official', 'open', 'environment', null],
    ['我的工单', 'boss', 'mine', null, null],
    ['统计 上月', 'manager', 'stats', null, '2017-03-01'],
    ['统计 上月', 'head', 'stats', 'environment', '2017-03-01'],
    ['排名 上月', 'leader', 'ranking', null, '2017-03-01'],
    ['台账 上月', 'manager', 'ledger', null, '2017-03-01'],
    ['台账', 'official', 'ledger', 'environment', '2017-04-01'],
  ])('%s by %s is %s of %s', (rest, who, what, department, from) => {
    expect(asked(rest, who)).toMatchObject({ what, department, days: from === null ? null : { from } });
  });

  it('asks what is meant, in kind words', () => {
    expect(asked('', 'manager')).toContain('导出 超时');
    expect(asked('月亮', 'manager')).toContain('请写明导出什么');
  });

  it('follows the right of the list it is of', () => {
    expect(asked('超时', 'boss')).toMatch(/抱歉|只有/);
    expect(asked('排名 上月', 'official')).toMatch(/抱歉|只有/);
    expect(asked('台账 上月', 'commissioner')).toMatchObject({ what: 'ledger', department: 'industry' });
    expect(refusal('export', '在办 规划局', context('official', 'private'))).toContain('环保局');
  });

  it('goes to the asker alone wherever he asks, by the rights he has there', () => {
    for (const where of ['work', 'environment', 'private'] as const) {
      const result = run('export', '超时 环保局', context('manager', where));
      expect(result).toMatchObject({ privately: true, report: { kind: 'export', what: 'overdue', department: 'environment' } });
    }
    // In a department's room its own list is meant.
    expect(asked('在办', 'manager', 'environment')).toMatchObject({ department: 'environment' });
  });
});
