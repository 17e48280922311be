import { z } from 'zod';
import { DepartmentCode, MemberId } from '../ids.ts';
import { rosterText } from '../report/people.ts';
import { departmentName, memberName } from '../report/words.ts';
import { accepted, defineCommand, refused } from './define.ts';
import { onlyMember } from './people.ts';

const EXAMPLE = '值班 环保局 王国栋';

const Change = z.object({ department: DepartmentCode, member: MemberId.nullable() });

export const roster = defineCommand({
  name: 'roster',
  words: ['值班表', '排班', '换班'],
  latin: ['duty'],
  help: '看或换各单位的值班人',
  examples: ['值班', EXAMPLE, '值班 环保局 无'],
  args: z.object({ change: Change.nullable() }),
  parse(slots, { directory }) {
    const [department, second] = slots.departments;
    // 免去车春梅值班席 is about her role; read as a change of the roster it would put her on duty.
    if (/免|撤职|撤销.*席|不再/.test(slots.rest))
      return refused('改身份请发“任命”，例如：任命 王国栋 经办人；换值班人请发：值班 环保局 王国栋');
    const none = /(?:无|没有|取消|撤销|空)\s*$/.test(slots.words);
    if (slots.members.length === 0 && !none) return accepted({ change: null });
    if (second !== undefined) return refused(`一次换一个单位的值班人，例如：${EXAMPLE}`);
    if (none)
      return department === undefined ? refused('请写明单位，例如：值班 环保局 无') : accepted({ change: { department, member: null } });
    const found = onlyMember(slots, EXAMPLE);
    if (!found.ok) return found;
    const of = department ?? found.args.department;
    if (of === null) return refused(`请写明单位，例如：${EXAMPLE}`);
    if (found.args.department !== of) return refused(`${found.args.name}不是${departmentName(directory, of)}的人，请核对。`);
    return accepted({ change: { department: of, member: found.args.id } });
  },
  run({ change }, { directory }) {
    if (change === null) return { say: rosterText(directory) };
    const unit = departmentName(directory, change.department);
    const name = memberName(directory, change.member);
    const said = name === null ? `${unit}已不设值班人，新单只发到单位群。` : `${unit}的值班人换为${name}。`;
    return { say: said, directory: [{ kind: 'duty', ...change }] };
  },
});
