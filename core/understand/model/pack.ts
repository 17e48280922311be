import { z } from 'zod';
import type { Trained } from './classifier.ts';
import type { Vocabulary } from './rows.ts';

/**
 * Classifiers over one vocabulary as bytes: a line of JSON (features, labels, calibrations), the rarity of each feature, then the
 * weights as one signed byte each with one scale a label. A byte is fine enough: what it rounds off is far below what one more
 * example would change.
 */
const Part = z.object({
  labels: z.array(z.string()),
  biases: z.array(z.number()),
  scales: z.array(z.number()),
  slope: z.number(),
  shifts: z.array(z.number()),
});
const Head = z.object({ format: z.literal(1), features: z.array(z.string()), parts: z.array(Part) });

export interface Packed {
  readonly vocabulary: Vocabulary;
  readonly parts: readonly Trained[];
}

const HEAD_END = 0x0a;
const MOST = 127;

export function pack({ vocabulary, parts }: Packed): Uint8Array {
  const scales = parts.map(scalesOf);
  const head: z.infer<typeof Head> = {
    format: 1,
    features: [...vocabulary.ids.keys()],
    parts: parts.map(({ labels, linear, calibration }, at) => ({
      labels: [...labels],
      biases: [...linear.biases],
      scales: scales[at] ?? [],
      slope: calibration.slope,
      shifts: [...calibration.shifts],
    })),
  };
  return joined([
    new TextEncoder().encode(JSON.stringify(head)),
    Uint8Array.of(HEAD_END),
    new Uint8Array(Float32Array.from(vocabulary.rarity).buffer),
    ...parts.map(({ linear }, at) => new Uint8Array(rounded(linear.weights, scales[at] ?? []).buffer)),
  ]);
}

export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const packed = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let from = 0;
  for (const piece of pieces) {
    packed.set(piece, from);
    from += piece.length;
  }
  return packed;
}

function scalesOf({ labels, linear }: Trained): number[] {
  const most = new Float64Array(labels.length);
  for (let at = 0; at < linear.weights.length; at += 1) {
    const label = at % labels.length;
    most[label] = Math.max(most[label] ?? 0, Math.abs(linear.weights[at] ?? 0));
  }
  return Array.from(most, (one) => one / MOST || 1);
}

function rounded(weights: Float32Array, scales: readonly number[]): Int8Array<ArrayBuffer> {
  const bytes = new Int8Array(weights.length);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = Math.round((weights[at] ?? 0) / (scales[at % scales.length] ?? 1));
  return bytes;
}

/** @throws ZodError or SyntaxError where the bytes are no classifiers of this format */
export function unpack(packed: Uint8Array): Packed {
  const end = packed.indexOf(HEAD_END);
  const head = Head.parse(JSON.parse(new TextDecoder().decode(packed.subarray(0, Math.max(0, end)))));
  const size = head.features.length;
  // A copy with a buffer of its own: a Buffer's slice is a view, and its numbers would be read from where the buffer begins.
  const body = Uint8Array.from(packed.subarray(end + 1));
  const labels = head.parts.reduce((sum, part) => sum + part.labels.length, 0);
  if (body.length !== size * 4 + size * labels) throw new SyntaxError('classifiers cut short');
  const vocabulary = { ids: new Map(head.features.map((feature, at) => [feature, at])), rarity: new Float32Array(body.buffer, 0, size) };
  let from = size * 4;
  const parts = head.parts.map((part): Trained => {
    const count = part.labels.length;
    const bytes = new Int8Array(body.buffer, from, size * count);
    from += size * count;
    const weights = new Float32Array(bytes.length);
    for (let at = 0; at < bytes.length; at += 1) weights[at] = (bytes[at] ?? 0) * (part.scales[at % count] ?? 0);
    return {
      labels: part.labels,
      linear: { labels: count, weights, biases: Float32Array.from(part.biases) },
      calibration: { slope: part.slope, shifts: Float32Array.from(part.shifts) },
    };
  });
  return { vocabulary, parts };
}
