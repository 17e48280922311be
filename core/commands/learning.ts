import { z } from 'zod';
import { learningText, versionName } from '../learning/words.ts';
import { WORDS_LIMIT } from '../limits.ts';
import { accepted, defineCommand, refused } from './define.ts';

const Reason = z.string().trim().min(1).max(WORDS_LIMIT, `这段话超过 ${WORDS_LIMIT} 字，请写短一些。`);
const Args = z.discriminatedUnion('what', [
  z.object({ what: z.literal('show') }),
  z.object({ what: z.literal('train') }),
  z.object({ what: z.literal('rollback'), reason: Reason }),
]);

const ROLLBACK = /^(?:回退|退回)(?:上一版)?[\s,，:：]*/;
const TRAIN = /^(?:训练|开始训练|马上训练|现在训练)[吧。！!\s]*$/;
const SHOW = /^(?:情况|记录|看看)?[。！!？?\s]*$/;

/** What the house learnt from people's corrections, for those who answer for it; and the way back. */
export const learning = defineCommand({
  name: 'learning',
  words: ['学习情况', '学习记录'],
  latin: ['learn'],
  help: '看看从更正里学到了什么；“学习 训练”现在学一次，“学习 回退 理由”退回上一版',
  examples: ['学习', '学习 训练', '学习 回退 近几天把租金的事都派错了'],
  args: Args,
  parse({ rest }) {
    const asked = rest.trim();
    if (SHOW.test(asked)) return accepted({ what: 'show' as const });
    if (TRAIN.test(asked)) return accepted({ what: 'train' as const });
    if (!ROLLBACK.test(asked)) return refused('可以发：学习，学习 训练，学习 回退 理由');
    const reason = asked.replace(ROLLBACK, '');
    return reason === ''
      ? refused('回退要写明理由，例如：学习 回退 近几天把租金的事都派错了')
      : accepted({ what: 'rollback' as const, reason });
  },
  reads: () => [{ read: 'learning' }],
  run(args, { directory, now, member, chat }, { learning: read }) {
    if (read === undefined) return { say: '眼下读不到学习记录，请稍后再试。' };
    if (args.what === 'show' || member === null) return { say: learningText(read, { directory, now }) };
    if (args.what === 'train') {
      if (read.state.orderedAt !== null) return { say: '已经在学了，做完会告诉您。' };
      return { say: '好的，现在学一次，做完告诉您结果。', directory: [{ kind: 'train', by: member.id, chat: chat.id }] };
    }
    const { current, before } = read;
    if (current === 0) return { say: '现在用的就是自带版本，没有可以回退的。' };
    const say = `已从${versionName(current)}退回${versionName(before)}，下一条消息起生效。夜间不再自动训练，要重新开始请发“学习 训练”。`;
    return { say, directory: [{ kind: 'rollback', from: current, to: before, by: member.id, reason: args.reason }] };
  },
});
