import type { EnterpriseKey } from '../ids.ts';
import { needsPlace } from '../understand/facts.ts';
import type { Understanding } from '../understand/port.ts';
import type { ModelPolicy } from './policy.ts';

/** Why a model is asked: what the local ears are unsure of, or did not find. */
export type Need = 'intent' | 'department' | 'enterprise' | 'place' | 'facts' | 'summary';

/** What an interpreter may know beside the least it must. */
interface Facts {
  /** Facts of intake that are missing. */
  readonly missing?: readonly unknown[];
}

/**
 * What the local reading leaves open; empty: nothing, and nobody is asked.
 *
 * @param known the enterprise the ticket has, from whoever reported it
 * @param text what was read: a tax refund is nowhere, and nobody need be asked where
 */
export function needsOf(local: Understanding & Facts, known: EnterpriseKey | null, ask: ModelPolicy['ask'], text: string): readonly Need[] {
  const [top, second] = local.candidates;
  const needs: Need[] = [];
  if (local.confidence < ask.confidence) needs.push('intent');
  if (top === undefined || top.score - (second?.score ?? 0) < ask.margin) needs.push('department');
  if (!ask.fields) return needs;
  if (known === null && local.enterprise === null) needs.push('enterprise');
  if (local.place === null && needsPlace(text)) needs.push('place');
  if ((local.missing?.length ?? 0) > 0) needs.push('facts');
  if (local.summary.trim() === '') needs.push('summary');
  return needs;
}
