import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';
import type { Segment } from '../../core/understand/model/features.ts';

/** @param words further ones, in a dictionary's form: in training and in listening the same */
export function segmentOf(words: string): Segment {
  const jieba = Jieba.withDict(dict);
  if (words !== '') jieba.loadDict(Buffer.from(words));
  return (text) => jieba.cut(text, true);
}
