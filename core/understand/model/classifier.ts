import { type Calibration, calibrate, softmax } from './calibration.ts';
import type { Features } from './features.ts';
import { type Linear, type LinearOptions, scoresOf, seeded, shuffle, trainLinear } from './linear.ts';
import { learnVocabulary, type Rows, rowOf, rowsOf, type Vocabulary } from './rows.ts';

export interface Example {
  readonly text: string;
  readonly label: string;
}

/** A trained classifier: data, no behaviour, so that it can be kept in a file or a database. */
export interface Trained {
  readonly labels: readonly string[];
  readonly vocabulary: Vocabulary;
  readonly linear: Linear;
  readonly calibration: Calibration;
}

export interface TrainOptions extends LinearOptions {
  /** A feature seen in fewer texts is not kept. */
  readonly fewest: number;
  /** Parts the examples are cut into to calibrate on what training did not see; 0: by no data, a usual slope. */
  readonly folds: number;
}

export const USUAL: TrainOptions = { cost: 0.5, prior: 0.75, rounds: 20, balance: 0.3, fewest: 1, folds: 3 };

export function train(examples: readonly Example[], features: Features, options: TrainOptions = USUAL): Trained {
  return trainOn(
    examples.map((one) => features(one.text)),
    examples.map((one) => one.label),
    options,
  );
}

/** The same on features that were made before. */
export function trainOn(texts: readonly (readonly string[])[], names: readonly string[], options: TrainOptions): Trained {
  const labels = [...new Set(names)].sort();
  const at = new Map(labels.map((label, index) => [label, index]));
  const labelOf = Int32Array.from(names, (name) => at.get(name) ?? 0);
  const vocabulary = learnVocabulary(texts, options.fewest);
  const rows = rowsOf(texts, vocabulary);
  const size = vocabulary.rarity.length;
  const linear = trainLinear(rows, labelOf, labels.length, size, options);
  return { labels, vocabulary, linear, calibration: calibrationOf(rows, labelOf, labels.length, size, options) };
}

/** Each part is scored by a model that saw the others only. */
function calibrationOf(rows: Rows, labelOf: Int32Array, labels: number, size: number, options: TrainOptions): Calibration {
  if (options.folds < 2 || rows.count < options.folds * 2) return { slope: 2, shifts: new Float32Array(labels) };
  const order = Int32Array.from({ length: rows.count }, (_, at) => at);
  shuffle(order, seeded(7));
  const scores: Float64Array[] = [];
  const truth: number[] = [];
  for (let fold = 0; fold < options.folds; fold += 1) {
    const inside = order.filter((_, at) => at % options.folds !== fold);
    const outside = order.filter((_, at) => at % options.folds === fold);
    const linear = trainLinear(pick(rows, inside), pickLabels(labelOf, inside), labels, size, {
      ...options,
      rounds: Math.min(options.rounds, 8),
    });
    for (const row of outside) {
      const from = rows.starts[row] ?? 0;
      const to = rows.starts[row + 1] ?? 0;
      scores.push(scoresOf({ ids: rows.ids.subarray(from, to), values: rows.values.subarray(from, to) }, linear));
      truth.push(labelOf[row] ?? 0);
    }
  }
  return calibrate(scores, Int32Array.from(truth), labels);
}

function pickLabels(labelOf: Int32Array, which: Int32Array): Int32Array {
  return which.map((row) => labelOf[row] ?? 0);
}

function pick(rows: Rows, which: Int32Array): Rows {
  const starts = new Int32Array(which.length + 1);
  for (const [at, row] of which.entries()) starts[at + 1] = (starts[at] ?? 0) + (rows.starts[row + 1] ?? 0) - (rows.starts[row] ?? 0);
  const size = starts[which.length] ?? 0;
  const ids = new Int32Array(size);
  const values = new Float32Array(size);
  for (const [at, row] of which.entries()) {
    const from = rows.starts[row] ?? 0;
    const to = rows.starts[row + 1] ?? 0;
    ids.set(rows.ids.subarray(from, to), starts[at] ?? 0);
    values.set(rows.values.subarray(from, to), starts[at] ?? 0);
  }
  return { count: which.length, starts, ids, values };
}

/** Probabilities by label, in the order of `labels`. */
export function chancesOf(features: readonly string[], { vocabulary, linear, calibration }: Trained): Float64Array {
  return softmax(scoresOf(rowOf(features, vocabulary), linear), calibration.slope, calibration.shifts);
}

/** The likeliest label and how likely it is. */
export function best(trained: Trained, chances: Float64Array): { readonly label: string; readonly chance: number } {
  let top = 0;
  for (let label = 1; label < chances.length; label += 1) if ((chances[label] ?? 0) > (chances[top] ?? 0)) top = label;
  return { label: trained.labels[top] ?? '', chance: chances[top] ?? 0 };
}
