import { z } from 'zod';
import { MemberId } from '../ids.ts';
import { leaveDays } from '../report/leaves.ts';
import { memberName } from '../report/words.ts';
import { accepted, defineCommand, refused } from './define.ts';
import { absentIn, mayRegister } from './leave-people.ts';

export const leaveEnd = defineCommand({
  name: 'leave_end',
  words: ['取消请假'],
  latin: ['back'],
  help: '提前回来了，或不请了',
  examples: ['销假', '销假 王国栋'],
  args: z.object({ member: MemberId }),
  parse(slots, { directory, member: asker }) {
    if (asker === null) return refused('抱歉，我还不认识您，请先用绑定码绑定身份。');
    const absent = absentIn(slots, asker, directory);
    if (!absent.ok) return absent;
    const { member, deputyName } = absent.args;
    // A name he may not speak for was read as a deputy's; 销假 has none.
    if (deputyName !== null || !mayRegister(asker, member)) return refused('别人的请假由本人、本单位负责人或值班席来销。');
    return accepted({ member: member.id });
  },
  run({ member }, { directory, now }) {
    const name = memberName(directory, member) ?? '';
    // The one he is on; else the next that was registered.
    const [leave] = directory.leaves
      .filter((one) => one.member === member && one.until.getTime() >= now.getTime())
      .toSorted((a, b) => a.from.getTime() - b.from.getTime());
    if (leave === undefined) return { say: `${name}眼下没有登记请假。` };
    const begun = leave.from.getTime() <= now.getTime();
    return {
      say: `已销假：${name} ${leaveDays(leave, now)}的请假。${begun ? '已移交给代班人的单子仍由其经办，新单照常派。' : ''}`,
      directory: [{ kind: 'leave-end', leave: leave.id, at: now }],
    };
  },
});
