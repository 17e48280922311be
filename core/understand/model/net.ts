import { z } from 'zod';
import { counted, type Row } from './rows.ts';

/**
 * A small neural network over hashed signs: each sign (a word, a run of characters) stands for a vector, a text is the weighted mean
 * of its vectors, and one hidden layer tells from the mean what it is. It hears how signs go together, where the linear classifier
 * adds them up. Data, no behaviour.
 */
export interface Net {
  /** Signs fall into 2^bits buckets. */
  readonly bits: number;
  /** Length of a vector. */
  readonly dim: number;
  readonly hidden: number;
  readonly labels: number;
  /** Each bucket's rarity (0: too few texts knew it) and its vector's scale, side by side: one look into memory finds both. */
  readonly marks: Float32Array;
  /** One signed byte a number, times the bucket's scale. */
  readonly vectors: Int8Array;
  /** The layers above, a unit's weights side by side. */
  readonly inner: Float32Array;
  readonly innerBias: Float32Array;
  readonly out: Float32Array;
  readonly outBias: Float32Array;
}

const FNV_START = 0x811c9dc5;
const FNV = 0x01000193;
const LONG_RUN = 3;

/** The bucket of what stands between two places of a text: a string is not made for it. */
function bucketOf(text: string, from: number, to: number, last: number): number {
  let mixed = FNV_START;
  for (let at = from; at < to; at += 1) mixed = Math.imul(mixed ^ text.charCodeAt(at), FNV);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  return (mixed ^ (mixed >>> 13)) & last;
}

const solid = (text: string): string => text.replace(/\s+/g, '');

/** Runs of three characters: they say whole turns of phrase, and only the net has room for so many. */
export function longRuns(text: string): string[] {
  const characters = solid(text);
  return Array.from({ length: Math.max(0, characters.length - LONG_RUN + 1) }, (_, from) => characters.slice(from, from + LONG_RUN));
}

/** A text's buckets, repeats kept. @param text where given, its long runs count too: the same as `longRuns` among the signs */
export function bucketsOf(signs: readonly string[], bits: number, text = ''): Int32Array {
  const characters = solid(text);
  const runs = Math.max(0, characters.length - LONG_RUN + 1);
  const buckets = new Int32Array(signs.length + runs);
  const last = 2 ** bits - 1;
  let size = 0;
  for (const sign of signs) {
    buckets[size] = bucketOf(sign, 0, sign.length, last);
    size += 1;
  }
  for (let from = 0; from < runs; from += 1) buckets[size + from] = bucketOf(characters, from, from + LONG_RUN, last);
  return buckets;
}

/** Said often counts a little more, said by many less, and length does not matter. @param counts one place a bucket, all zero, and left so */
export function weighed(buckets: Int32Array, marks: Float32Array, counts: Uint16Array): Row {
  const ids = new Int32Array(buckets.length);
  let size = 0;
  for (const id of buckets) {
    if (marks[id * 2] === 0) continue;
    if (counts[id] === 0) {
      ids[size] = id;
      size += 1;
    }
    counts[id] = (counts[id] ?? 0) + 1;
  }
  return counted(ids.subarray(0, size), counts, marks, 2);
}

/** One unit's sum of what comes in; two sums side by side, for each addition waits for the one before. `from` is even. */
export function pulled(weights: Float32Array, unit: number, bias: number, from: Float64Array): number {
  const base = unit * from.length;
  let even = bias;
  let odd = 0;
  for (let at = 0; at < from.length; at += 2) {
    even += (weights[base + at] ?? 0) * (from[at] ?? 0);
    odd += (weights[base + at + 1] ?? 0) * (from[at + 1] ?? 0);
  }
  return even + odd;
}

/** Scores `from…to` become chances, in place. */
export function toChances(scores: Float64Array, from = 0, to = scores.length): void {
  let top = Number.NEGATIVE_INFINITY;
  for (let at = from; at < to; at += 1) top = Math.max(top, scores[at] ?? 0);
  let total = 0;
  for (let at = from; at < to; at += 1) {
    scores[at] = Math.exp((scores[at] ?? 0) - top);
    total += scores[at] ?? 0;
  }
  for (let at = from; at < to; at += 1) scores[at] = (scores[at] ?? 0) / total;
}

/** All zero between two texts, as in rows.ts. */
const scratches = new WeakMap<Net, Uint16Array>();

function scratchOf(net: Net): Uint16Array {
  const known = scratches.get(net);
  if (known) return known;
  const made = new Uint16Array(2 ** net.bits);
  scratches.set(net, made);
  return made;
}

/** Four vectors in each walk: the mean is read and written a quarter as often, and that is most of what a net costs. */
function meanOf({ ids, values }: Row, { dim, marks, vectors }: Net): Float64Array {
  const mean = new Float64Array(dim);
  // Behind the last sign stand none, which weigh nothing.
  for (let turn = 0; turn < ids.length; turn += 4) {
    const first = ids[turn] ?? 0;
    const second = ids[turn + 1] ?? 0;
    const third = ids[turn + 2] ?? 0;
    const fourth = ids[turn + 3] ?? 0;
    const one = (values[turn] ?? 0) * (marks[first * 2 + 1] ?? 0);
    const two = (values[turn + 1] ?? 0) * (marks[second * 2 + 1] ?? 0);
    const three = (values[turn + 2] ?? 0) * (marks[third * 2 + 1] ?? 0);
    const four = (values[turn + 3] ?? 0) * (marks[fourth * 2 + 1] ?? 0);
    for (let at = 0; at < dim; at += 1) {
      mean[at] =
        (mean[at] ?? 0) +
        (one * (vectors[first * dim + at] ?? 0) + two * (vectors[second * dim + at] ?? 0)) +
        (three * (vectors[third * dim + at] ?? 0) + four * (vectors[fourth * dim + at] ?? 0));
    }
  }
  return mean;
}

/** Chances by label. @param buckets `bucketsOf` a text */
export function netChances(buckets: Int32Array, net: Net): Float64Array {
  const { hidden, labels, marks, inner, innerBias, out, outBias } = net;
  const mean = meanOf(weighed(buckets, marks, scratchOf(net)), net);
  const top = new Float64Array(hidden);
  for (let unit = 0; unit < hidden; unit += 1) top[unit] = Math.max(0, pulled(inner, unit, innerBias[unit] ?? 0, mean));
  const chances = new Float64Array(labels);
  for (let label = 0; label < labels; label += 1) chances[label] = pulled(out, label, outBias[label] ?? 0, top);
  toChances(chances);
  return chances;
}

/** What must be known of a net's size to read its bytes. */
export const NetShape = z.object({
  bits: z.int().min(1).max(24),
  dim: z.int().positive().multipleOf(2),
  hidden: z.int().positive().multipleOf(2),
  labels: z.int().positive(),
});
type NetShape = z.infer<typeof NetShape>;

const BYTES_A_FLOAT = 4;

/** The numbers alone; the shape is kept by whoever keeps them. */
export function packNet({ marks, inner, innerBias, out, outBias, vectors }: Net): Uint8Array[] {
  return [marks, inner, innerBias, out, outBias, vectors].map((one) => new Uint8Array(one.buffer, one.byteOffset, one.byteLength));
}

/** @throws SyntaxError where they are not as many as the shape needs */
export function unpackNet({ bits, dim, hidden, labels }: NetShape, packed: Uint8Array): Net {
  const buckets = 2 ** bits;
  const floats = buckets * 2 + hidden * dim + hidden + labels * hidden + labels;
  if (packed.length !== floats * BYTES_A_FLOAT + buckets * dim) throw new SyntaxError('a net cut short');
  // A copy, for floats must stand at a multiple of four.
  const { buffer } = Uint8Array.from(packed);
  let from = 0;
  const next = (size: number): Float32Array => {
    const part = new Float32Array(buffer, from, size);
    from += size * BYTES_A_FLOAT;
    return part;
  };
  return {
    bits,
    dim,
    hidden,
    labels,
    // In the order of `packNet`.
    marks: next(buckets * 2),
    inner: next(hidden * dim),
    innerBias: next(hidden),
    out: next(labels * hidden),
    outBias: next(labels),
    vectors: new Int8Array(buffer, from),
  };
}
