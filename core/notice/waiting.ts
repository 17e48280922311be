import { numberLabel } from '../ticket/labels.ts';
import { notice } from './define.ts';
import { officeName, reasonWords } from './words.ts';

/**
 * 等企业: what is wanted of him, to him alone. Where he cannot be written to alone the group reads that there is something: the
 * clocks stand still until he acts, and silence would leave him waiting for us and us for him.
 */
export const waiting = notice('waiting', ({ event, ticket, directory }, { reason }) => {
  const no = numberLabel(ticket.number);
  const what = reasonWords(reason).replace(/[。.；;，,]+$/, '');
  const how = `请发「补充 ${ticket.number} 内容」，图片、文件也可以；补充后继续办理。`;
  return [
    {
      to: { to: 'reporter' },
      name: 'waiting',
      text: `${no} ${officeName(ticket, directory)}办理中，需要您补充：${what}。${how}`,
      publicText: `${no} 办理中需要您补充材料，请私聊${directory.botName}发「查询 ${ticket.number}」看要补什么，补充后继续办理。`,
      mentionReporter: true,
      ...(event.cause === null ? {} : { mediaOf: event.cause }),
    },
  ];
});
