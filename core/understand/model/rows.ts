import { lookupOf } from './lookup.ts';

/** Texts as rows of numbers: row r holds the columns `ids[starts[r]…starts[r+1])` with their values. */
export interface Rows {
  readonly count: number;
  readonly starts: Int32Array;
  readonly ids: Int32Array;
  readonly values: Float32Array;
}

/** One text: its columns and their values. */
export interface Row {
  readonly ids: Int32Array;
  readonly values: Float32Array;
}

/** The features that training knows, and how rare each is. */
export interface Vocabulary {
  readonly ids: ReadonlyMap<string, number>;
  readonly rarity: Float32Array;
}

/** Makes the vocabulary of some texts and their rows in one walk. */
export function readTexts(texts: Iterable<readonly string[]>, fewest: number): { readonly vocabulary: Vocabulary; readonly rows: Rows } {
  const at = new Map<string, number>();
  const seenIn: number[] = [];
  const drafts: Map<number, number>[] = [];
  for (const features of texts) {
    const counts = new Map<number, number>();
    for (const feature of features) {
      let id = at.get(feature);
      if (id === undefined) {
        id = at.size;
        at.set(feature, id);
      }
      const count = counts.get(id) ?? 0;
      if (count === 0) seenIn[id] = (seenIn[id] ?? 0) + 1;
      counts.set(id, count + 1);
    }
    drafts.push(counts);
  }
  const kept = new Int32Array(at.size).fill(-1);
  const ids = new Map<string, number>();
  const rarity: number[] = [];
  for (const [feature, id] of at) {
    const count = seenIn[id] ?? 0;
    if (count < fewest) continue;
    kept[id] = ids.size;
    rarity.push(Math.log((1 + drafts.length) / (1 + count)) + 1);
    ids.set(feature, ids.size);
  }
  const vocabulary = { ids, rarity: Float32Array.from(rarity) };
  return { vocabulary, rows: stack(drafts.map((counts) => weigh(counts, kept, vocabulary.rarity))) };
}

/** Said often counts a little more, said by many counts less, and a long text weighs no more than a short one. */
function weigh(counts: ReadonlyMap<number, number>, kept: Int32Array, rarity: Float32Array): Row {
  const ids = new Int32Array(counts.size);
  const values = new Float32Array(counts.size);
  let size = 0;
  let squares = 0;
  for (const [known, count] of counts) {
    const id = kept[known] ?? -1;
    if (id < 0) continue;
    const value = (1 + Math.log(count)) * (rarity[id] ?? 0);
    ids[size] = id;
    values[size] = value;
    squares += value * value;
    size += 1;
  }
  const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
  for (let i = 0; i < size; i += 1) values[i] = (values[i] ?? 0) * scale;
  return { ids: ids.subarray(0, size), values: values.subarray(0, size) };
}

/** Where counts are added up, one place a feature, all zero between two texts: a map for each would cost more than the scores. */
const scratches = new WeakMap<Vocabulary, Uint16Array>();

function scratchOf(vocabulary: Vocabulary): Uint16Array {
  const known = scratches.get(vocabulary);
  if (known) return known;
  const made = new Uint16Array(vocabulary.rarity.length);
  scratches.set(vocabulary, made);
  return made;
}

/** A text nobody trained on: what the vocabulary does not know is left out. */
export function rowOf(features: readonly string[], vocabulary: Vocabulary): Row {
  const counts = scratchOf(vocabulary);
  const idOf = lookupOf(vocabulary.ids);
  const ids = new Int32Array(features.length);
  let size = 0;
  for (const feature of features) {
    const id = idOf(feature);
    if (id === undefined) continue;
    if (counts[id] === 0) {
      ids[size] = id;
      size += 1;
    }
    counts[id] = (counts[id] ?? 0) + 1;
  }
  return counted(ids.subarray(0, size), counts, vocabulary.rarity, 1);
}

/** Said often counts a little more, said by many less, and length does not matter. @param rarity of column c at c × stride; `counts` are zero again after it */
export function counted(ids: Int32Array, counts: Uint16Array, rarity: Float32Array, stride: number): Row {
  const values = new Float32Array(ids.length);
  let squares = 0;
  for (let at = 0; at < ids.length; at += 1) {
    const id = ids[at] ?? 0;
    const count = counts[id] ?? 1;
    const value = (count === 1 ? 1 : 1 + Math.log(count)) * (rarity[id * stride] ?? 0);
    values[at] = value;
    squares += value * value;
    counts[id] = 0;
  }
  const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
  for (let at = 0; at < ids.length; at += 1) values[at] = (values[at] ?? 0) * scale;
  return { ids, values };
}

function stack(all: readonly Row[]): Rows {
  const starts = new Int32Array(all.length + 1);
  for (const [at, row] of all.entries()) starts[at + 1] = (starts[at] ?? 0) + row.ids.length;
  const size = starts[all.length] ?? 0;
  const ids = new Int32Array(size);
  const values = new Float32Array(size);
  for (const [at, row] of all.entries()) {
    ids.set(row.ids, starts[at] ?? 0);
    values.set(row.values, starts[at] ?? 0);
  }
  return { count: all.length, starts, ids, values };
}

export function rowAt(rows: Rows, at: number): Row {
  const from = rows.starts[at] ?? 0;
  const to = rows.starts[at + 1] ?? 0;
  return { ids: rows.ids.subarray(from, to), values: rows.values.subarray(from, to) };
}

/** Some of the rows, in the order asked for. */
export function pick(rows: Rows, which: ArrayLike<number>): Rows {
  return stack(Array.from(which, (at) => rowAt(rows, at)));
}
