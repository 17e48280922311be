/** A value with the place it stands in. */
export interface Placed {
  readonly value: string;
  readonly path: readonly (string | number)[];
}

/** Later occurrences of a value that stood earlier; the first one is left in peace. */
export function repeats(places: readonly Placed[]): readonly Placed[] {
  const seen = new Set<string>();
  return places.filter(({ value }) => {
    if (seen.has(value)) return true;
    seen.add(value);
    return false;
  });
}

/** Every name an entry is called by, with its place; a name told twice within one entry counts too. */
export function namesOf(entry: { readonly name: string; readonly aliases: readonly string[] }, index: number): readonly Placed[] {
  return [{ value: entry.name, path: [index, 'name'] }, ...entry.aliases.map((value, at) => ({ value, path: [index, 'aliases', at] }))];
}

/** List items that hold a Chinese comma: to YAML `甲，乙` is one word, and nobody would ever say it. */
export function gluedItems(items: readonly string[], path: readonly (string | number)[]): readonly Placed[] {
  return items.flatMap((value, at) => (value.includes('，') ? [{ value, path: [...path, at] }] : []));
}
