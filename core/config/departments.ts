import type { Config } from '../config.ts';
import type { Problem } from './problem.ts';
import { gluedItems, namesOf, repeats } from './repeats.ts';

const file = 'departments';

export function checkDepartments({ departments, people }: Config): readonly Problem[] {
  return [
    ...repeats(departments.map(({ code }, at) => ({ value: code, path: [at, 'code'] }))).map(
      ({ value, path }) =>
        ({
          file,
          path,
          what: `部门代号 ${value} 重复`,
          remedy: '请换一个没有用过的代号',
        }) as const,
    ),
    ...repeats(departments.flatMap(namesOf)).map(
      ({ value, path }) =>
        ({
          file,
          path,
          what: `部门名称或别名“${value}”出现了两次，听到这个叫法时分不清是谁`,
          remedy: '请只保留在一个部门下',
        }) as const,
    ),
    ...departments.flatMap(({ aliases, matters, words }, at) =>
      [...gluedItems(aliases, [at, 'aliases']), ...gluedItems(matters, [at, 'matters']), ...gluedItems(words, [at, 'words'])].map(
        ({ value, path }) => ({ file, path, what: `“${value}”里有中文逗号，会被当成一个词`, remedy: '请改用英文逗号加空格分开' }) as const,
      ),
    ),
    ...checkFallback(departments),
    ...checkOnDuty(departments, people),
  ];
}

function checkFallback(departments: Config['departments']): readonly Problem[] {
  const marked = departments.flatMap(({ fallback }, at) => (fallback ? [at] : []));
  if (marked.length === 0) return [{ file, path: [], what: '没有兜底单位', remedy: '请给且只给一个部门写上 fallback: true' }];
  return marked.slice(1).map((at) => ({
    file,
    path: [at, 'fallback'],
    what: `兜底单位只能有一个，${departments[at]?.name ?? ''}是多出来的`,
    remedy: '请删去这一行',
  }));
}

function checkOnDuty(departments: Config['departments'], people: Config['people']): readonly Problem[] {
  return departments.flatMap((department, at) => [
    ...checkOfDepartment(department, at, 'onDuty', '值班人', people),
    ...checkOfDepartment(department, at, 'deputy', '副值班', people),
    ...(department.deputy !== null && department.deputy === department.onDuty
      ? [{ file, path: [at, 'deputy'], what: `${department.name}的值班人和副值班是同一个人`, remedy: '请换一个人，或删去 deputy' } as const]
      : []),
  ]);
}

function checkOfDepartment(
  department: Config['departments'][number],
  at: number,
  key: 'onDuty' | 'deputy',
  title: string,
  people: Config['people'],
): readonly Problem[] {
  const { code, name } = department;
  const named = department[key];
  if (named === null) return [];
  const path = [at, key];
  const person = people.find((one) => one.key === named);
  if (!person) return [{ file, path, what: `${title} ${named} 不在人员名录里`, remedy: '请改成 people.yaml 里的 key，或先登记这个人' }];
  if (person.department === code) return [];
  return [
    { file, path, what: `${title}${person.name}不是${name}的人`, remedy: '请改成本部门的人，或改正他在 people.yaml 里的 department' },
  ];
}
