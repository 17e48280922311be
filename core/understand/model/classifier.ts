import { type Calibration, calibrate, softmax } from './calibration.ts';
import { type Lessons, type Linear, type LinearOptions, scoresOf, seeded, shuffle, trainLinear } from './linear.ts';
import { pick, type Row, type Rows, rowAt } from './rows.ts';

/** A trained classifier: data, no behaviour, so that it can be kept in a file or a database. */
export interface Trained {
  readonly labels: readonly string[];
  readonly linear: Linear;
  readonly calibration: Calibration;
}

export interface TrainOptions extends LinearOptions {
  /** Parts the examples are cut into to calibrate on what training did not see. */
  readonly folds: number;
  /** How many of the parts are tried: all for a few examples, one for many. */
  readonly tried: number;
  /** Parts are stretches, not samples: neighbours were written by one hand, and a sample of them would flatter. */
  readonly stretches: boolean;
}

export const USUAL: TrainOptions = { cost: 0.3, prior: 0.75, rounds: 20, balance: 0.5, folds: 3, tried: 3, stretches: false };
const ROUGHLY = 8;
const MANY = 2000;
/** Scores of an untouched calibration turned into chances. */
const USUAL_SLOPE = 2;

/** Rows that were scored by a model that had not seen them. */
export interface Tried {
  /** Which: places among all rows. */
  readonly rows: readonly number[];
  readonly scores: readonly Float64Array[];
  readonly truth: readonly number[];
}

export interface TrainedAndTried {
  readonly trained: Trained;
  readonly tried: Tried;
}

/** @param names each row's label; null: the row is left out */
export function train(rows: Rows, names: readonly (string | null)[], features: number, options: TrainOptions = USUAL): Trained {
  return trainAndTry(rows, names, features, options).trained;
}

/** The same, with what it was calibrated on: for whoever calibrates it together with something else. */
export function trainAndTry(rows: Rows, names: readonly (string | null)[], features: number, options: TrainOptions): TrainedAndTried {
  const which = names.flatMap((name, at) => (name === null ? [] : [at]));
  const told = which.map((at) => names[at] ?? '');
  const labels = [...new Set(told)].sort();
  const numbers = new Map(labels.map((label, at) => [label, at]));
  const labelOf = Int32Array.from(told, (name) => numbers.get(name) ?? 0);
  const mine = which.length === rows.count ? rows : pick(rows, which);
  const lessons = { rows: mine, labelOf, labels: labels.length, features };
  const { scores, truth, rows: tried } = tryOut(lessons, options);
  const calibration =
    scores.length === 0
      ? { slope: USUAL_SLOPE, shifts: new Float32Array(labels.length) }
      : calibrate(scores, Int32Array.from(truth), labels.length);
  const trained = { labels, linear: trainLinear(lessons, options), calibration };
  return { trained, tried: { scores, truth, rows: tried.map((at) => which[at] ?? 0) } };
}

/** Each tried part is scored by a model that saw the others only; of too few rows there is none. */
function tryOut(lessons: Lessons, options: TrainOptions): Tried {
  const { rows, labelOf } = lessons;
  if (rows.count < options.folds * 2) return { rows: [], scores: [], truth: [] };
  const order = Int32Array.from({ length: rows.count }, (_, at) => at);
  // Of a few lessons a stretch may be all there is of a label.
  const stretches = options.stretches && rows.count >= MANY;
  if (!stretches) shuffle(order, seeded(7));
  const length = Math.ceil(rows.count / options.folds);
  const foldOf = (at: number): number => (stretches ? Math.floor(at / length) : at % options.folds);
  const scores: Float64Array[] = [];
  const truth: number[] = [];
  const tried: number[] = [];
  for (let fold = 0; fold < Math.min(options.tried, options.folds); fold += 1) {
    const inside = order.filter((_, at) => foldOf(at) !== fold);
    const rest = { ...lessons, rows: pick(rows, inside), labelOf: inside.map((row) => labelOf[row] ?? 0) };
    const linear = trainLinear(rest, { ...options, rounds: Math.min(options.rounds, ROUGHLY) });
    for (const row of order.filter((_, at) => foldOf(at) === fold)) {
      scores.push(scoresOf(rowAt(rows, row), linear));
      truth.push(labelOf[row] ?? 0);
      tried.push(row);
    }
  }
  return { rows: tried, scores, truth };
}

/** Probabilities by label, in the order of `labels`. */
export function chancesOf(row: Row, { linear, calibration }: Trained): Float64Array {
  return softmax(scoresOf(row, linear), calibration.slope, calibration.shifts);
}

/** How likely a label is; 0 for one it never heard of. */
export function chanceOf(label: string, { labels }: Trained, chances: Float64Array): number {
  const at = labels.indexOf(label);
  return at < 0 ? 0 : (chances[at] ?? 0);
}

/** The likeliest label and how likely it is. */
export function best({ labels }: Trained, chances: Float64Array): { readonly label: string; readonly chance: number } {
  let top = 0;
  for (let label = 1; label < chances.length; label += 1) if ((chances[label] ?? 0) > (chances[top] ?? 0)) top = label;
  return { label: labels[top] ?? '', chance: chances[top] ?? 0 };
}
