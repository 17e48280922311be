/** Turns scores into probabilities: one slope for all, a shift for each label, fitted on texts that training did not see. */
export interface Calibration {
  readonly slope: number;
  readonly shifts: Float32Array;
}

const STEPS = 300;
const RATE = 0.5;
/** Holds the shifts near zero: a label with a handful of examples must not be talked away. */
const RESTRAINT = 1e-3;

export function calibrate(scores: readonly Float64Array[], labelOf: Int32Array, labels: number): Calibration {
  let slope = 2;
  const shifts = new Float64Array(labels);
  const count = Math.max(1, scores.length);
  let slopeTrack = 1e-6;
  const shiftTrack = new Float64Array(labels).fill(1e-6);
  for (let step = 0; step < STEPS; step += 1) {
    let slopeBy = 0;
    const shiftBy = new Float64Array(labels);
    for (const [at, row] of scores.entries()) {
      const chances = softmax(row, slope, shifts);
      for (let label = 0; label < labels; label += 1) {
        const off = (chances[label] ?? 0) - (labelOf[at] === label ? 1 : 0);
        slopeBy += off * (row[label] ?? 0);
        shiftBy[label] = (shiftBy[label] ?? 0) + off;
      }
    }
    slopeBy /= count;
    slopeTrack += slopeBy ** 2;
    slope = Math.max(0.05, slope - (RATE * slopeBy) / Math.sqrt(slopeTrack));
    for (let label = 0; label < labels; label += 1) {
      const by = (shiftBy[label] ?? 0) / count + RESTRAINT * (shifts[label] ?? 0);
      shiftTrack[label] = (shiftTrack[label] ?? 0) + by ** 2;
      shifts[label] = (shifts[label] ?? 0) - (RATE * by) / Math.sqrt(shiftTrack[label] ?? 1);
    }
  }
  return { slope, shifts: Float32Array.from(shifts) };
}

export function softmax(scores: Float64Array, slope: number, shifts: ArrayLike<number>): Float64Array {
  const raised = scores.map((one, label) => one * slope + (shifts[label] ?? 0));
  const top = raised.reduce((left, right) => Math.max(left, right), Number.NEGATIVE_INFINITY);
  const powers = raised.map((one) => Math.exp(one - top));
  const total = powers.reduce((sum, one) => sum + one, 0);
  return powers.map((one) => one / total);
}
