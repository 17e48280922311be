import type { Config } from '../config.ts';
import type { Problem } from './problem.ts';
import { repeats } from './repeats.ts';

export function checkBot({ bot }: Config): readonly Problem[] {
  const file = 'bot';
  const problems: Problem[] = [];
  for (const { value, path } of repeats(
    [bot.name, ...bot.aliases].map((value, at) => ({ value, path: at === 0 ? ['name'] : ['aliases', at - 1] })),
  )) {
    problems.push({ file, path, what: `机器人的名字“${value}”重复`, remedy: '请删去一个' });
  }
  for (const [placeholder] of bot.greeting.matchAll(/\{[^}]*\}/g)) {
    if (placeholder === '{name}' || placeholder === '{bot}') continue;
    problems.push({
      file,
      path: ['greeting'],
      what: `欢迎词里的 ${placeholder} 没有意义`,
      remedy: '只能用 {name}（新成员）和 {bot}（机器人）',
    });
  }
  if (bot.triage.ask > bot.triage.open) {
    problems.push({ file, path: ['triage', 'ask'], what: 'ask 比 open 还高，值班席永远不会被问到', remedy: '请让 ask 小于或等于 open' });
  }
  if (bot.triage.unasked < bot.triage.open) {
    const what = 'unasked 比 open 还低，没叫机器人的反而更容易立单';
    problems.push({ file, path: ['triage', 'unasked'], what, remedy: '请让 unasked 大于或等于 open' });
  }
  if (bot.routing.cohandler > bot.routing.direct) {
    problems.push({ file, path: ['routing', 'cohandler'], what: '协办的门槛比主办还高', remedy: '请让 cohandler 小于或等于 direct' });
  }
  if (bot.notices.quiet.from === bot.notices.quiet.to) {
    const what = '免打扰时段的起止时间相同，分不清是整天还是没有';
    problems.push({ file, path: ['notices', 'quiet', 'to'], what, remedy: '请让 from 和 to 不同' });
  }
  return problems;
}

export function checkGroups({ groups, departments }: Config): readonly Problem[] {
  const file = 'groups';
  const codes = new Set<string>(departments.map(({ code }) => code));
  const problems: Problem[] = [];
  for (const [role, called] of [
    ['work', '工作群'],
    ['duty', '值班群'],
  ] as const) {
    const marked = groups.flatMap((group, at) => (group.role === role ? [at] : []));
    if (marked.length === 0) problems.push({ file, path: [], what: `没有${called}`, remedy: `请加一个 role: ${role} 的群` });
    for (const at of marked.slice(1)) {
      problems.push({ file, path: [at, 'role'], what: `${called}只能有一个`, remedy: '请删去多出来的群，或改正它的 role' });
    }
  }
  for (const [at, { role, title, department, bind }] of groups.entries()) {
    if (role === 'department' && department === null) {
      problems.push({ file, path: [at], what: `部门群“${title}”没有写是哪个部门的`, remedy: '请补上 department' });
    }
    if (role !== 'department' && department !== null) {
      problems.push({ file, path: [at, 'department'], what: `“${title}”不是部门群，不该有部门`, remedy: '请删去 department' });
    }
    if (department !== null && !codes.has(department)) {
      problems.push({
        file,
        path: [at, 'department'],
        what: `“${title}”的部门 ${department} 不存在`,
        remedy: '请改成 departments.yaml 里的 code',
      });
    }
    if (Object.hasOwn(bind, 'webchat')) {
      problems.push({ file, path: [at, 'bind', 'webchat'], what: '网页端不用绑定，全部群自动具备', remedy: '请删去 webchat' });
    }
  }
  const alike = [
    ['群代号', repeats(groups.map(({ key }, at) => ({ value: key, path: [at, 'key'] })))],
    ['群名', repeats(groups.map(({ title }, at) => ({ value: title, path: [at, 'title'] })))],
    [
      '部门群',
      repeats(groups.flatMap(({ department }, at) => (department === null ? [] : [{ value: department, path: [at, 'department'] }]))),
    ],
    [
      '绑定的群',
      repeats(
        groups.flatMap(({ bind }, at) =>
          Object.entries(bind).map(([channel, wireId]) => ({ value: `${channel} ${wireId}`, path: [at, 'bind', channel] })),
        ),
      ),
    ],
  ] as const;
  for (const [called, found] of alike) {
    for (const { value, path } of found)
      problems.push({ file, path, what: `${called} ${value} 出现了两次`, remedy: '请改成不同的，或删去一个' });
  }
  return problems;
}
