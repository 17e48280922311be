import { numberLabel } from '../ticket/labels.ts';
import { toHandling } from './audience.ts';
import { notice } from './define.ts';

/** 合并: those who had the one that goes learn where it went; its reporter is told where he asked. */
export const merged = notice('merged', (input, { into }) => {
  const from = numberLabel(input.ticket.number);
  const text = `${from} 与 ${numberLabel(into)} 是同一件事，已并入 ${numberLabel(into)}，请在 ${numberLabel(into)} 上办理。`;
  const office = input.ticket.department === null ? [] : toHandling(input, { name: 'merged', full: text, bare: text, urgent: false });
  return [
    ...office,
    {
      to: { to: 'source' },
      name: 'merged-source',
      text: `${from} 与 ${numberLabel(into)} 是同一件事，已并入 ${numberLabel(into)} 一起办理。`,
      mentionReporter: true,
    },
  ];
});

export const absorbed = notice('absorbed', (input, { from }) => {
  const text = `${numberLabel(from)} 已并入 ${numberLabel(input.ticket.number)}，请一并办理。`;
  return toHandling(input, { name: `absorbed:${from}`, full: text, bare: text, urgent: false });
});
