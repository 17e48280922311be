import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';
import type { Segment } from '../../core/understand/model/features.ts';

/** Often enough that a name is not cut into the words it is made of. */
const FREQUENCY = 10_000;

/** @param words further ones, e.g. the directory's names: in training and in listening the same */
export function segmentOf(words: readonly string[]): Segment {
  const jieba = Jieba.withDict(dict);
  const named = [...new Set(words)].filter((word) => word.length > 1 && !/\s/.test(word)).toSorted();
  if (named.length > 0) jieba.loadDict(Buffer.from(named.map((word) => `${word} ${FREQUENCY}\n`).join('')));
  return (text) => jieba.cut(text, true);
}
