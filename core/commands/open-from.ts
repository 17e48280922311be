import { z } from 'zod';
import { DepartmentCode } from '../ids.ts';
import { accepted, defineCommand, refused } from './define.ts';

export const openFrom = defineCommand({
  name: 'open_from',
  words: ['立个单', '转成工单', '录单'],
  latin: ['open'],
  help: '引用一条消息，为它立单',
  examples: ['（引用那条消息）立单', '（引用那条消息）立单 环保局'],
  args: z.object({ messageId: z.string().nullable(), text: z.string().nullable(), department: DepartmentCode.nullable() }),
  parse(slots, { quote }) {
    if (quote === null) return refused('请先引用（回复）要立单的那条消息，再发“立单”。');
    if (slots.departments.length > 1) return refused('立单时只写一个主办单位，例如：立单 环保局');
    return accepted({ messageId: quote.messageId, text: quote.text, department: slots.departments[0] ?? null });
  },
  reads: ({ messageId, text }, { chat }) => [{ read: 'quoted', chat: chat.id, messageId, text }],
  run({ department }, _context, { quoted }) {
    if (quoted === null || quoted === undefined)
      return { say: '没有找到您引用的那条消息，可能太久以前了。请把内容转发一遍，再引用它立单。' };
    if (quoted.tickets.length > 0) return { say: `这条消息已经立过单了：${quoted.tickets.map((number) => `#${number}`).join('、')}。` };
    if (quoted.inbox === null) return { say: '引用的是我自己说的话，请引用当事人的那条消息来立单。' };
    return { say: null, openFrom: { quoted, department } };
  },
});
