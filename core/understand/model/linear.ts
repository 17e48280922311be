import type { Row, Rows } from './rows.ts';

/** Weights by feature and label, `weights[feature * labels + label]`, and one bias a label. */
export interface Linear {
  readonly labels: number;
  readonly weights: Float32Array;
  readonly biases: Float32Array;
}

export interface LinearOptions {
  /** Price of an example on the wrong side of the margin. */
  readonly cost: number;
  /** How strongly a feature's log-odds for a label scale it before the fit: 0 not at all. */
  readonly prior: number;
  readonly rounds: number;
  /** Rare labels count as much as frequent ones, to this power: 0 not at all, 1 wholly. */
  readonly balance: number;
}

/** What is learnt from: each row's label, and how many labels and features there are. */
export interface Lessons {
  readonly rows: Rows;
  readonly labelOf: Int32Array;
  readonly labels: number;
  readonly features: number;
}

const CLOSE_ENOUGH = 0.05;

/**
 * One label against the rest, squared hinge loss, by dual coordinate descent. Each label's features are scaled first by their
 * log-odds for it (the "naive Bayes prior"): with few examples this is worth more than any choice of the loss.
 * Deterministic: the same rows and labels give the same weights.
 */
export function trainLinear(lessons: Lessons, options: LinearOptions): Linear {
  const { rows, labelOf, labels, features } = lessons;
  const weights = new Float32Array(features * labels);
  const biases = new Float32Array(labels);
  const scaled = new Float32Array(rows.ids.length);
  // Of two labels the second is the first turned round.
  const fitted = labels === 2 ? 1 : labels;
  for (let label = 0; label < fitted; label += 1) {
    const scale = logOdds(lessons, label).map((one) => Math.abs(one) ** options.prior);
    for (let at = 0; at < scaled.length; at += 1) scaled[at] = (rows.values[at] ?? 0) * (scale[rows.ids[at] ?? 0] ?? 0);
    const signs = Int8Array.from(labelOf, (one) => (one === label ? 1 : -1));
    const inside = signs.reduce((sum, one) => sum + (one > 0 ? 1 : 0), 0) / Math.max(1, rows.count);
    const one = fitOne({ ...rows, values: scaled }, signs, features, {
      forIt: options.cost * (inside > 0 ? (0.5 / inside) ** options.balance : 1),
      against: options.cost * (inside < 1 ? (0.5 / (1 - inside)) ** options.balance : 1),
      rounds: options.rounds,
      seed: label + 1,
    });
    for (let feature = 0; feature < features; feature += 1) {
      const weight = (one.weights[feature] ?? 0) * (scale[feature] ?? 0);
      weights[feature * labels + label] = weight;
      if (labels === 2) weights[feature * labels + 1] = -weight;
    }
    biases[label] = one.bias;
    if (labels === 2) biases[1] = -one.bias;
  }
  return { labels, weights, biases };
}

function logOdds({ rows, labelOf, features }: Lessons, label: number): Float64Array {
  const inside = new Float64Array(features).fill(1);
  const outside = new Float64Array(features).fill(1);
  for (let row = 0; row < rows.count; row += 1) {
    const into = labelOf[row] === label ? inside : outside;
    for (let at = rows.starts[row] ?? 0; at < (rows.starts[row + 1] ?? 0); at += 1) {
      const id = rows.ids[at] ?? 0;
      into[id] = (into[id] ?? 0) + 1;
    }
  }
  const sum = (all: Float64Array): number => all.reduce((total, one) => total + one, 0);
  const shift = Math.log(sum(inside)) - Math.log(sum(outside));
  return inside.map((one, id) => Math.log(one) - Math.log(outside[id] ?? 1) - shift);
}

interface FitOptions {
  readonly forIt: number;
  readonly against: number;
  readonly rounds: number;
  readonly seed: number;
}

/** Examples far on their right side are set aside until the others have settled; then all are looked at once more. */
function fitOne(
  rows: Rows,
  signs: Int8Array,
  features: number,
  options: FitOptions,
): { readonly weights: Float64Array; readonly bias: number } {
  const { starts, ids, values, count } = rows;
  const weights = new Float64Array(features);
  const alphas = new Float64Array(count);
  const norms = normsOf(rows);
  const order = Int32Array.from({ length: count }, (_, at) => at);
  const random = seeded(options.seed);
  let bias = 0;
  let active = count;
  let aside = Number.POSITIVE_INFINITY;
  for (let round = 0; round < options.rounds; round += 1) {
    shuffle(order, random, active);
    let worst = 0;
    for (let turn = 0; turn < active; turn += 1) {
      const row = order[turn] ?? 0;
      const from = starts[row] ?? 0;
      const to = starts[row + 1] ?? 0;
      const sign = signs[row] ?? 1;
      const soft = 0.5 / (sign > 0 ? options.forIt : options.against);
      const alpha = alphas[row] ?? 0;
      let margin = bias;
      for (let at = from; at < to; at += 1) margin += (weights[ids[at] ?? 0] ?? 0) * (values[at] ?? 0);
      const slope = sign * margin - 1 + soft * alpha;
      if (alpha === 0 && slope > aside) {
        active -= 1;
        order[turn] = order[active] ?? 0;
        order[active] = row;
        turn -= 1;
        continue;
      }
      if (alpha === 0 && slope >= 0) continue;
      worst = Math.max(worst, Math.abs(slope));
      const next = Math.max(0, alpha - slope / ((norms[row] ?? 1) + soft));
      const by = (next - alpha) * sign;
      alphas[row] = next;
      for (let at = from; at < to; at += 1) {
        const id = ids[at] ?? 0;
        weights[id] = (weights[id] ?? 0) + by * (values[at] ?? 0);
      }
      bias += by;
    }
    aside = worst;
    if (worst >= CLOSE_ENOUGH) continue;
    if (active === count) break;
    active = count;
    aside = Number.POSITIVE_INFINITY;
  }
  return { weights, bias };
}

function normsOf({ starts, values, count }: Rows): Float64Array {
  const norms = new Float64Array(count).fill(1);
  for (let row = 0; row < count; row += 1) {
    for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at += 1) norms[row] = (norms[row] ?? 0) + (values[at] ?? 0) ** 2;
  }
  return norms;
}

/** mulberry32: chance that is the same every time. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Shuffles the first `among` in place. */
export function shuffle(order: Int32Array, random: () => number, among = order.length): void {
  for (let at = among - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    const kept = order[at] ?? 0;
    order[at] = order[other] ?? 0;
    order[other] = kept;
  }
}

/** Scores of one row, by label. */
export function scoresOf(row: Row, { labels, weights, biases }: Linear): Float64Array {
  const scores = Float64Array.from(biases);
  for (let at = 0; at < row.ids.length; at += 1) {
    const base = (row.ids[at] ?? 0) * labels;
    const value = row.values[at] ?? 0;
    for (let label = 0; label < labels; label += 1) scores[label] = (scores[label] ?? 0) + value * (weights[base + label] ?? 0);
  }
  return scores;
}
