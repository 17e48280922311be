import { describe, expect, it } from 'vitest';
import type { Directory, Leave } from '../../../core/directory.ts';
import { MemberId } from '../../../core/ids.ts';
import { context, directory, parse, people, refusal, run } from './world.ts';

const id = (value: number) => MemberId.parse(value);
/** On 2017-04-26, a Wednesday. */
const leave = (member: number, deputy: number, from: string, to: string): Leave => ({
  id: member * 100,
  member: id(member),
  deputy: id(deputy),
  from: new Date(`${from}T00:00:00+08:00`),
  until: new Date(`${to}T23:59:59.999+08:00`),
  handedOver: false,
});
const withLeaves = (...leaves: readonly Leave[]): Directory => ({ ...directory, leaves });
const he = (at: Directory = directory) => context('official', 'private', { directory: at });
const change = (member: number, deputy: number, from: string, until: string, by: number) => ({
  kind: 'leave',
  member,
  deputy,
  from: new Date(`${from}T00:00:00.000+08:00`),
  until: new Date(`${until}T23:59:59.999+08:00`),
  by,
});

describe('请假', () => {
  it.each([
    ['5月2日到5月4日 吕亮代', 12, '2017-05-02', '2017-05-04'],
    ['5月2日到5月4日 由吕亮顶班', 12, '2017-05-02', '2017-05-04'],
    ['5月2日到5月4日 吕亮', 12, '2017-05-02', '2017-05-04'],
    ['5月2日到5月4日', 12, '2017-05-02', '2017-05-04'],
    ['5.2-5.4 滕秀云代', 5, '2017-05-02', '2017-05-04'],
    ['明天', 12, '2017-04-27', '2017-04-27'],
    ['三天', 12, '2017-04-26', '2017-04-28'],
    ['王国栋 明天', 12, '2017-04-27', '2017-04-27'],
  ])('for himself: “%s”', (rest, deputy, from, to) => {
    expect(run('leave', rest, he()).directory).toEqual([change(4, deputy, from, to, 4)]);
  });

  it.each([
    ['head', 'private', 5],
    ['duty', 'duty', 10],
    ['admin', 'private', 11],
  ] as const)('for his own people by the %s, for anybody by the desk', (who, where, by) => {
    expect(run('leave', '王国栋 5月2日到5月4日 吕亮代', context(who, where)).directory).toEqual([
      change(4, 12, '2017-05-02', '2017-05-04', by),
    ]);
  });

  it('tells whoever stands in, and him for whom another registered it', () => {
    expect(run('leave', '明天 吕亮代', he()).tells?.map((one) => one.member)).toEqual([12]);
    expect(run('leave', '王国栋 明天 吕亮代', context('duty', 'duty')).tells?.map((one) => one.member)).toEqual([12, 4]);
  });

  it.each([
    ['汤莹 明天', '由本人、本单位负责人或值班席'],
    ['4月1日到4月3日', '已经过去'],
    ['明天 汤莹代', '本单位的同事'],
    ['明天 王国栋代', '同一个人'],
    ['吕亮代', '从哪天到哪天'],
    ['13月40日', '从哪天到哪天'],
    ['王国栋 汤莹 吕亮 明天', '一次登记一个人'],
  ])('refuses “%s”', (rest, words) => {
    expect(refusal('leave', rest, rest.startsWith('汤莹') ? context('head', 'private') : he())).toContain(words);
  });

  it('takes no deputy who is away himself, and the next in line where none is named', () => {
    const both = withLeaves(leave(12, 4, '2017-05-03', '2017-05-03'));
    expect(refusal('leave', '5月2日到5月4日 吕亮代', he(both))).toContain('吕亮这几天也请假');
    expect(run('leave', '5月2日到5月4日', he(both)).directory).toMatchObject([{ deputy: 5 }]);
    expect(run('leave', '5月4日到5月5日 吕亮代', he(both)).directory).toMatchObject([{ deputy: 12 }]);
    const all = withLeaves(leave(12, 4, '2017-05-03', '2017-05-03'), leave(5, 12, '2017-05-03', '2017-05-03'));
    expect(refusal('leave', '5月2日到5月4日', he(all))).toContain('请写明由谁代班');
  });

  it('is registered once for the same days', () => {
    expect(refusal('leave', '5月3日', he(withLeaves(leave(4, 12, '2017-05-02', '2017-05-04'))))).toContain('已经登记请假（吕亮代班）');
  });

  it('shows who is away and who stands in: to officials their own unit, to the desk all, and asking registers nothing', () => {
    const some = withLeaves(
      leave(4, 12, '2017-04-26', '2017-04-27'),
      leave(6, 7, '2017-05-02', '2017-05-04'),
      leave(5, 12, '2017-04-01', '2017-04-02'),
    );
    for (const rest of ['', '今天谁请假', '明天有哪些人不在？']) {
      const done = run('leave', rest, he(some));
      expect(done.directory).toBeUndefined();
      expect(done.say).toContain('正在请假：\n　环保局 王国栋：4月26日至4月27日，吕亮代班');
      expect(done.say).not.toContain('汤莹');
    }
    expect(run('leave', '', context('duty', 'duty', { directory: some })).say).toContain(
      '已登记：\n　规划局 汤莹：5月2日至5月4日，张岩代班',
    );
    expect(run('leave', '', context('duty', 'duty')).say).toContain('眼下没有人请假');
  });

  it('of two people of one name takes the one of his own unit, or asks', () => {
    const namesake = { ...people.planner, id: id(20), name: '吕亮' };
    const two = { ...directory, members: [...directory.members, namesake] };
    expect(run('leave', '吕亮 明天', context('head', 'private', { directory: two })).directory).toMatchObject([{ member: 12 }]);
    expect(refusal('leave', '吕亮 明天', context('duty', 'duty', { directory: two }))).toContain('2 位吕亮（环保局、规划局）');
    expect(run('leave', '环保局 吕亮 明天', context('duty', 'duty', { directory: two })).directory).toMatchObject([{ member: 12 }]);
    expect(run('leave', '明天 吕亮代', he(two)).directory).toMatchObject([{ deputy: 12 }]);
  });
});

describe('销假', () => {
  const some = withLeaves(leave(4, 12, '2017-05-02', '2017-05-04'), { ...leave(4, 12, '2017-04-26', '2017-04-27'), id: 7 });

  it('ends the leave he is on, or else the next', () => {
    expect(run('leave_end', '', he(some)).directory).toEqual([{ kind: 'leave-end', leave: 7, at: he().now }]);
    const later = run(
      'leave_end',
      '王国栋',
      context('head', 'private', { directory: withLeaves(leave(4, 12, '2017-05-02', '2017-05-04')) }),
    );
    expect(later.directory).toEqual([{ kind: 'leave-end', leave: 400, at: he().now }]);
    expect(run('leave_end', '', he()).say).toContain('眼下没有登记请假');
  });

  it('of another is for his head and the desk', () => {
    expect(refusal('leave_end', '王国栋', context('planner', 'private', { directory: some }))).toContain('由本人、本单位负责人或值班席');
  });
});

describe('值班 and 副值班', () => {
  const desk = () => context('duty', 'duty');

  it('shows both, and who stands in today', () => {
    const away = { ...directory, away: [{ member: id(4), deputy: id(5) }] };
    expect(run('roster', '', desk()).say).toContain('环保局：王国栋，副值班吕亮');
    expect(run('deputy', '', context('duty', 'duty', { directory: away })).say).toContain('环保局：王国栋（请假，滕秀云代班），副值班吕亮');
  });

  it('names a deputy of the unit, who is not on duty himself', () => {
    expect(run('deputy', '规划局 汤莹', desk()).directory).toEqual([{ kind: 'deputy', department: 'planning', member: 6 }]);
    expect(run('deputy', '环保局 无', desk()).directory).toEqual([{ kind: 'deputy', department: 'environment', member: null }]);
    expect(run('deputy', '环保局 王国栋', desk())).toEqual({ say: '王国栋是环保局的值班人，副值班请另定一位。' });
    expect(refusal('deputy', '环保局 汤莹', desk())).toContain('不是环保局的人');
  });

  it('a deputy put on duty changes places with whoever was', () => {
    expect(run('roster', '环保局 吕亮', desk()).directory).toEqual([
      { kind: 'duty', department: 'environment', member: 12 },
      { kind: 'deputy', department: 'environment', member: 4 },
    ]);
    expect(parse('roster', '免去吕亮值班', desk())).toMatchObject({ ok: false });
  });
});
