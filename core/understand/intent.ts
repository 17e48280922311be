import { isSmallTalk } from './followup.ts';
import { chanceOf, chancesOf, type Trained } from './model/classifier.ts';
import type { Row } from './model/rows.ts';
import type { Intent, Utterance } from './port.ts';

type Spoken = Exclude<Intent, 'command'>;
const SPOKEN: readonly Spoken[] = ['official_reply', 'notice', 'ad', 'followup', 'problem', 'question', 'chitchat'];

/** What knowing the speaker adds, in log-odds. A text alone does not say who wrote it. */
const SPEAKER: Readonly<Record<Utterance['speaker'], Partial<Record<Spoken, number>>>> = {
  unknown: {},
  // Nobody of the public answers for a department.
  public: { official_reply: -2.5 },
  // Officials speak about cases; a question of theirs is part of handling one.
  official: { official_reply: 2.2, notice: 0.5, problem: -1.4, question: -1, followup: -1.2, ad: -0.6 },
};
/** A picture beside the words is more often of something broken than of something funny. */
const PICTURED = 0.4;
/** Butting in costs more than asking the duty desk: a problem must be ahead by this much to be called one. */
const RESTRAINT = 0.3;

export interface Heard {
  readonly speaker: Utterance['speaker'];
  readonly media: number;
}

export interface IntentRead {
  readonly intent: Spoken;
  /** How sure, 0…1. */
  readonly confidence: number;
  /** How likely it is somebody's matter at all: a problem, a question, or something of one reported before. */
  readonly matter: number;
}

/** What somebody does by writing this. */
export function readIntent(folded: string, row: Row, trained: Trained, { speaker, media }: Heard): IntentRead {
  if (isSmallTalk(folded)) return { intent: 'chitchat', confidence: 0.99, matter: 0.01 };
  const said = chancesOf(row, trained);
  const odds = SPOKEN.map((intent) => {
    return (
      Math.log(chanceOf(intent, trained, said) + 1e-9) +
      (SPEAKER[speaker][intent] ?? 0) +
      (intent === 'problem' && media > 0 ? PICTURED : 0)
    );
  });
  const powers = odds.map((one) => Math.exp(one));
  const total = powers.reduce((sum, one) => sum + one, 0);
  const chances = new Map(SPOKEN.map((intent, at) => [intent, (powers[at] ?? 0) / total]));
  const sure = (intent: Spoken): number => chances.get(intent) ?? 0;
  const weighed = (intent: Spoken): number => sure(intent) * (intent === 'problem' ? Math.exp(-RESTRAINT) : 1);
  const intent = SPOKEN.reduce((left, right) => (weighed(right) > weighed(left) ? right : left));
  return { intent, confidence: sure(intent), matter: sure('problem') + sure('question') + sure('followup') };
}
