import type { Category } from '../config.ts';

/** What a report is about, for counting only: the category with most of its words in the text; `other` where none has any. */
export function categoryOf(text: string, categories: readonly Category[]): string {
  const [best] = categories
    .map(({ key, words }) => ({ key, hits: words.filter((word) => text.includes(word)).length }))
    .toSorted((a, b) => b.hits - a.hits);
  return best === undefined || best.hits === 0 ? OTHER_CATEGORY : best.key;
}

export const OTHER_CATEGORY = 'other';
