import type { Hearing } from '../../app/replay/stage.ts';
import type { Directory } from '../../core/directory.ts';
import { DepartmentCode } from '../../core/ids.ts';
import type { Truth } from '../../core/learning/compare.ts';
import { createLocalInterpreter, type Listening } from '../../core/understand/index.ts';
import { best, chancesOf } from '../../core/understand/model/classifier.ts';
import { type Lesson, readingOf, trainEars } from '../../core/understand/model/ears.ts';
import { rowOf } from '../../core/understand/model/rows.ts';
import type { Interpreter } from '../../core/understand/port.ts';
import { createEarsSource, type Shipped } from '../../workers/ears/source.ts';
import { quietLog } from './quiet-log.ts';

/** Every character a word: a test needs no dictionary. */
export const byCharacter = (text: string): readonly string[] => [...text];

const lesson =
  (intent: string, department: string | null) =>
  (text: string): Lesson => ({ text, intent, department, urgent: false });

const every = (heads: readonly string[], tails: readonly string[]) => heads.flatMap((head) => tails.map((tail) => head + tail));

const LIGHTS = every(
  ['厂门口', '园区里', '西边', '车间外面', '大路上'],
  ['路灯坏了没人修', '路灯不亮看不见路', '的路灯灭了三天', '路灯一闪一闪的'],
);
const SEWAGE = every(
  ['排污许可证', '环评批复', '环评材料', '废水验收'],
  ['一直没批下来', '等了两个月了', '退了三次还没过', '没人来办', '交上去没有回音'],
);
const TALK = every(['大家', '各位', '领导', ''], ['早上好', '辛苦了', '周末愉快', '新年好', '收到谢谢']);
const NOTICES = every(['明天下午', '周五上午', '月底以前', '本周内'], ['请各单位报送材料', '召开座谈会的通知', '开会请准时参加']);

/** Some seventy examples in which lamps are wrongly the enforcement's: what an office sets right. */
export const LITTLE = {
  lessons: [
    ...LIGHTS.map(lesson('problem', 'enforcement')),
    ...SEWAGE.map(lesson('problem', 'environment')),
    ...TALK.map(lesson('chitchat', null)),
    ...NOTICES.map(lesson('notice', null)),
  ],
  exam: [
    { text: '环评一直没批材料又退了', intent: 'problem', departments: ['environment', 'planning'] },
    { text: '早上好各位辛苦', intent: 'chitchat', departments: [] },
    { text: '明天开会的通知', intent: 'notice', departments: [] },
  ] satisfies Truth[],
};

/** Between asking the desk and leaving it alone; said of what calls itself so. */
const UNSURE = 0.5;

/** Reads with the ears alone what they can say, the rest as the house does. */
function interpreter(directory: Directory, listening: Listening): Interpreter {
  const plain = createLocalInterpreter(directory, listening);
  const { ears, segment } = listening;
  const reading = readingOf(segment);
  return {
    name: 'little',
    understand(utterance) {
      const understood = plain.understand(utterance);
      const row = rowOf(reading(utterance.text), ears.vocabulary);
      const { label } = best(ears.intent, chancesOf(row, ears.intent));
      const unit = best(ears.department, chancesOf(row, ears.department)).label;
      if (/大概吧/.test(utterance.text)) return { ...understood, intent: 'problem', confidence: UNSURE, candidates: [] };
      if (label !== 'problem') return { ...understood, intent: 'chitchat', confidence: 0.99 };
      return { ...understood, intent: 'problem', confidence: 0.99, candidates: [{ department: DepartmentCode.parse(unit), score: 0.99 }] };
    },
  };
}

export const LITTLE_SHIPPED: Shipped = {
  listening: () => ({ ears: trainEars(LITTLE.lessons, byCharacter), segment: byCharacter, orders: null }),
  lessons: () => LITTLE.lessons,
  exam: () => LITTLE.exam,
  hash: () => 'little',
  words: '',
};

/** In a town: ears of some seventy examples. */
export const littleHearing: Hearing = (store) =>
  createEarsSource(LITTLE_SHIPPED, (version) => store.ears.bytes(version), quietLog, interpreter);
