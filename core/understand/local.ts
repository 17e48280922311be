import type { Enterprise } from '../directory.ts';
import { SENSITIVE } from './cues.ts';
import { createDepartmentScorer, createPool, type DepartmentWords } from './departments.ts';
import { placeIn } from './facts.ts';
import { readIntent } from './intent.ts';
import { mask } from './mask.ts';
import { type Ears, readingOf } from './model/ears.ts';
import type { Segment } from './model/features.ts';
import type { OrderEars } from './model/order-ears.ts';
import { rowOf } from './model/rows.ts';
import { enterprisesNamed } from './names.ts';
import { fold, visible } from './normalize.ts';
import type { Interpreter, Understanding, Utterance } from './port.ts';
import { remembered } from './remembered.ts';
import { summarize } from './summary.ts';
import { readUrgency } from './urgency.ts';

export interface LocalKnowledge {
  readonly departments: readonly DepartmentWords[];
  readonly enterprises: readonly Enterprise[];
}

/** What was learnt, and the dictionary it was learnt with. */
export interface Listening {
  readonly ears: Ears;
  readonly segment: Segment;
  /** null: only the grammar of orders is asked. */
  readonly orders: OrderEars | null;
}

/** A text longer than this is somebody's document; its beginning says what it is. */
const LONGEST_READ = 2000;
/** Where somebody turns from the group to a machine: marks of code, hidden characters, orders about orders. */
const TO_A_MACHINE =
  /[\u200b-\u200f\u202a-\u202e\u2066-\u2069]|[{<]\s*[a-z"/]|\b(?:system|assistant|ignore|instruction|prompt)\b|\(\s*AI|系统提示|提示词|忽略(?:以上|之前|前面|所有)|你(?:现在)?(?:是|扮演)(?:一个)?(?:AI|管理员|机器人)/i;
const SHORTEST_REPORT = 6;

/** Understanding without a network: what examples taught, the office's own words for its matters, and rules for life and limb. */
export function createLocalInterpreter(knowledge: LocalKnowledge, { ears, segment }: Pick<Listening, 'ears' | 'segment'>): Interpreter {
  const scorer = createDepartmentScorer(knowledge.departments);
  const pool = createPool(
    ears.department,
    knowledge.departments.map((one) => one.code),
  );
  const reading = readingOf(segment);
  return { name: 'local', understand: remembered(understand) };

  function understand(utterance: Utterance): Understanding {
    const whole = read(utterance);
    // Whatever is written to a machine behind a report must not drown it.
    const attack = TO_A_MACHINE.exec(utterance.text);
    if (attack === null || attack.index < SHORTEST_REPORT || whole.intent === 'problem') return whole;
    const before = read({ ...utterance, text: utterance.text.slice(0, attack.index) });
    return before.intent === 'problem' ? { ...before, summary: whole.summary } : whole;
  }

  function read(utterance: Utterance): Understanding {
    const shown = visible(utterance.text.slice(0, LONGEST_READ * 2)).slice(0, LONGEST_READ);
    const folded = fold(shown);
    const named = enterprisesNamed(folded, knowledge.enterprises);
    // 碳谷复材 speaks of a company, not of composites; @于厂长 of a person.
    const talk = named.reduceRight((left, one) => `${left.slice(0, one.from)} ${left.slice(one.to)}`, folded).replace(/@\S{1,20}/g, ' ');
    const features = reading(talk);
    const row = rowOf(features, ears.vocabulary);
    const read = readIntent(talk, { features, row }, ears, utterance);
    const urgent = readUrgency(talk, { features, row }, ears, read.intent);
    return {
      intent: read.intent,
      confidence: read.confidence,
      otherwise: read.otherwise,
      candidates: [...pool({ row, words: scorer.rank(talk), matter: read.matter })],
      urgency: urgent.urgency,
      urgencyWords: [...urgent.words],
      sensitive: SENSITIVE.test(talk) || mask(shown).count > 0,
      enterprise: named[0]?.value ?? null,
      place: placeIn(shown),
      summary: summarize(shown),
    };
  }
}
