import type { Need } from '../model/need.ts';
import { type Opinion, readingOf } from '../model/opinion.ts';
import type { ModelPolicy } from '../model/policy.ts';
import { differencesOf, pooled, raisedUrgency } from '../model/weigh.ts';
import { route } from '../routing/index.ts';
import type { Ticket } from '../ticket/ticket.ts';
import type { Understanding } from '../understand/port.ts';
import { Draft } from './draft.ts';
import type { Effects } from './effects.ts';
import type { House } from './house.ts';
import { aboutConduct } from './opening.ts';

export interface Refinement {
  /** null: nothing changes. */
  readonly effects: Effects | null;
  /** null: both read it alike. */
  readonly opinion: Opinion | null;
}

export interface Asked {
  readonly model: string;
  readonly needs: readonly Need[];
  readonly local: Understanding;
  readonly said: Understanding;
}

/**
 * What a model's reading of a ticket may change after the receipt: a better summary, a higher urgency, and, where the local ears
 * were unsure, the dispatch to a department that both together point at. It can neither lower an urgency nor send a ticket where
 * the local ears give no weight, and what people have begun to decide it leaves alone.
 */
export function refinementOf(house: House, ticket: Ticket, asked: Asked, policy: ModelPolicy, now: Date): Refinement {
  const { local, said } = asked;
  const draft = new Draft({
    directory: house.directory,
    now,
    actor: { kind: 'house', part: 'model' },
    cause: null,
    clockwork: house.clockwork,
  });
  const summary = said.summary !== '' && said.summary !== ticket.summary ? said.summary : null;
  const urgency = raisedUrgency(ticket.urgency, said);
  const did: Opinion['did'] = [];
  if (summary !== null || urgency !== null) {
    const refused = draft.act(ticket, ticket.number, { verb: 'refine', summary, urgency, reason: '模型补充，代码核定' });
    if (refused === null)
      did.push(...(summary === null ? [] : (['summary'] as const)), ...(urgency === null ? [] : (['urgency'] as const)));
  }
  if (dispatchTogether(house, draft, ticket, asked, policy)) did.push('dispatch');
  const differs = differencesOf(local, said);
  const { model, needs } = asked;
  return {
    effects: draft.changesTickets ? draft.effects('ignored', '') : null,
    opinion:
      differs.length === 0
        ? null
        : { ticket: ticket.number, model, needs: [...needs], local: readingOf(local), said: readingOf(said), differs: [...differs], did },
  };
}

/** Only what waits for the duty desk because nobody knew the department; never what a unit gave back, nor what accuses one. */
function dispatchTogether(house: House, draft: Draft, ticket: Ticket, { local, said }: Asked, policy: ModelPolicy): boolean {
  if (ticket.state !== 'accepted' || ticket.handOvers > 0 || ticket.returns > 0 || aboutConduct(ticket.text)) return false;
  const { directory, routing: thresholds } = house;
  const candidates = pooled(local.candidates, said.candidates, new Set(directory.departments.map((one) => one.code)), policy);
  const [top] = candidates;
  // Where the model points elsewhere, it has only made the local ears less sure: that sends nothing.
  if (top === undefined || top.score < thresholds.direct || said.candidates[0]?.department !== top.department) return false;
  const decision = route({ candidates, enterprise: ticket.enterprise, directory, thresholds });
  if (decision.kind !== 'dispatch' || decision.department !== top.department) return false;
  const { department, handler, commissioner } = decision;
  const reason = `本地判断与模型判断合起来看：${decision.reason}`;
  return draft.act(ticket, ticket.number, { verb: 'dispatch', department, handler, commissioner, cohandlers: [], reason }) === null;
}
