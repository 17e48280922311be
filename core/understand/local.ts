import type { Enterprise } from '../directory.ts';
import { SENSITIVE } from './cues.ts';
import type { DepartmentWords } from './departments.ts';
import { createDepartmentScorer } from './departments.ts';
import { readIntent } from './intent.ts';
import { mask } from './mask.ts';
import { enterprisesNamed } from './names.ts';
import { fold, visible } from './normalize.ts';
import type { Interpreter } from './port.ts';
import { summarize } from './summary.ts';
import { readUrgency } from './urgency.ts';

export interface LocalKnowledge {
  readonly departments: readonly DepartmentWords[];
  readonly enterprises: readonly Enterprise[];
}

/** A text longer than this is somebody's document; its beginning says what it is. */
const LONGEST_READ = 2000;

/** Understanding without a network: each department's matters and plain words, and the signs in `cues.ts`. Pure, immediate. */
export function createLocalInterpreter(knowledge: LocalKnowledge): Interpreter {
  const scorer = createDepartmentScorer(knowledge.departments);
  return {
    name: 'local',
    understand(utterance) {
      const shown = visible(utterance.text.slice(0, LONGEST_READ * 2)).slice(0, LONGEST_READ);
      const folded = fold(shown);
      const named = enterprisesNamed(folded, knowledge.enterprises);
      // 碳谷复材 speaks of a company, not of composites; @于厂长 of a person.
      const talk = named.reduceRight((left, one) => `${left.slice(0, one.from)} ${left.slice(one.to)}`, folded).replace(/@\S{1,20}/g, ' ');
      const candidates = scorer.rank(talk);
      const read = readIntent(talk, { speaker: utterance.speaker, evidence: candidates[0]?.score ?? 0, media: utterance.media });
      const urgent = readUrgency(talk, read.intent);
      return {
        intent: read.intent,
        confidence: read.confidence,
        candidates: [...candidates],
        urgency: urgent.urgency,
        urgencyWords: [...urgent.words],
        sensitive: SENSITIVE.test(talk) || mask(shown).count > 0,
        enterprise: named[0]?.value ?? null,
        summary: summarize(shown),
      };
    },
  };
}
