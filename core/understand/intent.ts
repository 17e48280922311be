import { ASKS, EMERGENCY, NOT_NOW } from './cues.ts';
import { isSmallTalk } from './followup.ts';
import { chanceOf } from './model/classifier.ts';
import { type Ears, intentChances, type Read } from './model/ears.ts';
import type { Intent, Utterance } from './port.ts';

type Spoken = Exclude<Intent, 'command'>;
type Chances = Readonly<Record<Spoken, number>>;
const SPOKEN: readonly Spoken[] = ['official_reply', 'notice', 'ad', 'followup', 'problem', 'question', 'chitchat'];

/** What knowing the speaker adds, as odds. A text alone does not say who wrote it. */
const SPEAKER: Readonly<Record<Utterance['speaker'], Partial<Chances>>> = {
  // Asked about a text alone, from nowhere.
  unknown: {},
  // In a group of grown-ups most of what is said is talk; the lessons hold more trouble than a day does.
  public: { problem: 0.5 },
  // Officials speak about cases.
  official: { official_reply: 12, notice: 1.6, problem: 0.25, question: 0.01, followup: 0.3, ad: 0.55 },
};
/** A question of an official is part of handling a case, and counts as a reply: as likely against a problem as the text alone says. */
const ASKING_BACK = 0.25;
/** Words of danger beside no word of the past: what may be a cry for help is not taken for talk. */
const DANGER = 4;
/** An office is asked to act: few jokes do that. */
const ASKED = 4;
/** A picture beside the words is more often of something broken than of something funny. */
const PICTURED = 1.5;
/** Butting in costs more than asking the duty desk: a problem must be ahead by this much to be called one. */
const RESTRAINT = 0.75;

export interface Heard {
  readonly speaker: Utterance['speaker'];
  readonly media: number;
}

export interface IntentRead {
  readonly intent: Spoken;
  /** How sure, 0…1. */
  readonly confidence: number;
  /** The next likely. */
  readonly otherwise: Spoken;
  /** How likely it is somebody's matter at all: a problem, a question, or something of one reported before. */
  readonly matter: number;
}

/** What somebody does by writing this. */
export function readIntent(folded: string, read: Read, ears: Ears, heard: Heard): IntentRead {
  if (isSmallTalk(folded)) return { intent: 'chitchat', confidence: 0.99, otherwise: 'followup', matter: 0.01 };
  const danger = EMERGENCY.test(folded) && !NOT_NOW.test(folded);
  const said = intentChances(folded, read, ears);
  const chances = weighed((intent) => chanceOf(intent, ears.intent, said), heard, danger ? DANGER : ASKS.test(folded) ? ASKED : 1);
  const claim = (intent: Spoken): number => chances[intent] * (intent === 'problem' ? RESTRAINT : 1);
  const intent = SPOKEN.reduce((left, right) => (claim(right) > claim(left) ? right : left));
  const otherwise = SPOKEN.filter((one) => one !== intent).reduce((left, right) => (claim(right) > claim(left) ? right : left));
  return { intent, confidence: chances[intent], otherwise, matter: chances.problem + chances.question + chances.followup };
}

function weighed(said: (intent: Spoken) => number, { speaker, media }: Heard, danger: number): Chances {
  const odds = SPEAKER[speaker];
  const weight = (intent: Spoken, more = 1): number => (said(intent) + 1e-9) * (odds[intent] ?? 1) * more;
  // Nobody of the public answers for a department: what sounds so is talk, or a word on something reported.
  const aside = speaker === 'public' ? weight('official_reply') / 2 : 0;
  const back = speaker === 'official' ? said('question') * ASKING_BACK : 0;
  const raw: Chances = {
    official_reply: speaker === 'public' ? 0 : weight('official_reply') + back,
    notice: weight('notice'),
    ad: weight('ad'),
    followup: weight('followup') + aside,
    problem: weight('problem', (media > 0 ? PICTURED : 1) * danger),
    question: weight('question'),
    chitchat: weight('chitchat') + aside,
  };
  const total = SPOKEN.reduce((sum, intent) => sum + raw[intent], 0);
  return {
    official_reply: raw.official_reply / total,
    notice: raw.notice / total,
    ad: raw.ad / total,
    followup: raw.followup / total,
    problem: raw.problem / total,
    question: raw.question / total,
    chitchat: raw.chitchat / total,
  };
}
