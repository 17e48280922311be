import { z } from 'zod';
import type { DirectoryChange } from '../conversation/effects.ts';
import type { Directory } from '../directory.ts';
import { DepartmentCode, MemberId } from '../ids.ts';
import { rosterText } from '../report/people.ts';
import { departmentName, memberName } from '../report/words.ts';
import { departmentOf } from '../routing/lookup.ts';
import type { Command } from './command.ts';
import { accepted, defineCommand, refused } from './define.ts';
import { onlyMember } from './people.ts';

const Change = z.object({ department: DepartmentCode, member: MemberId.nullable() });
type Change = z.output<typeof Change>;

interface RosterSpec {
  readonly name: 'roster' | 'deputy';
  readonly title: '值班' | '副值班';
  readonly words: readonly string[];
  readonly latin: readonly string[];
  readonly help: string;
  readonly example: string;
  run(change: Change, directory: Directory): { readonly say: string; readonly directory?: readonly DirectoryChange[] };
}

export const roster = defineRoster({
  name: 'roster',
  title: '值班',
  words: ['值班表', '排班', '换班'],
  latin: ['duty'],
  help: '看或换各单位的值班人',
  example: '值班 环保局 王国栋',
  run(change, directory) {
    const unit = departmentOf(directory, change.department);
    const [name, label] = [memberName(directory, change.member), departmentName(directory, change.department)];
    const duty = { kind: 'duty', ...change } as const;
    if (name === null) return { say: `${label}已不设值班人，新单只发到单位群。`, directory: [duty] };
    if (unit === null || unit.deputy !== change.member) return { say: `${label}的值班人换为${name}。`, directory: [duty] };
    // Nobody is his own deputy: whoever was on duty takes the other's place.
    const former = memberName(directory, unit.onDuty);
    const deputy = { kind: 'deputy', department: unit.code, member: former === null ? null : unit.onDuty } as const;
    const then = former === null ? '副值班暂缺，请另定。' : `${former}改任副值班；要换请发“副值班”。`;
    return { say: `${label}的值班人换为${name}，${then}`, directory: [duty, deputy] };
  },
});

/** 副值班: stands in for whoever is on duty, and is told when 签收 is late. */
export const deputy = defineRoster({
  name: 'deputy',
  title: '副值班',
  words: ['副值班人', '换副值班'],
  latin: ['deputy'],
  help: '看或换各单位的副值班',
  example: '副值班 环保局 吕亮',
  run(change, directory) {
    const label = departmentName(directory, change.department);
    const name = memberName(directory, change.member);
    if (name !== null && departmentOf(directory, change.department)?.onDuty === change.member) {
      return { say: `${name}是${label}的值班人，副值班请另定一位。` };
    }
    const said = name === null ? `${label}已不设副值班。` : `${label}的副值班换为${name}。`;
    return { say: said, directory: [{ kind: 'deputy', ...change }] };
  },
});

/** Shows the roster, or changes one post of it. */
function defineRoster(spec: RosterSpec): Command {
  const { title, example } = spec;
  return defineCommand({
    name: spec.name,
    words: spec.words,
    latin: spec.latin,
    help: spec.help,
    examples: [title, example, `${title} 环保局 无`],
    args: z.object({ change: Change.nullable() }),
    parse(slots, { directory }) {
      const [department, second] = slots.departments;
      // 免去车春梅值班席 is about her role; read as a change of the roster it would put her on duty.
      if (/免|撤职|撤销.*席|不再/.test(slots.rest))
        return refused(`改身份请发“任命”，例如：任命 王国栋 经办人；换${title}人请发：${example}`);
      const none = /(?:无|没有|取消|撤销|空)\s*$/.test(slots.words);
      if (slots.members.length === 0 && !none) return accepted({ change: null });
      if (second !== undefined) return refused(`一次换一个单位的${title}人，例如：${example}`);
      if (none)
        return department === undefined
          ? refused(`请写明单位，例如：${title} 环保局 无`)
          : accepted({ change: { department, member: null } });
      const found = onlyMember(slots, example);
      if (!found.ok) return found;
      const of = department ?? found.args.department;
      if (of === null) return refused(`请写明单位，例如：${example}`);
      if (found.args.department !== of) return refused(`${found.args.name}不是${departmentName(directory, of)}的人，请核对。`);
      return accepted({ change: { department: of, member: found.args.id } });
    },
    run: ({ change }, { directory }) => (change === null ? { say: rosterText(directory) } : spec.run(change, directory)),
  });
}
