/** Turns scores into probabilities: one slope for all, a shift for each label, fitted on texts that training did not see. */
export interface Calibration {
  readonly slope: number;
  readonly shifts: Float32Array;
}

const STEPS = 120;
const RATE = 0.5;
/** More texts tell one slope and some shifts no better. */
const ENOUGH = 3000;
/** Holds the shifts near zero: a label with a handful of examples must not be talked away. */
const RESTRAINT = 1e-3;

export function calibrate(scores: readonly Float64Array[], labelOf: Int32Array, labels: number): Calibration {
  const looked = scores.slice(0, ENOUGH);
  let slope = 2;
  const shifts = new Float64Array(labels);
  const count = Math.max(1, looked.length);
  let slopeTrack = 1e-6;
  const shiftTrack = new Float64Array(labels).fill(1e-6);
  for (let step = 0; step < STEPS; step += 1) {
    let slopeBy = 0;
    const shiftBy = new Float64Array(labels);
    for (const [at, row] of looked.entries()) {
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
  const chances = new Float64Array(scores.length);
  let top = Number.NEGATIVE_INFINITY;
  for (let label = 0; label < scores.length; label += 1) {
    chances[label] = (scores[label] ?? 0) * slope + (shifts[label] ?? 0);
    top = Math.max(top, chances[label] ?? 0);
  }
  let total = 0;
  for (let label = 0; label < scores.length; label += 1) {
    chances[label] = Math.exp((chances[label] ?? 0) - top);
    total += chances[label] ?? 0;
  }
  for (let label = 0; label < scores.length; label += 1) chances[label] = (chances[label] ?? 0) / total;
  return chances;
}
