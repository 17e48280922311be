import type { Trained } from './classifier.ts';
import { rowOf, type Vocabulary } from './rows.ts';

const MOST = 3;

/** The words of a text that spoke most for a label, strongest first. */
export function telling(features: readonly string[], vocabulary: Vocabulary, { labels, linear }: Trained, label: string): string[] {
  const at = labels.indexOf(label);
  const row = rowOf(features, vocabulary);
  const pull = new Map<number, number>();
  for (const [index, id] of row.ids.entries()) pull.set(id, (row.values[index] ?? 0) * (linear.weights[id * linear.labels + at] ?? 0));
  return [...new Set(features)]
    .filter((feature) => feature.startsWith('w'))
    .map((feature) => ({ word: feature.slice(1), pull: pull.get(vocabulary.ids.get(feature) ?? -1) ?? 0 }))
    .filter((one) => one.pull > 0)
    .sort((a, b) => b.pull - a.pull)
    .slice(0, MOST)
    .map((one) => one.word);
}
