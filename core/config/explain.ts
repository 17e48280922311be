import type { z } from 'zod';
import type { ConfigFileName } from '../config.ts';
import type { Problem } from './problem.ts';

type Issue = z.core.$ZodIssue;
type Words = Pick<Problem, 'what' | 'remedy'>;

/** What zod found in one file, in the words of the people who edit it. `value` is what the file held. */
export function explainIssue(file: ConfigFileName, issue: Issue, value: unknown): readonly Problem[] {
  const path = issue.path.filter((step) => typeof step !== 'symbol');
  if (issue.code === 'unrecognized_keys') {
    const remedy = '请检查拼写，或删去这一项';
    return issue.keys.map((key) => ({ file, path: [...path, key], what: `不认识“${key}”这一项`, remedy }));
  }
  return [{ file, path, ...words(issue, path, at(value, path)) }];
}

function words(issue: Issue, path: Problem['path'], value: unknown): Words {
  const name = nameOf(path);
  if (value === undefined) return { what: `缺少 ${name}`, remedy: '请补上' };
  if (value === null) return { what: `${name} 是空的`, remedy: '请填写，或删去这一项' };
  switch (issue.code) {
    case 'invalid_type':
      return {
        what: `${name} 应为${kindOf(issue.expected)}，现在是${kindOf(Array.isArray(value) ? 'array' : typeof value)}`,
        remedy: issue.expected === 'string' ? '请给它加上引号' : '请改正',
      };
    case 'invalid_value':
      return { what: `${name} 不能是“${shown(value)}”`, remedy: `可以是：${issue.values.map(String).join('、')}` };
    case 'too_small':
      if (issue.origin === 'string') return { what: `${name} 是空的`, remedy: '请填写' };
      if (issue.origin === 'array') return { what: `${name} 是空的`, remedy: `至少要有 ${issue.minimum} 项` };
      return { what: `${name} 太小`, remedy: `${issue.inclusive === false ? '须大于' : '最小是'} ${issue.minimum}` };
    case 'too_big':
      return {
        what: `${name} 太${issue.origin === 'string' ? '长' : '大'}`,
        remedy: `最多 ${issue.maximum}${issue.origin === 'string' ? ' 个字' : ''}`,
      };
    case 'invalid_format':
    case 'invalid_key':
      return { what: `${name} 写成“${shown(value)}”不合规矩`, remedy: formatOf(path) };
    default:
      return { what: `${name} 不对（${issue.message}）`, remedy: '请改正' };
  }
}

function nameOf(path: readonly PropertyKey[]): string {
  const last = path.at(-1);
  if (last === undefined) return '文件内容';
  if (typeof last !== 'number') return String(last);
  const list = path.at(-2);
  return `${list === undefined ? '' : `${String(list)} 的`}第 ${last + 1} 项`;
}

function kindOf(expected: string): string {
  const kinds: Readonly<Record<string, string>> = {
    string: '文字',
    number: '数字',
    int: '整数',
    boolean: ' true 或 false',
    array: '列表',
    object: '“名称: 值”的对照',
    record: '“名称: 值”的对照',
  };
  return kinds[expected] ?? expected;
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const AMOUNT_KEYS =
  /limits\.|\.(?:normal|urgent|critical|return|rework|atMost|suspended|waiting|before|every)$|^policies\.[^.]*\.(?:return|rework)/;

function formatOf(path: Problem['path']): string {
  const [list] = path;
  if (path.at(-1) === 'prefix') return '请用 1 到 6 个大写字母';
  if (path.includes('hours')) return '请写成 08:30-12:00 这样：24 小时制，英文冒号和连字符';
  if (path.includes('quiet')) return '请写成 07:30 这样：24 小时制，英文冒号，时和分各两位数字';
  if (path.at(-1) === 'time') return '请写成 08:40 这样：24 小时制，英文冒号，时和分各两位数字，加引号';
  if (list === 'seasons') return '请写成 05-01 这样：月-日，各两位数字';
  if (list === 'days') return '请写成 2027-01-01 这样：年-月-日';
  if (AMOUNT_KEYS.test(path.map(String).join('.'))) return '请写成 30m、2h、3d 这样：分钟、小时、工作日';
  if (path.at(-1) === 'at') return '请写成 80%、warning、due、due+30m、due+1d 或 due+100% 这样';
  return '请以小写字母开头，只用小写字母、数字和连字符';
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, step) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, step) : undefined), value);
}
