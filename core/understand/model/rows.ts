/** Texts as rows of numbers: row r holds the columns `ids[starts[r]…starts[r+1])` with their values. */
export interface Rows {
  readonly count: number;
  readonly starts: Int32Array;
  readonly ids: Int32Array;
  readonly values: Float32Array;
}

/** The features that training knows, and how rare each is. */
export interface Vocabulary {
  readonly ids: ReadonlyMap<string, number>;
  readonly rarity: Float32Array;
}

export function learnVocabulary(texts: readonly (readonly string[])[], fewest: number): Vocabulary {
  const seenIn = new Map<string, number>();
  for (const features of texts) {
    for (const feature of new Set(features)) seenIn.set(feature, (seenIn.get(feature) ?? 0) + 1);
  }
  const kept = [...seenIn].filter(([, count]) => count >= fewest);
  const ids = new Map(kept.map(([feature], at) => [feature, at]));
  const rarity = Float32Array.from(kept, ([, count]) => Math.log((1 + texts.length) / (1 + count)) + 1);
  return { ids, rarity };
}

/** One text's row: said often counts a little more, said by many counts less, and a long text weighs no more than a short one. */
export function rowOf(
  features: readonly string[],
  { ids, rarity }: Vocabulary,
): { readonly ids: Int32Array; readonly values: Float32Array } {
  const counts = new Map<number, number>();
  for (const feature of features) {
    const id = ids.get(feature);
    if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const columns = Int32Array.from(counts.keys());
  const values = new Float32Array(columns.length);
  let squares = 0;
  let at = 0;
  for (const [id, count] of counts) {
    const value = (1 + Math.log(count)) * (rarity[id] ?? 0);
    values[at] = value;
    squares += value * value;
    at += 1;
  }
  const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
  for (let i = 0; i < values.length; i += 1) values[i] = (values[i] ?? 0) * scale;
  return { ids: columns, values };
}

export function rowsOf(texts: readonly (readonly string[])[], vocabulary: Vocabulary): Rows {
  const rows = texts.map((features) => rowOf(features, vocabulary));
  const starts = new Int32Array(rows.length + 1);
  for (const [at, row] of rows.entries()) starts[at + 1] = (starts[at] ?? 0) + row.ids.length;
  const size = starts[rows.length] ?? 0;
  const ids = new Int32Array(size);
  const values = new Float32Array(size);
  for (const [at, row] of rows.entries()) {
    ids.set(row.ids, starts[at] ?? 0);
    values.set(row.values, starts[at] ?? 0);
  }
  return { count: rows.length, starts, ids, values };
}
