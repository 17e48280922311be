import { best, chancesOf, type Trained, type TrainOptions, train, USUAL } from './classifier.ts';
import type { Features } from './features.ts';
import { textFeatures } from './features.ts';
import { pack, unpack } from './pack.ts';
import { readTexts, rowOf, type Vocabulary } from './rows.ts';

export type Speaker = 'public' | 'official';

/** One sentence, its names already taken out (`orders/template.ts`), with the command it calls; `none`: none. */
export interface OrderLesson {
  readonly template: string;
  readonly speaker: Speaker;
  readonly command: string;
}

/** What was learnt of how people order. */
export interface OrderEars {
  readonly vocabulary: Vocabulary;
  readonly command: Trained;
}

export interface OrderHeard {
  /** Neutral name, or `none`. */
  readonly command: string;
  readonly chance: number;
}

const LONGEST_RUN = 3;
const OPTIONS: TrainOptions = { ...USUAL, balance: 0.3 };
const everyCharacter = (): readonly string[] => [];
const runs: Features = textFeatures(everyCharacter, LONGEST_RUN);

const featuresOf = (template: string, speaker: Speaker): readonly string[] => [...runs(`^${template}$`), `.${speaker}`];

/** Deterministic, as `trainEars`. */
export function trainOrders(lessons: readonly OrderLesson[]): OrderEars {
  const { vocabulary, rows } = readTexts(
    lessons.map((one) => featuresOf(one.template, one.speaker)),
    1,
  );
  const command = train(
    rows,
    lessons.map((one) => one.command),
    vocabulary.ids.size,
    OPTIONS,
  );
  return { vocabulary, command };
}

export function orderHeard({ vocabulary, command }: OrderEars, template: string, speaker: Speaker): OrderHeard {
  const { label, chance } = best(command, chancesOf(rowOf(featuresOf(template, speaker), vocabulary), command));
  return { command: label, chance };
}

export function packOrders({ vocabulary, command }: OrderEars): Uint8Array {
  return pack({ vocabulary, parts: [command] });
}

/** @throws where the bytes are none of this version */
export function unpackOrders(packed: Uint8Array): OrderEars {
  const { vocabulary, parts } = unpack(packed);
  const [command] = parts;
  if (!command) throw new SyntaxError('order ears with their part missing');
  return { vocabulary, command };
}
