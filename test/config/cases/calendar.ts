import type { Case } from './case.ts';

const winter = 'from: 10-01, to: 04-30, hours: [08:30-12:00, 13:30-17:30]';
const summer = 'from: 05-01, to: 09-30, hours: [08:30-12:00, 14:00-18:00]';
const none = 'days: []';
const undeclared = 'completeYears: []';

/** The shipped `days` with these entries instead of none. */
function days(...entries: readonly string[]): Case['edit'] {
  return [none, ['days:', ...entries.map((entry) => `  - { ${entry} }`)].join('\n')];
}

const seasonCases: readonly Omit<Case, 'file'>[] = [
  {
    title: 'hours with a Chinese colon',
    edit: [winter, winter.replace('08:30-12:00', '"08：30-12:00"')],
    mark: '冬春作息',
    what: 'hours 的第 1 项 写成“08：30-12:00”不合规矩',
    remedy: '08:30-12:00',
  },
  {
    title: 'half past twenty-five',
    edit: [winter, winter.replace('17:30', '25:30')],
    mark: '25:30',
    what: '13:30-25:30',
    remedy: '24 小时制',
  },
  {
    title: 'a span that ends before it begins',
    edit: [winter, winter.replace('13:30-17:30', '17:30-13:30')],
    mark: '17:30-13:30',
    what: '17:30-13:30 的结束不晚于开始',
    remedy: '改正时间',
  },
  {
    title: 'an afternoon that begins before noon',
    edit: [winter, winter.replace('13:30-', '11:30-')],
    mark: '11:30-17:30',
    what: '11:30-17:30 与前一段 08:30-12:00 重叠',
    remedy: '按先后写',
  },
  {
    title: 'the afternoon before the morning',
    edit: [summer, summer.replace('[08:30-12:00, 14:00-18:00]', '[14:00-18:00, 08:30-12:00]')],
    mark: '夏季作息',
    what: '次序颠倒',
    remedy: '按先后写',
  },
  {
    title: 'a season without hours',
    edit: [summer, 'from: 05-01, to: 09-30, hours: []'],
    mark: '夏季',
    what: 'hours 是空的',
    remedy: '1 项',
  },
  { title: 'a date where month and day belong', edit: ['05-01', '5月1日'], mark: '5月1日', what: '“5月1日”不合规矩', remedy: '05-01' },
  {
    title: 'a thirtieth of February',
    edit: ['to: 04-30', 'to: 02-30'],
    mark: 'to: 02-30',
    what: '没有 02-30 这一天',
    remedy: '改正日期',
  },
  {
    title: 'a gap between the seasons',
    edit: ['from: 10-01, to: 04-30', 'from: 10-03, to: 04-30'],
    mark: 'seasons:',
    what: '10-01 起没有规定作息',
    remedy: '覆盖全年',
  },
  {
    title: 'a leap day that nobody thought of',
    edit: [
      'to: 04-30, hours: [08:30-12:00, 13:30-17:30] }\n  - { name: 夏季作息, from: 05-01',
      'to: 02-28, hours: [08:30-12:00, 13:30-17:30] }\n  - { name: 夏季作息, from: 03-01',
    ],
    mark: 'seasons:',
    what: '02-29 起没有规定作息',
    remedy: '覆盖全年',
  },
  {
    title: 'a day of two seasons',
    edit: ['to: 09-30', 'to: 10-01'],
    mark: 'to: 10-01',
    what: '“夏季作息”与“冬春作息”都包含 10-01',
    remedy: '只属于一季',
  },
];

const dayCases: readonly Omit<Case, 'file'>[] = [
  {
    title: 'a day of an unknown kind',
    edit: days('name: 元旦, from: 2027-01-01, kind: holiday'),
    mark: '元旦',
    what: 'holiday',
    remedy: 'off',
  },
  {
    title: 'a date with slashes',
    edit: days('name: 元旦, from: 2027/1/1, kind: off'),
    mark: '2027/1/1',
    what: '不合规矩',
    remedy: '2027-01-01',
  },
  {
    title: 'a date that does not exist',
    edit: days('name: 元旦, from: 2027-02-29, kind: off'),
    mark: '2027-02-29',
    what: '没有 2027-02-29 这一天',
    remedy: '改正日期',
  },
  {
    title: 'a range backwards',
    edit: days('name: 元旦, from: 2027-01-03, to: 2027-01-01, kind: off'),
    mark: '元旦',
    what: '最后一天 2027-01-01 早于第一天 2027-01-03',
    remedy: '改正日期',
  },
  {
    title: 'ten years of holidays',
    edit: days('name: 元旦, from: 2027-01-01, to: 2037-01-03, kind: off'),
    mark: '元旦',
    what: '“元旦”长达 3656 天',
    remedy: '核对年份',
  },
  {
    title: 'a day in two entries',
    edit: days('name: 元旦, from: 2027-01-01, to: 2027-01-03, kind: off', 'name: 值班, from: 2027-01-03, kind: working'),
    mark: '值班',
    what: '2027-01-03 在“元旦”里已经写过，“值班”又写了一次',
    remedy: '删去一处',
  },
  {
    title: 'office hours of a holiday',
    edit: days('name: 元旦, from: 2027-01-01, kind: off, hours: [08:30-12:00]'),
    mark: '元旦',
    what: '“元旦”是放假，不该有上班时间',
    remedy: 'hours',
  },
  {
    title: 'other hours, untold',
    edit: days('name: 停电, from: 2027-01-05, kind: hours'),
    mark: '停电',
    what: '没有写改成',
    remedy: 'hours',
  },
  {
    title: 'overlapping hours of a single day',
    edit: days('name: 停电, from: 2027-01-05, kind: hours, hours: [08:30-12:00, 11:00-13:00]'),
    mark: '停电',
    what: '11:00-13:00 与前一段 08:30-12:00 重叠',
    remedy: '按先后写',
  },
];

const yearCases: readonly Omit<Case, 'file'>[] = [
  {
    title: 'a year declared complete without its holidays',
    edit: [undeclared, 'completeYears: [2027]'],
    mark: 'completeYears: [2027]',
    what: '2027 年写明已录全，但 2027-01-01（元旦）、2027-10-01（国庆节）没有录为放假',
    remedy: '补全',
  },
  {
    title: 'a year declared twice',
    edit: [undeclared, 'completeYears: [2027, 2027]'],
    mark: 'completeYears',
    what: '2027 年写了两次',
    remedy: '删去一个',
  },
];

export const calendarCases: readonly Case[] = [...seasonCases, ...dayCases, ...yearCases].map((one) => ({ ...one, file: 'calendar' }));
