import type { Config } from '../config.ts';
import { STEP_LABEL, STEPS } from '../deadlines/steps.ts';
import type { Problem } from './problem.ts';
import { repeats } from './repeats.ts';

const file = 'ladder';

export function checkLadder({ ladder, people }: Config): readonly Problem[] {
  const keys = new Set(people.map(({ key }) => key));
  const bodies = Object.entries(ladder.bodies).flatMap(([body, members]) =>
    members.flatMap((member, at): Problem[] =>
      keys.has(member)
        ? []
        : [{ file, path: ['bodies', body, at], what: `${member} 不在人员名录里`, remedy: '请改成 people.yaml 里的 key，或先登记这个人' }],
    ),
  );
  const rungs = STEPS.flatMap((step): Problem[] => {
    if (step === 'return') return [];
    const { rungs: own } = ladder.steps[step];
    const path = (at: number, key: string) => ['steps', step, 'rungs', at, key];
    return [
      ...repeats(own.map(({ rung }, at) => ({ value: rung, path: path(at, 'rung') }))).map(
        ({ value, path: where }) =>
          ({
            file,
            path: where,
            what: `${STEP_LABEL[step]}的阶梯里有两级都叫 ${value}，后一级永远发不出去`,
            remedy: '请换一个代号',
          }) as const,
      ),
      ...own.flatMap(({ rung, act, digest, tell }, at): Problem[] => [
        ...(rung.startsWith('again')
          ? [{ file, path: path(at, 'rung'), what: 'again 留给反复提醒', remedy: '请换一个代号' } as const]
          : []),
        ...(act === 'lapse' && step !== 'contact'
          ? [
              {
                file,
                path: path(at, 'act'),
                what: '签收失效（lapse）只能放在首次联系（contact）的阶梯里',
                remedy: '请移到 contact 下面，或改成 remind',
              } as const,
            ]
          : []),
        ...(digest && tell.some((who) => who !== 'leaders')
          ? [
              {
                file,
                path: path(at, 'digest'),
                what: '领导专报要等到第二天，不能同时用来提醒经办的人',
                remedy: '请让这一级只告诉 leaders，其他人另写一级',
              } as const,
            ]
          : []),
      ]),
    ];
  });
  return [...bodies, ...rungs];
}

export function checkCategories({ categories }: Config): readonly Problem[] {
  return repeats(
    categories.flatMap(({ key, name }, at) => [
      { value: key, path: [at, 'key'] },
      { value: name, path: [at, 'name'] },
    ]),
  ).map(({ value, path }) => ({ file: 'categories', path, what: `分类“${value}”重复`, remedy: '请删去一个，或换一个叫法' }) as const);
}
