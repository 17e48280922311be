import { best, chancesOf, train, USUAL } from '../core/understand/model/classifier.ts';
import { type Segment, textFeatures } from '../core/understand/model/features.ts';
import { readTexts, rowOf } from '../core/understand/model/rows.ts';

export interface Labelled {
  readonly text: string;
  readonly label: string;
}

export interface Classified {
  readonly accuracy: number;
  readonly macroF1: number;
  readonly trainSeconds: number;
  readonly predictPerSecond: number;
  /** Expected calibration error over ten bins. */
  readonly ece: number;
  /** Accuracy on the four fifths it is surest of. */
  readonly accuracyAt80: number;
  readonly answers: readonly { readonly label: string; readonly score: number }[];
}

const BINS = 10;
const COVERED = 0.8;
const EVERY_FEATURE = 1;
/** Long texts by the thousand: what one text alone holds teaches little and takes long. */
const MANY = 3000;

/** Trains the engine on one set and judges it on another. Times are this run's. */
export function classify(training: readonly Labelled[], tests: readonly Labelled[], segment: Segment): Classified {
  const reading = textFeatures(segment);
  const began = performance.now();
  const { vocabulary, rows } = readTexts(
    training.map((one) => reading(one.text)),
    training.length > MANY ? EVERY_FEATURE + 1 : EVERY_FEATURE,
  );
  const trained = train(
    rows,
    training.map((one) => one.label),
    vocabulary.ids.size,
    training.length > MANY ? { ...USUAL, tried: 1 } : USUAL,
  );
  const learnt = performance.now();
  const answers = tests.map(({ text }) => {
    const { label, chance } = best(trained, chancesOf(rowOf(reading(text), vocabulary), trained));
    return { label, score: chance };
  });
  const ended = performance.now();
  return {
    ...judged(tests, answers),
    trainSeconds: (learnt - began) / 1000,
    predictPerSecond: (tests.length / Math.max(ended - learnt, 0.001)) * 1000,
    answers,
  };
}

function judged(
  tests: readonly Labelled[],
  answers: Classified['answers'],
): Pick<Classified, 'accuracy' | 'macroF1' | 'ece' | 'accuracyAt80'> {
  const judgements = answers.map(({ label, score }, at) => ({ label, score, truth: tests[at]?.label ?? '' }));
  const right = (all: typeof judgements): number => all.filter((one) => one.label === one.truth).length / Math.max(1, all.length);
  const surest = judgements.toSorted((a, b) => b.score - a.score).slice(0, Math.round(judgements.length * COVERED));
  const bins = Array.from({ length: BINS }, (_, bin) =>
    judgements.filter((one) => Math.min(BINS - 1, Math.floor(one.score * BINS)) === bin),
  );
  const ece = bins.reduce((sum, bin) => {
    const sure = bin.reduce((total, one) => total + one.score, 0) / Math.max(1, bin.length);
    return sum + (bin.length / judgements.length) * Math.abs(sure - right(bin));
  }, 0);
  const labels = [...new Set(judgements.flatMap((one) => [one.label, one.truth]))];
  const f1s = labels.map((label) => {
    const hit = judgements.filter((one) => one.label === label && one.truth === label).length;
    const said = judgements.filter((one) => one.label === label).length;
    const true_ = judgements.filter((one) => one.truth === label).length;
    return (2 * hit) / Math.max(1, said + true_);
  });
  return {
    accuracy: right(judgements),
    macroF1: f1s.reduce((sum, one) => sum + one, 0) / labels.length,
    ece,
    accuracyAt80: right(surest),
  };
}
