import type { Config } from '../config.ts';
import type { Problem } from './problem.ts';
import { gluedItems, namesOf, repeats } from './repeats.ts';

export function checkEnterprises({ enterprises }: Config): readonly Problem[] {
  const file = 'enterprises';
  return [
    ...repeats(enterprises.map(({ key }, at) => ({ value: key, path: [at, 'key'] }))).map(
      ({ value, path }) => ({ file, path, what: `企业代号 ${value} 重复`, remedy: '请换一个没有用过的代号' }) as const,
    ),
    ...repeats(enterprises.flatMap(namesOf)).map(
      ({ value, path }) =>
        ({
          file,
          path,
          what: `企业名称或别名“${value}”出现了两次，听到这个叫法时分不清是哪家`,
          remedy: '请只保留在一家企业下',
        }) as const,
    ),
    ...enterprises
      .flatMap(({ aliases }, at) => gluedItems(aliases, [at, 'aliases']))
      .map(
        ({ value, path }) => ({ file, path, what: `“${value}”里有中文逗号，会被当成一个词`, remedy: '请改用英文逗号加空格分开' }) as const,
      ),
  ];
}

export function checkPostings({ postings, people, enterprises }: Config): readonly Problem[] {
  const file = 'postings';
  return [
    ...postings.flatMap(({ commissioner, enterprise }, at): readonly Problem[] => {
      const problems: Problem[] = [];
      const person = people.find(({ key }) => key === commissioner);
      if (!person) {
        problems.push({
          file,
          path: [at, 'commissioner'],
          what: `特派员 ${commissioner} 不在人员名录里`,
          remedy: '请改成 people.yaml 里的 key',
        });
      } else if (!person.roles.includes('commissioner')) {
        const remedy = '请在 people.yaml 给他的 roles 加上 commissioner，或改派他人';
        problems.push({ file, path: [at, 'commissioner'], what: `${person.name}没有特派员身份`, remedy });
      }
      if (!enterprises.some(({ key }) => key === enterprise)) {
        problems.push({
          file,
          path: [at, 'enterprise'],
          what: `派驻的企业 ${enterprise} 不存在`,
          remedy: '请改成 enterprises.yaml 里的 key',
        });
      }
      return problems;
    }),
    ...repeats(postings.map(({ commissioner, enterprise }, at) => ({ value: `${commissioner} → ${enterprise}`, path: [at] }))).map(
      ({ value, path }) => ({ file, path, what: `派驻 ${value} 写了两次`, remedy: '请删去一条' }) as const,
    ),
    ...repeats(postings.flatMap(({ enterprise, leads }, at) => (leads ? [{ value: enterprise, path: [at, 'leads'] }] : []))).map(
      ({ value, path }) => ({ file, path, what: `${value} 有两名牵头的特派员`, remedy: '请只留一个 leads: true' }) as const,
    ),
  ];
}
