import { assign } from '../routing/index.ts';
import { departmentName } from '../routing/lookup.ts';
import type { Ticket } from '../ticket/ticket.ts';
import type { Understanding } from '../understand/port.ts';
import { Draft } from './draft.ts';
import type { Effects } from './effects.ts';
import type { House } from './house.ts';

const RANK = { normal: 0, urgent: 1, critical: 2 } as const;

/**
 * What a model's reading of a ticket may change after the receipt: a better summary, a higher urgency, and, where the local
 * ears were unsure and both name the same department first, the dispatch. It can neither lower an urgency nor send a ticket
 * where the local ears did not already point; null: nothing.
 */
export function refinementOf(house: House, ticket: Ticket, model: Understanding, now: Date): Effects | null {
  const draft = new Draft({
    directory: house.directory,
    now,
    actor: { kind: 'house', part: 'model' },
    cause: null,
    clockwork: house.clockwork,
  });
  const summary = model.summary !== '' && model.summary !== ticket.summary ? model.summary : null;
  const urgency = RANK[model.urgency] > RANK[ticket.urgency] ? model.urgency : null;
  if (summary !== null || urgency !== null) {
    draft.act(ticket, ticket.number, { verb: 'refine', summary, urgency, reason: '模型补充，代码核定' });
  }
  if (ticket.state === 'accepted') {
    const local = house.interpreter.understand({ text: ticket.text, speaker: 'public', media: 0 }).candidates[0];
    const [top] = model.candidates;
    if (top && local && top.department === local.department && top.score >= house.routing.direct) {
      const { handler, commissioner } = assign(top.department, ticket.enterprise, house.directory);
      const reason = `本地判断与模型判断一致：${departmentName(house.directory, top.department)}`;
      draft.act(ticket, ticket.number, { verb: 'dispatch', department: top.department, handler, commissioner, cohandlers: [], reason });
    }
  }
  return draft.changesTickets ? draft.effects('ignored', '') : null;
}
