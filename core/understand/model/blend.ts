import { z } from 'zod';
import { type Calibration, calibrate, softmax } from './calibration.ts';
import { chanceOf, chancesOf, type Trained, type TrainedAndTried } from './classifier.ts';
import { bucketsOf, type Net, NetShape, netChances, packNet, unpackNet } from './net.ts';
import { type Head, NET, trainNet } from './net-train.ts';
import type { Row } from './rows.ts';

/** A second opinion on what a text is: a net, and what it and the linear classifier are worth together. */
export interface Second {
  readonly net: Net;
  readonly calibration: Calibration;
}

/** Fewer lessons a net only learns by heart. */
const FEWEST = 2000;
/** The net that is only calibrated by need not be as good as the one that listens, and every round takes seconds. */
const ROUGHLY = 3;
const PROBLEM = 'problem';
/** Beyond these the linear classifier is sure whether it is a problem, and right so often that asking again changes next to nothing. */
const NO_PROBLEM = 0.05;
const A_PROBLEM = 0.998;
/** Keeps a chance of nothing from being the last word. */
const LEAST = 1e-9;

/**
 * @param signs of each lesson; asked for only where there are lessons enough
 * @param heads the first is what the linear classifier answers too; the others help the net to learn
 */
export function trainSecond(
  signs: () => readonly (readonly string[])[],
  heads: readonly [Head, ...Head[]],
  { trained, tried }: TrainedAndTried,
): Second | null {
  if (heads[0].answers.filter((answer) => answer >= 0).length < FEWEST) return null;
  const texts = signs().map((one) => bucketsOf(one, NET.bits));
  const nothing = new Int32Array();
  const unseen = new Set(tried.rows);
  const seen = texts.flatMap((_, at) => (unseen.has(at) ? [] : [at]));
  const rough = trainNet(
    seen.map((at) => texts[at] ?? nothing),
    heads.map((head) => ({ ...head, answers: Int32Array.from(seen, (at) => head.answers[at] ?? -1) })),
    { ...NET, epochs: ROUGHLY },
  );
  const { slope, shifts } = trained.calibration;
  const scores = tried.rows.map((at, turn) => {
    const linear = softmax(tried.scores[turn] ?? new Float64Array(trained.labels.length), slope, shifts);
    return blended(linear, netChances(texts[at] ?? nothing, rough));
  });
  return { net: trainNet(texts, heads), calibration: calibrate(scores, Int32Array.from(tried.truth), trained.labels.length) };
}

/** Both opinions as scores: each label's mean logarithm, so that either can speak against it. */
function blended(linear: Float64Array, net: Float64Array): Float64Array {
  return linear.map((chance, label) => (Math.log(chance + LEAST) + Math.log((net[label] ?? 0) + LEAST)) / 2);
}

/** Chances by label, the net asked where the linear classifier is not sure. @param buckets of the text */
export function blendedChances(row: Row, trained: Trained, second: Second | null, buckets: (bits: number) => Int32Array): Float64Array {
  const linear = chancesOf(row, trained);
  if (second === null) return linear;
  const problem = chanceOf(PROBLEM, trained, linear);
  if (problem < NO_PROBLEM || problem > A_PROBLEM) return linear;
  const { net, calibration } = second;
  return softmax(blended(linear, netChances(buckets(net.bits), net)), calibration.slope, calibration.shifts);
}

export const SecondShape = NetShape.extend({ slope: z.number(), shifts: z.array(z.number()) });
type SecondShape = z.infer<typeof SecondShape>;

export function shapeOf({ net: { bits, dim, hidden, labels }, calibration }: Second): SecondShape {
  return { bits, dim, hidden, labels, slope: calibration.slope, shifts: [...calibration.shifts] };
}

export const packSecond = ({ net }: Second): readonly Uint8Array[] => packNet(net);

/** @throws SyntaxError where the bytes are not of this shape */
export function unpackSecond({ slope, shifts, ...shape }: SecondShape, packed: Uint8Array): Second {
  return { net: unpackNet(shape, packed), calibration: { slope, shifts: Float32Array.from(shifts) } };
}
