import { z } from 'zod';
import { DepartmentCode, EnterpriseKey, MemberId } from '../ids.ts';
import { directoryText, enterpriseText, memberLine, unitText } from '../report/people.ts';
import { accepted, defineCommand } from './define.ts';

export const directoryCommand = defineCommand({
  name: 'directory',
  words: ['通讯录', '花名册'],
  latin: ['directory'],
  help: '查名录：单位、企业、人员和是否绑定',
  examples: ['名录', '名录 环保局', '名录 王国栋'],
  args: z.object({ members: z.array(MemberId), department: DepartmentCode.nullable(), enterprise: EnterpriseKey.nullable() }),
  parse: ({ members, departments, enterprises }) =>
    accepted({ members: members.map((one) => one.id), department: departments[0] ?? null, enterprise: enterprises[0] ?? null }),
  run: ({ members, department, enterprise }, { directory }) => ({
    say: asked(members, department, enterprise, directory),
    privately: true,
  }),
});

function asked(
  members: readonly MemberId[],
  department: DepartmentCode | null,
  enterprise: EnterpriseKey | null,
  directory: Parameters<typeof directoryText>[0],
): string {
  const people = directory.members.filter((one) => members.includes(one.id));
  if (people.length > 0) return people.map((one) => memberLine(one, directory)).join('\n');
  if (department !== null) return unitText(department, directory);
  return enterprise === null ? directoryText(directory) : enterpriseText(enterprise, directory);
}
