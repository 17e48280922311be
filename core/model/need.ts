import { needsPlace } from '../understand/facts.ts';
import type { Understanding } from '../understand/port.ts';
import type { ModelPolicy } from './policy.ts';

/** Why a model is asked: what the local ears are unsure of, or did not find. Only what its answer has a field for, or weighs in. */
export type Need = 'intent' | 'department' | 'place' | 'summary';

/** What an interpreter may know beside the least it must. */
interface Facts {
  /** null: looked for and not named. */
  readonly place?: unknown;
}

/**
 * What the local reading leaves open; empty: nothing, and nobody is asked.
 *
 * @param text what was read: a tax refund is nowhere, and nobody need be asked where
 */
export function needsOf(local: Understanding & Facts, ask: ModelPolicy['ask'], text: string): readonly Need[] {
  const [top, second] = local.candidates;
  const needs: Need[] = [];
  if (local.confidence < ask.confidence) needs.push('intent');
  if (top === undefined || top.score - (second?.score ?? 0) < ask.margin) needs.push('department');
  if (!ask.fields) return needs;
  if (local.place === null && needsPlace(text)) needs.push('place');
  if (local.summary.trim() === '') needs.push('summary');
  return needs;
}
