import { z } from 'zod';
import type { Trained } from './classifier.ts';

/**
 * A trained classifier as bytes: a line of JSON (labels, features, calibration), then the weights as one signed byte each with
 * one scale a label. A byte is fine enough: what it rounds off is far below what one more example would change.
 */
const Head = z.object({
  format: z.literal(1),
  labels: z.array(z.string()),
  features: z.array(z.string()),
  biases: z.array(z.number()),
  scales: z.array(z.number()),
  slope: z.number(),
  shifts: z.array(z.number()),
});

const HEAD_END = 0x0a;
const MOST = 127;

export function pack({ labels, vocabulary, linear, calibration }: Trained): Uint8Array {
  const count = labels.length;
  const features = [...vocabulary.ids.keys()];
  const scales = labels.map((_, label) => {
    let most = 0;
    for (let feature = 0; feature < features.length; feature += 1) {
      most = Math.max(most, Math.abs(linear.weights[feature * count + label] ?? 0));
    }
    return most / MOST || 1;
  });
  const bytes = new Int8Array(features.length * count);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = Math.round((linear.weights[at] ?? 0) / (scales[at % count] ?? 1));
  const head = new TextEncoder().encode(
    JSON.stringify({
      format: 1,
      labels: [...labels],
      features,
      biases: [...linear.biases],
      scales,
      slope: calibration.slope,
      shifts: [...calibration.shifts],
    } satisfies z.infer<typeof Head>),
  );
  const rarity = new Uint8Array(Float32Array.from(vocabulary.rarity).buffer);
  const packed = new Uint8Array(head.length + 1 + rarity.length + bytes.length);
  packed.set(head, 0);
  packed[head.length] = HEAD_END;
  packed.set(rarity, head.length + 1);
  packed.set(new Uint8Array(bytes.buffer), head.length + 1 + rarity.length);
  return packed;
}

/** @throws ZodError or SyntaxError where the bytes are no classifier of this format */
export function unpack(packed: Uint8Array): Trained {
  const end = packed.indexOf(HEAD_END);
  const head = Head.parse(JSON.parse(new TextDecoder().decode(packed.subarray(0, Math.max(0, end)))));
  const count = head.labels.length;
  const size = head.features.length;
  const body = packed.slice(end + 1);
  if (body.length !== size * 4 + size * count) throw new SyntaxError('a classifier cut short');
  const rarity = new Float32Array(body.buffer, 0, size);
  const bytes = new Int8Array(body.buffer, size * 4);
  const weights = Float32Array.from(bytes, (one, at) => one * (head.scales[at % count] ?? 0));
  return {
    labels: head.labels,
    vocabulary: { ids: new Map(head.features.map((feature, at) => [feature, at])), rarity },
    linear: { labels: count, weights, biases: Float32Array.from(head.biases) },
    calibration: { slope: head.slope, shifts: Float32Array.from(head.shifts) },
  };
}
