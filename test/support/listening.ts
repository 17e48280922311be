import type { listeningOf } from '../../app/listening.ts';
import { DepartmentCode } from '../../core/ids.ts';
import type { Corpus } from '../../core/learning/lessons.ts';
import { createLocalInterpreter } from '../../core/understand/index.ts';
import { best, chancesOf } from '../../core/understand/model/classifier.ts';
import { type Ears, type Lesson, readingOf, trainEars } from '../../core/understand/model/ears.ts';
import type { Interpreter } from '../../core/understand/port.ts';
import { createEarsSource, type ShippedEars } from '../../workers/ears/source.ts';

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
export const LITTLE: Corpus = {
  lessons: [
    ...LIGHTS.map(lesson('problem', 'enforcement')),
    ...SEWAGE.map(lesson('problem', 'environment')),
    ...TALK.map(lesson('chitchat', null)),
    ...NOTICES.map(lesson('notice', null)),
  ],
  heldOut: [
    lesson('problem', 'environment')('环评一直没批材料又退了'),
    lesson('chitchat', null)('早上好各位辛苦'),
    lesson('notice', null)('明天开会的通知'),
  ],
};

/** Between asking the desk and leaving it alone; said of what calls itself so. */
const UNSURE = 0.5;

/** Reads with the ears what they can say, the rest as the house does without them. */
function interpreter(directory: Parameters<typeof createLocalInterpreter>[0], ears: Ears): Interpreter {
  const plain = createLocalInterpreter(directory);
  const reading = readingOf(byCharacter);
  return {
    name: 'little',
    understand(utterance) {
      const understood = plain.understand(utterance);
      const features = reading(utterance.text);
      const { label } = best(ears.intent, chancesOf(features, ears.intent));
      const unit = best(ears.department, chancesOf(features, ears.department)).label;
      if (/大概吧/.test(utterance.text)) return { ...understood, intent: 'problem', confidence: UNSURE, candidates: [] };
      if (label !== 'problem') return { ...understood, intent: 'chitchat', confidence: 0.99 };
      return { ...understood, intent: 'problem', confidence: 0.99, candidates: [{ department: DepartmentCode.parse(unit), score: 0.99 }] };
    },
  };
}

export const LITTLE_EARS: ShippedEars = {
  baseEars: () => trainEars(LITTLE.lessons, byCharacter),
  corpus: () => LITTLE,
  hash: 'little',
  words: () => [],
  interpreter,
};

/** In a town: ears of some seventy examples. */
export const littleListening: typeof listeningOf = (store, log) =>
  createEarsSource(LITTLE_EARS, (version) => store.ears.bytes(version), log);
