import type { Rows } from './rows.ts';

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

const BIAS = 1;
const CLOSE_ENOUGH = 0.02;

/**
 * One label against the rest, squared hinge loss, by dual coordinate descent. Each label's features are scaled first by their
 * log-odds for it (the "naive Bayes prior"): with few examples this is worth more than any choice of the loss.
 * Deterministic: the same rows and labels give the same weights.
 */
export function trainLinear(rows: Rows, labelOf: Int32Array, labels: number, features: number, options: LinearOptions): Linear {
  const weights = new Float32Array(features * labels);
  const biases = new Float32Array(labels);
  const sizes = new Float64Array(labels);
  for (const label of labelOf) sizes[label] = (sizes[label] ?? 0) + 1;
  for (let label = 0; label < labels; label += 1) {
    const share = (sizes[label] ?? 0) / Math.max(1, rows.count);
    const odds = logOdds(rows, labelOf, label, features);
    const scale = Float32Array.from(odds, (one) => Math.abs(one) ** options.prior);
    const forIt = options.cost * (share > 0 ? (0.5 / share) ** options.balance : 1);
    const against = options.cost * (share < 1 ? (0.5 / (1 - share)) ** options.balance : 1);
    const fitted = fitOne(rows, labelOf, label, scale, { forIt, against, rounds: options.rounds });
    for (let feature = 0; feature < features; feature += 1) {
      weights[feature * labels + label] = (fitted.weights[feature] ?? 0) * (scale[feature] ?? 0);
    }
    biases[label] = fitted.bias * BIAS;
  }
  return { labels, weights, biases };
}

function logOdds(rows: Rows, labelOf: Int32Array, label: number, features: number): Float64Array {
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
}

function fitOne(
  rows: Rows,
  labelOf: Int32Array,
  label: number,
  scale: Float32Array,
  options: FitOptions,
): { readonly weights: Float64Array; readonly bias: number } {
  const { starts, ids, count } = rows;
  const scaled = new Float32Array(ids.length);
  for (let at = 0; at < ids.length; at += 1) scaled[at] = (rows.values[at] ?? 0) * (scale[ids[at] ?? 0] ?? 0);
  const norms = new Float64Array(count);
  for (let row = 0; row < count; row += 1) {
    let norm = BIAS * BIAS;
    for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at += 1) norm += (scaled[at] ?? 0) ** 2;
    norms[row] = norm;
  }
  const weights = new Float64Array(scale.length);
  const alphas = new Float64Array(count);
  const order = Int32Array.from({ length: count }, (_, at) => at);
  const random = seeded(label + 1);
  let bias = 0;
  for (let round = 0; round < options.rounds; round += 1) {
    shuffle(order, random);
    let worst = 0;
    for (const row of order) {
      const from = starts[row] ?? 0;
      const to = starts[row + 1] ?? 0;
      const sign = labelOf[row] === label ? 1 : -1;
      const soft = 0.5 / (sign > 0 ? options.forIt : options.against);
      let margin = bias * BIAS;
      for (let at = from; at < to; at += 1) margin += (weights[ids[at] ?? 0] ?? 0) * (scaled[at] ?? 0);
      const alpha = alphas[row] ?? 0;
      const slope = sign * margin - 1 + soft * alpha;
      const step = alpha === 0 ? Math.min(slope, 0) : slope;
      if (step === 0) continue;
      worst = Math.max(worst, Math.abs(step));
      const next = Math.max(0, alpha - slope / ((norms[row] ?? 1) + soft));
      const by = (next - alpha) * sign;
      if (by === 0) continue;
      alphas[row] = next;
      for (let at = from; at < to; at += 1) {
        const id = ids[at] ?? 0;
        weights[id] = (weights[id] ?? 0) + by * (scaled[at] ?? 0);
      }
      bias += by * BIAS;
    }
    if (worst < CLOSE_ENOUGH) break;
  }
  return { weights, bias };
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

export function shuffle(order: Int32Array, random: () => number): void {
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    const kept = order[at] ?? 0;
    order[at] = order[other] ?? 0;
    order[other] = kept;
  }
}

/** Scores of one row, by label. */
export function scoresOf(row: { readonly ids: Int32Array; readonly values: Float32Array }, linear: Linear): Float64Array {
  const { labels, weights, biases } = linear;
  const scores = Float64Array.from(biases);
  for (let at = 0; at < row.ids.length; at += 1) {
    const base = (row.ids[at] ?? 0) * labels;
    const value = row.values[at] ?? 0;
    for (let label = 0; label < labels; label += 1) scores[label] = (scores[label] ?? 0) + value * (weights[base + label] ?? 0);
  }
  return scores;
}
