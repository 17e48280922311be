import { numberLabel, URGENCY_LABEL } from '../ticket/labels.ts';
import { toHandling } from './audience.ts';
import { notice } from './define.ts';

/** Of what was found out later only a changed urgency matters to whoever has the ticket. */
export const refined = notice('refined', (input, { urgency }) => {
  if (urgency === null || urgency === input.before?.urgency) return [];
  const text = `${numberLabel(input.ticket.number)} 紧急程度调整为${URGENCY_LABEL[urgency]}。`;
  return toHandling(input, { name: 'refined', full: text, bare: text });
});
