/** The column of a feature; undefined: training did not know it. */
type Lookup = (feature: string) => number | undefined;

const lookups = new WeakMap<ReadonlyMap<string, number>, Lookup>();

/**
 * Nine in ten features are one or two characters, and looking each up among hundreds of thousands of strings was a quarter of the
 * time a message takes: these are numbers in a flat table instead.
 */
export function lookupOf(ids: ReadonlyMap<string, number>): Lookup {
  const known = lookups.get(ids);
  if (known) return known;
  const made = createLookup(ids);
  lookups.set(ids, made);
  return made;
}

const SHORT = 2;

function createLookup(ids: ReadonlyMap<string, number>): Lookup {
  const short = [...ids].filter(([feature]) => keyOf(feature) !== 0);
  const places = 2 ** Math.ceil(Math.log2(Math.max(1, short.length) * 2));
  // A key and its column side by side: one look into memory finds both.
  const table = new Uint32Array(places * 2);
  const last = places - 1;
  for (const [feature, id] of short) {
    const key = keyOf(feature);
    let at = placeOf(key, last);
    while (table[at * 2] !== 0) at = (at + 1) & last;
    table[at * 2] = key;
    table[at * 2 + 1] = id;
  }
  return (feature) => {
    const key = keyOf(feature);
    if (key === 0) return ids.get(feature);
    for (let at = placeOf(key, last); ; at = (at + 1) & last) {
      const found = table[at * 2];
      if (found === key) return table[at * 2 + 1];
      if (found === 0) return undefined;
    }
  };
}

/** Both units of text in one number; 0: too long for that, or it holds a NUL and could be taken for another. */
function keyOf(feature: string): number {
  if (feature.length === 0 || feature.length > SHORT) return 0;
  const first = feature.charCodeAt(0);
  if (feature.length === 1) return first;
  const second = feature.charCodeAt(1);
  return first === 0 || second === 0 ? 0 : ((second << 16) | first) >>> 0;
}

function placeOf(key: number, last: number): number {
  const mixed = Math.imul(key ^ (key >>> 15), 0x2c1b3c6d);
  return (mixed ^ (mixed >>> 13)) & last;
}
