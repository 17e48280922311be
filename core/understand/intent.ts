import { CUES } from './cues.ts';
import { isAskStatus, isSmallTalk, isStillUnsolved, isThanks, isWithdraw } from './followup.ts';
import type { Intent, Utterance } from './port.ts';

type Spoken = Exclude<Intent, 'command'>;
/** First match wins: the order of the field's labelling rules. */
const ORDER: readonly Spoken[] = ['official_reply', 'notice', 'ad', 'followup', 'problem', 'question', 'chitchat'];

const START: Readonly<Record<Spoken, number>> = {
  official_reply: -0.4,
  notice: -0.6,
  ad: -0.7,
  followup: -0.5,
  problem: 0,
  question: -0.1,
  chitchat: 0.7,
};

/** Officials speak about cases; a question of theirs is part of handling one. */
const OFFICIAL: Readonly<Partial<Record<Spoken, number>>> = {
  official_reply: 2.2,
  notice: 0.5,
  problem: -1.4,
  question: -1,
  followup: -1.2,
  ad: -0.6,
};

const SHARPNESS = 1.4;
const MOST_SIGNS = 3;

export interface IntentContext {
  readonly speaker: Utterance['speaker'];
  /** Probability of the best department. */
  readonly evidence: number;
  readonly media: number;
}

const global = CUES.map((cue) => ({ ...cue, signs: new RegExp(cue.signs.source, `${cue.signs.flags.replace('g', '')}g`) }));

/** The intent with the most signs for it, and how far it is ahead. */
export function readIntent(folded: string, context: IntentContext): { readonly intent: Spoken; readonly confidence: number } {
  const scores = { ...START };
  const add = (intent: Spoken, by: number): void => {
    scores[intent] += by;
  };
  for (const cue of global) {
    const signs = Math.min(new Set(folded.match(cue.signs) ?? []).size, MOST_SIGNS);
    if (signs === 0) continue;
    for (const intent of ORDER) {
      const by = cue.speaks[intent];
      if (by !== undefined) add(intent, by + (by >= 1 ? (cue.more ?? 0) * (signs - 1) : 0));
    }
  }
  wholeSentence(folded, { ...context, reported: scores.followup > START.followup + 1 }, add);
  return decide(scores);
}

function wholeSentence(
  folded: string,
  context: IntentContext & { readonly reported: boolean },
  add: (intent: Spoken, by: number) => void,
): void {
  const length = folded.replace(/\s/g, '').length;
  if (context.speaker === 'official') {
    for (const intent of ORDER) add(intent, OFFICIAL[intent] ?? 0);
  }
  if (isSmallTalk(folded)) add('chitchat', 4);
  // 到账了 谢谢 tells how a case ended; 谢谢 alone tells nothing.
  if (isThanks(folded)) add(context.reported ? 'followup' : 'chitchat', context.reported ? 2.5 : 2);
  if (isAskStatus(folded)) add('followup', 1);
  if (isWithdraw(folded)) add('followup', 1.2);
  if (length <= 24 && isStillUnsolved(folded) && context.evidence < 0.3) add('followup', 0.6);
  if (length <= 5) add('chitchat', 0.7);
  add('problem', context.evidence * 0.9 + (length > 20 ? 0.2 : 0) + (context.media > 0 && context.evidence > 0.2 ? 0.3 : 0));
  add('question', context.evidence * 0.9);
  add('chitchat', context.evidence < 0.1 ? 0.4 : -0.3);
}

function decide(scores: Readonly<Record<Spoken, number>>): { readonly intent: Spoken; readonly confidence: number } {
  const best = ORDER.reduce((left, right) => (scores[right] > scores[left] ? right : left));
  const raised = ORDER.map((intent) => Math.exp(SHARPNESS * scores[intent]));
  const total = raised.reduce((sum, one) => sum + one, 0);
  return { intent: best, confidence: Math.exp(SHARPNESS * scores[best]) / total };
}
