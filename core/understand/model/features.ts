/** Splits a text into words; injected, since the dictionary behind it is a library's. */
export type Segment = (text: string) => readonly string[];

/** What a reader makes of a text: one string a sign, each kind with its own prefix, repeats kept. */
export type Features = (text: string) => readonly string[];

const LONGEST_WORD = 12;

/**
 * Words and runs of one to `longest` characters. Words carry the meaning, runs of characters survive the typo, the dialect
 * and the word that no dictionary has.
 */
export function textFeatures(segment: Segment, longest = 2): Features {
  return (text) => {
    const features: string[] = [];
    for (const word of segment(text)) {
      if (word.length > 1 && word.length <= LONGEST_WORD && word.trim() !== '') features.push(`w${word}`);
    }
    const characters = [...text.replace(/\s+/g, '')];
    for (let from = 0; from < characters.length; from += 1) {
      let run = '';
      for (let length = 1; length <= longest && from + length <= characters.length; length += 1) {
        run += characters[from + length - 1] ?? '';
        features.push(`c${run}`);
      }
    }
    return features;
  };
}

const LENGTHS = [6, 12, 25, 60];
const MOST_MARKS = 5;

/** How a text is built: a notice is long and punctuated, talk is short and is not. */
export function shapeFeatures(text: string): readonly string[] {
  const length = LENGTHS.filter((limit) => text.length >= limit).length;
  const count = (pattern: RegExp): number => Math.min(MOST_MARKS, text.match(pattern)?.length ?? 0);
  return [`.length${length}`, `.spaces${count(/\s/g)}`, `.stops${count(/[,，。;；:：]/g)}`];
}
