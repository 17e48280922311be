import { z } from 'zod';
import { MemberId } from '../ids.ts';
import { seesAll } from '../permission/scope.ts';
import { leaveDays, leavesText } from '../report/leaves.ts';
import { memberName } from '../report/words.ts';
import { comingDays } from '../understand/coming.ts';
import type { CommandContext } from './command.ts';
import { accepted, defineCommand, refused } from './define.ts';
import { absentIn, deputyFor, leaveOf, mayRegister } from './leave-people.ts';

const EXAMPLE = '请假 4月1日到4月3日 吕亮代';
/** 今天谁请假: asked, and not said of himself. */
const ASKS = /谁|哪些|几个|多少|名单|[吗么?？]\s*$/;
const DAY = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const Asked = z.object({ member: MemberId, from: DAY, to: DAY, deputy: MemberId });

export const leave = defineCommand({
  name: 'leave',
  words: ['休假', '请假登记'],
  latin: ['leave'],
  help: '登记请假和代班人；只发“请假”看谁不在',
  examples: ['请假', '请假 明天到后天 车春梅代', '请假 王国栋 5月2日到5月4日 吕亮代'],
  args: z.object({ asked: Asked.nullable() }),
  parse(slots, context) {
    const { directory, member: asker, now } = context;
    if (ASKS.test(slots.rest)) return accepted({ asked: null });
    const days = comingDays(slots.rest, now);
    if (days === null && slots.members.length === 0) {
      return /\d|天|月|号|日/.test(slots.rest) ? refused(`请写明从哪天到哪天，例如：${EXAMPLE}`) : accepted({ asked: null });
    }
    if (days === 'past') return refused(`请假要登记今天以后的日子，这几天已经过去了，请核对，例如：${EXAMPLE}`);
    if (days === null) return refused(`请写明从哪天到哪天，例如：${EXAMPLE}`);
    if (asker === null) return refused('抱歉，我还不认识您，请先用绑定码绑定身份。');
    const absent = absentIn(slots, asker, directory);
    if (!absent.ok) return absent;
    const { member, deputyName } = absent.args;
    if (!mayRegister(asker, member)) return refused(`${member.name}的请假由本人、本单位负责人或值班席来登记。`);
    const { from, until } = moments(days);
    const known = leaveOf(directory, member.id, from, until);
    if (known !== null) {
      return refused(
        `${member.name} ${leaveDays(known, now)}已经登记请假（${memberName(directory, known.deputy) ?? ''}代班）；要改请先发“销假”。`,
      );
    }
    const deputy = deputyFor(member, deputyName, { from, until }, directory);
    return deputy.ok ? accepted({ asked: { member: member.id, ...days, deputy: deputy.args } }) : deputy;
  },
  run({ asked }, context) {
    const { directory, chat, member: asker, now } = context;
    if (asked === null) return { say: leavesText(directory, scopeOf(context), now) };
    if (asker === null) return { say: '抱歉，我还不认识您，请先用绑定码绑定身份。' };
    const { member, deputy } = asked;
    const { from, until } = moments(asked);
    const days = leaveDays({ from, until }, now);
    const [name, standIn] = [memberName(directory, member) ?? '', memberName(directory, deputy) ?? ''];
    const when = from.getTime() <= now.getTime() ? '马上' : '届时';
    const others = [
      { member: deputy, text: `${name} ${days}请假，请您代班：在办的单子${when}移交给您，新单也会派给您。` },
      { member, text: `已为您登记请假：${days}，${standIn}代班。提前回来请发“销假”。` },
    ];
    return {
      say: `${name} ${days}请假，${standIn}代班：在办的单子${when}移交，新单也派给${standIn}。提前回来请发“销假”。`,
      directory: [{ kind: 'leave', member, from, until, deputy, by: asker.id }],
      tells: chat.kind === 'private' || member !== asker.id ? others.filter((one) => one.member !== asker.id) : others.slice(0, 1),
    };
  },
});

/** From the first moment of the first day to the last of the last, in Shanghai. */
function moments({ from, to }: { readonly from: string; readonly to: string }): { readonly from: Date; readonly until: Date } {
  return { from: new Date(`${from}T00:00:00.000+08:00`), until: new Date(`${to}T23:59:59.999+08:00`) };
}

/** A department's room, and whoever does not see all, reads of his own unit only. */
function scopeOf({ chat, member }: CommandContext) {
  if (chat.role === 'department') return chat.department;
  return seesAll(member) ? null : (member?.department ?? null);
}
