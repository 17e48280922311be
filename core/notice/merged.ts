import { numberLabel } from '../ticket/labels.ts';
import { alsoTold, toHandling } from './audience.ts';
import { notice } from './define.ts';

/** 合并: those who had the one that goes learn where it went; its reporter is told where he asked, who had joined it alone. */
export const merged = notice('merged', (input, { into }) => {
  const from = numberLabel(input.ticket.number);
  const text = `${from} 与 ${numberLabel(into)} 是同一件事，已并入 ${numberLabel(into)}，请在 ${numberLabel(into)} 上办理。`;
  const told = `${from} 与 ${numberLabel(into)} 是同一件事，已并入 ${numberLabel(into)} 一起办理。`;
  const office = input.ticket.department === null ? [] : toHandling(input, { name: 'merged', full: text, bare: text, urgent: false });
  return [
    ...office,
    {
      to: { to: 'source' },
      name: 'merged-source',
      text: told,
      mentionReporter: true,
    },
    // Those who had joined it are told of the other's result from now on, and must know what number that is.
    ...alsoTold(input, 'merged', told),
  ];
});

/** What was merged by mistake goes on under a number of its own: those who had joined it learn which. Its reporter has a receipt. */
export const splitAgain = notice('split', (input, { into }) => {
  const before = input.before?.mergedInto ?? null;
  if (before === null) return [];
  const from = numberLabel(input.ticket.number);
  return alsoTold(input, 'split', `${from} 与 ${numberLabel(before)} 已拆开，另立 ${numberLabel(into)} 办理。`);
});

export const absorbed = notice('absorbed', (input, { from }) => {
  const text = `${numberLabel(from)} 已并入 ${numberLabel(input.ticket.number)}，请一并办理。`;
  return toHandling(input, { name: `absorbed:${from}`, full: text, bare: text, urgent: false });
});
