import type { Config } from '../config.ts';
import { quietUntil } from '../delivery/hold.ts';
import type { Problem } from './problem.ts';
import { repeats } from './repeats.ts';

const file = 'reports';

/** Any day: the hours are the same on all of them. */
const A_DAY = '2026-01-05';

function atNight(title: string, time: string, path: Problem['path'], { notices }: Config['bot']): readonly Problem[] {
  if (quietUntil(new Date(`${A_DAY}T${time}:00+08:00`), notices) === null) return [];
  const { from, to } = notices.quiet;
  return [{ file, path, what: `“${title}”在免打扰时段（${from} 至 ${to}）里发`, remedy: '请换一个时间，或改 bot.yaml 里的 quiet' }];
}

export function checkReports({ reports, people, bot }: Pick<Config, 'reports' | 'people' | 'bot'>): readonly Problem[] {
  const byKey = new Map(people.map((person) => [person.key, person]));
  return [
    ...repeats(reports.schedules.map(({ key }, at) => ({ value: key, path: ['schedules', at, 'key'] }))).map(
      ({ value, path }) => ({ file, path, what: `定时报告的代号 ${value} 重复，后一个永远发不出去`, remedy: '请换一个代号' }) as const,
    ),
    ...reports.schedules.flatMap(({ title, time, readers }, at): readonly Problem[] => {
      const path = ['schedules', at] as const;
      const problems: Problem[] = [];
      if (readers.roles.length + readers.people.length === 0) {
        problems.push({ file, path: [...path, 'readers'], what: `“${title}”没有人看`, remedy: '请写上 roles 或 people，或删去这一条' });
      }
      problems.push(...atNight(title, time, [...path, 'time'], bot));
      for (const [place, key] of readers.people.entries()) {
        const person = byKey.get(key);
        const here = [...path, 'readers', 'people', place];
        if (person === undefined) {
          problems.push({ file, path: here, what: `${key} 不在人员名录里`, remedy: '请改成 people.yaml 里的 key，或先登记这个人' });
        } else if (person.roles.includes('entrepreneur')) {
          problems.push({ file, path: here, what: `${person.name}是企业的人，不能看内部报告`, remedy: '请删去' });
        }
      }
      return problems;
    }),
    ...(reports.ledger ? atNight('每日对账', reports.ledger.time, ['ledger', 'time'], bot) : []),
  ];
}
