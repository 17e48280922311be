import type { Case } from './case.ts';

const weekly = 'time: "08:45"';

/** Clumsy edits of the schedule of reports. */
export const reportCases: readonly Case[] = [
  {
    title: 'two schedules of one name',
    file: 'reports',
    edit: ['- key: weekly', '- key: daily'],
    mark: '- key: daily',
    what: '代号 daily 重复',
    remedy: '换一个代号',
  },
  {
    title: 'a report in the quiet hours',
    file: 'reports',
    edit: [weekly, 'time: "06:45"'],
    mark: 'time: "06:45"',
    what: '“周报”在免打扰时段（21:00 至 07:30）里发',
    remedy: 'bot.yaml',
  },
  {
    title: 'the daily ledger in the quiet hours',
    file: 'reports',
    edit: ['ledger: { time: "08:30" }', 'ledger: { time: "22:30" }'],
    mark: 'ledger: { time: "22:30" }',
    what: '“每日对账”在免打扰时段（21:00 至 07:30）里发',
    remedy: 'bot.yaml',
  },
  {
    title: 'a time that is none',
    file: 'reports',
    edit: [weekly, 'time: "8点45"'],
    mark: 'time: "8点45"',
    what: '“8点45”不合规矩',
    remedy: '08:40',
  },
  {
    title: 'a report of no such kind',
    file: 'reports',
    edit: ['report: weekly', 'report: yearly'],
    mark: 'report: yearly',
    what: 'report 不能是“yearly”',
    remedy: 'daily、weekly、monthly',
  },
  {
    title: 'a report nobody reads',
    file: 'reports',
    edit: ['readers: { roles: [leader, manager, duty] }', 'readers: { roles: [] }'],
    mark: 'readers: { roles: [] }',
    what: '“每日专报”没有人看',
    remedy: 'roles 或 people',
  },
  {
    title: 'a reader nobody knows',
    file: 'reports',
    edit: ['readers: { roles: [leader, manager, duty] }', 'readers: { roles: [leader], people: [somebody] }'],
    mark: 'somebody',
    what: 'somebody 不在人员名录里',
    remedy: 'people.yaml',
  },
  {
    title: 'an entrepreneur who would read of the others',
    file: 'reports',
    edit: ['readers: { roles: [leader, manager, duty] }', 'readers: { roles: [leader], people: [ju-xiaoyan] }'],
    mark: 'ju-xiaoyan',
    what: '鞠晓燕是企业的人',
    remedy: '删去',
  },
  {
    title: 'a role that reads no reports',
    file: 'reports',
    edit: ['readers: { roles: [leader, manager, duty] }', 'readers: { roles: [entrepreneur] }'],
    mark: 'entrepreneur',
    what: '不能是“entrepreneur”',
    remedy: 'manager',
  },
];
