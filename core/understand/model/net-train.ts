import { seeded, shuffle } from './linear.ts';
import { type Net, pulled, toChances, weighed } from './net.ts';
import type { Row } from './rows.ts';

export interface NetOptions {
  readonly bits: number;
  readonly dim: number;
  readonly hidden: number;
  /** In how many texts a bucket must be seen to count. */
  readonly fewest: number;
  /** Share of a text's signs that it is learnt without: what keeps so few texts from being learnt by heart. */
  readonly drop: number;
  readonly dropHidden: number;
  readonly epochs: number;
  /** Of the vectors, and of the layers above; both fall to nothing. */
  readonly rate: number;
  readonly layerRate: number;
  /** Share of certainty kept back from the right label and given to all. */
  readonly smoothing: number;
  /** Rare labels count as much as frequent ones, to this power. */
  readonly balance: number;
}

export const NET: NetOptions = {
  bits: 17,
  dim: 32,
  hidden: 48,
  fewest: 2,
  drop: 0.5,
  dropHidden: 0.3,
  epochs: 6,
  rate: 0.15,
  layerRate: 0.05,
  smoothing: 0.1,
  balance: 0.5,
};

/** A question that all texts are asked. */
export interface Head {
  readonly labels: number;
  /** Each text's label; below 0: nobody said. */
  readonly answers: Int32Array;
}

/** A head with where its labels stand among all, and what an example of each is worth. */
interface Asked extends Head {
  readonly from: number;
  readonly prices: Float64Array;
}

/** A layer in training: its weights and biases, and how far each has moved (Adagrad). */
interface Moving {
  readonly weights: Float32Array;
  readonly biases: Float32Array;
  readonly moved: Float32Array;
  readonly biasMoved: Float32Array;
}

const TINY = 1e-8;
const MOST = 127;
/** A label that is right or wrong to this point has nothing to teach. */
const SETTLED = 1e-5;

/**
 * One text at a time. Deterministic: the same texts and answers give the same net.
 * @param texts `bucketsOf` each
 * @param heads the first is what the net is for; the others share its vectors, teach them, and are not kept
 */
export function trainNet(texts: readonly Int32Array[], heads: readonly Head[], options: NetOptions = NET): Net {
  const { bits, dim, hidden } = options;
  const random = seeded(1);
  const marks = marksOf(texts, options);
  const counts = new Uint16Array(2 ** bits);
  const rows = texts.map((buckets) => weighed(buckets, marks, counts));
  const vectors = scattered(2 ** bits * dim, 0.5 / Math.sqrt(dim), random);
  const inner = moving(hidden, dim, Math.sqrt(2 / dim), random);
  let labels = 0;
  const asked = heads.map((head): Asked => {
    labels += head.labels;
    return { ...head, from: labels - head.labels, prices: pricesOf(head, options.balance) };
  });
  const out = moving(labels, hidden, 1 / Math.sqrt(hidden), random);
  const longest = rows.reduce((most, row) => Math.max(most, row.ids.length), 0);
  const step = stepper({ vectors, inner, out, asked, options, longest, random });
  const order = Int32Array.from(rows, (_, at) => at);
  const steps = options.epochs * rows.length;
  for (let done = 0; done < steps; done += 1) {
    if (done % rows.length === 0) shuffle(order, random);
    const text = order[done % rows.length] ?? 0;
    const row = rows[text];
    if (row) step(row, text, 1 - done / steps);
  }
  const kept = heads[0]?.labels ?? 0;
  return {
    bits,
    dim,
    hidden,
    labels: kept,
    marks,
    vectors: rounded(vectors, marks, dim),
    inner: inner.weights,
    innerBias: inner.biases,
    out: out.weights.slice(0, kept * hidden),
    outBias: out.biases.slice(0, kept),
  };
}

interface Training {
  readonly vectors: Float32Array;
  readonly inner: Moving;
  readonly out: Moving;
  readonly asked: readonly Asked[];
  readonly options: NetOptions;
  /** Signs of the longest text. */
  readonly longest: number;
  readonly random: () => number;
}

/** One text's lesson. @returns what takes a row, its number, and what is left of the rates */
function stepper({ vectors, inner, out, asked, options, longest, random }: Training): (row: Row, text: number, left: number) => void {
  const { dim, hidden, drop, dropHidden, smoothing } = options;
  // One for all of a bucket's vector.
  const moved = new Float32Array(2 ** options.bits).fill(TINY);
  const kept: Row = { ids: new Int32Array(longest), values: new Float32Array(longest) };
  const { ids, values } = kept;
  const mean = new Float64Array(dim);
  const meanBy = new Float64Array(dim);
  const living = new Float64Array(hidden);
  const top = new Float64Array(hidden);
  const topBy = new Float64Array(hidden);
  const chances = new Float64Array(out.biases.length);
  return (row, text, left) => {
    const size = some(row, { drop, random }, kept);
    if (size === 0) return;
    mean.fill(0);
    for (let turn = 0; turn < size; turn += 1) {
      const base = (ids[turn] ?? 0) * dim;
      const value = values[turn] ?? 0;
      for (let at = 0; at < dim; at += 1) mean[at] = (mean[at] ?? 0) + value * (vectors[base + at] ?? 0);
    }
    for (let unit = 0; unit < hidden; unit += 1) {
      const score = pulled(inner.weights, unit, inner.biases[unit] ?? 0, mean);
      living[unit] = score > 0 && random() >= dropHidden ? 1 / (1 - dropHidden) : 0;
      top[unit] = score * (living[unit] ?? 0);
    }
    const rate = options.layerRate * left;
    topBy.fill(0);
    for (const { labels, answers, from, prices } of asked) {
      const answer = answers[text] ?? -1;
      if (answer < 0) continue;
      for (let label = from; label < from + labels; label += 1) chances[label] = pulled(out.weights, label, out.biases[label] ?? 0, top);
      toChances(chances, from, from + labels);
      for (let label = from; label < from + labels; label += 1) {
        const wanted = smoothing / labels + (label === from + answer ? 1 - smoothing : 0);
        const off = (prices[answer] ?? 1) * ((chances[label] ?? 0) - wanted);
        if (Math.abs(off) >= SETTLED) move(out, label, off, rate, top, topBy);
      }
    }
    meanBy.fill(0);
    for (let unit = 0; unit < hidden; unit += 1) {
      const off = (topBy[unit] ?? 0) * (living[unit] ?? 0);
      if (off !== 0) move(inner, unit, off, rate, mean, meanBy);
    }
    let squares = 0;
    for (let at = 0; at < dim; at += 1) squares += (meanBy[at] ?? 0) ** 2;
    squares /= dim;
    for (let turn = 0; turn < size; turn += 1) {
      const id = ids[turn] ?? 0;
      const value = values[turn] ?? 0;
      const far = (moved[id] ?? 0) + squares * value * value;
      moved[id] = far;
      const by = (options.rate * left * value) / Math.sqrt(far);
      const base = id * dim;
      for (let at = 0; at < dim; at += 1) vectors[base + at] = (vectors[base + at] ?? 0) - by * (meanBy[at] ?? 0);
    }
  };
}

/** Moves one unit against its error, and says below what the error comes to there. */
function move(layer: Moving, unit: number, off: number, rate: number, from: Float64Array, fromBy: Float64Array): void {
  const { weights, biases, moved, biasMoved } = layer;
  const base = unit * from.length;
  for (let at = 0; at < from.length; at += 1) {
    const value = from[at] ?? 0;
    // A unit that said nothing had no part in it.
    if (value === 0) continue;
    const weight = weights[base + at] ?? 0;
    const by = off * value;
    fromBy[at] = (fromBy[at] ?? 0) + off * weight;
    const far = (moved[base + at] ?? 0) + by * by;
    moved[base + at] = far;
    weights[base + at] = weight - (rate * by) / Math.sqrt(far);
  }
  const far = (biasMoved[unit] ?? 0) + off * off;
  biasMoved[unit] = far;
  biases[unit] = (biases[unit] ?? 0) - (rate * off) / Math.sqrt(far);
}

/** Fills in a row without some of its signs; those left count for all. @returns how many are left */
function some({ ids, values }: Row, { drop, random }: { readonly drop: number; readonly random: () => number }, into: Row): number {
  let size = 0;
  for (let at = 0; at < ids.length; at += 1) {
    if (random() < drop) continue;
    into.ids[size] = ids[at] ?? 0;
    into.values[size] = (values[at] ?? 0) / (1 - drop);
    size += 1;
  }
  return size;
}

/** Rarities, the scales yet to come. */
function marksOf(texts: readonly Int32Array[], { bits, fewest }: NetOptions): Float32Array {
  const seenIn = new Int32Array(2 ** bits);
  for (const buckets of texts) for (const id of new Set(buckets)) seenIn[id] = (seenIn[id] ?? 0) + 1;
  const marks = new Float32Array(2 ** bits * 2);
  for (const [id, count] of seenIn.entries()) if (count >= fewest) marks[id * 2] = Math.log((1 + texts.length) / (1 + count)) + 1;
  return marks;
}

function pricesOf({ labels, answers }: Head, balance: number): Float64Array {
  const counts = new Float64Array(labels);
  const told = answers.filter((answer) => answer >= 0);
  for (const answer of told) counts[answer] = (counts[answer] ?? 0) + 1;
  return counts.map((count) => (told.length / (labels * Math.max(1, count))) ** balance);
}

function moving(units: number, width: number, spread: number, random: () => number): Moving {
  const track = (size: number): Float32Array => new Float32Array(size).fill(TINY);
  const weights = scattered(units * width, spread, random);
  return { weights, biases: new Float32Array(units), moved: track(units * width), biasMoved: track(units) };
}

/** Nearly normal: four even chances added up. */
function scattered(size: number, spread: number, random: () => number): Float32Array {
  const by = spread * Math.sqrt(3);
  const all = new Float32Array(size);
  for (let at = 0; at < size; at += 1) all[at] = (random() + random() + random() + random() - 2) * by;
  return all;
}

/** Vectors as bytes; their scales are written into the marks. What too few texts knew stays 0. */
function rounded(vectors: Float32Array, marks: Float32Array, dim: number): Int8Array {
  const bytes = new Int8Array(vectors.length);
  for (let id = 0; id * 2 < marks.length; id += 1) {
    if (marks[id * 2] === 0) continue;
    const base = id * dim;
    let most = 0;
    for (let at = 0; at < dim; at += 1) most = Math.max(most, Math.abs(vectors[base + at] ?? 0));
    const scale = most / MOST || 1;
    marks[id * 2 + 1] = scale;
    for (let at = 0; at < dim; at += 1) bytes[base + at] = Math.round((vectors[base + at] ?? 0) / scale);
  }
  return bytes;
}
