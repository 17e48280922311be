import { sayingsIn } from './sayings.ts';
import { SAYINGS_OF_LISTS } from './sayings-of-lists.ts';
import { SAYINGS_OF_TICKETS } from './sayings-of-tickets.ts';
import type { Template } from './template.ts';

/** What a saying most likely comes to, learnt from sayings; `sure` is a probability. */
export interface Guess {
  readonly name: string;
  readonly sure: number;
}

type Speaker = 'public' | 'official';

const ROUNDS = 15;
const STEP = 0.5;
const DECAY = 1e-5;
const LEAST = 2;

interface Model {
  readonly names: readonly string[];
  readonly columns: ReadonlyMap<string, number>;
  /** One row of weights a feature. */
  readonly weights: Float64Array;
}

/** Pieces of one to three signs, who speaks, and which names are in it. */
function featuresOf(text: string, speaker: Speaker): readonly string[] {
  const signs = `^${text.replace(/\s/g, '')}$`;
  const found = new Set<string>([speaker]);
  for (let length = 1; length <= 3; length += 1)
    for (let from = 0; from + length <= signs.length; from += 1) found.add(signs.slice(from, from + length));
  for (const name of 'TDOEY') found.add(`${name}?${signs.includes(name)}`);
  return [...found];
}

interface Example {
  readonly features: readonly string[];
  readonly name: number;
}

/** Multinomial logistic regression by AdaGrad, in the order of the file: the same weights on every machine. */
function train(): Model {
  const sayings = sayingsIn({ ...SAYINGS_OF_TICKETS, ...SAYINGS_OF_LISTS });
  const names = [...new Set(sayings.map((one) => one.name))];
  const examples: readonly Example[] = sayings.map(({ name, speaker, text }) => ({
    name: names.indexOf(name),
    features: featuresOf(text, speaker),
  }));
  const columns = columnsOf(examples);
  const rows = shuffled(examples).map(({ name, features }) => ({ name, at: features.flatMap((one) => columns.get(one) ?? []) }));
  const width = names.length;
  const weights = new Float64Array(columns.size * width);
  const steps = new Float64Array(columns.size * width).fill(1e-8);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { name, at } of rows) {
      const odds = oddsOf(weights, at, width);
      const scale = 1 / Math.sqrt(Math.max(1, at.length));
      for (const column of at) {
        for (let one = 0; one < width; one += 1) {
          const cell = column * width + one;
          const slope = ((odds[one] ?? 0) - (one === name ? 1 : 0)) * scale + DECAY * (weights[cell] ?? 0);
          steps[cell] = (steps[cell] ?? 0) + slope * slope;
          weights[cell] = (weights[cell] ?? 0) - (STEP * slope) / Math.sqrt(steps[cell] ?? 1);
        }
      }
    }
  }
  return { names, columns, weights };
}

function columnsOf(examples: readonly Example[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { features } of examples) for (const one of features) counts.set(one, (counts.get(one) ?? 0) + 1);
  return new Map([...counts].filter(([, count]) => count >= LEAST).map(([feature], column) => [feature, column]));
}

/** Examples of one command stand together in the file; learnt in that order the last would count most. */
function shuffled(examples: readonly Example[]): readonly Example[] {
  const stride = 389;
  return examples.length % stride === 0 ? examples : examples.map((one, at) => examples[(at * stride) % examples.length] ?? one);
}

function oddsOf(weights: Float64Array, at: readonly number[], width: number): Float64Array {
  const sums = new Float64Array(width);
  const scale = 1 / Math.sqrt(Math.max(1, at.length));
  for (const column of at)
    for (let one = 0; one < width; one += 1) sums[one] = (sums[one] ?? 0) + (weights[column * width + one] ?? 0) * scale;
  const most = Math.max(...sums);
  const raised = sums.map((sum) => Math.exp(sum - most));
  const total = raised.reduce((left, right) => left + right, 0);
  return raised.map((one) => one / total);
}

let learnt: Model | null = null;

/** Learns, in a fraction of a second. Done when the house opens, so that nobody's first sentence waits for it. */
export function learn(): void {
  learnt ??= train();
}

export function guessOf({ text }: Template, speaker: Speaker): Guess {
  learnt ??= train();
  const { names, columns, weights } = learnt;
  const at = featuresOf(text, speaker).flatMap((one) => columns.get(one) ?? []);
  const odds = oddsOf(weights, at, names.length);
  const best = odds.indexOf(Math.max(...odds));
  return { name: names[best] ?? 'none', sure: odds[best] ?? 0 };
}
