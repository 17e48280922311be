/** Two tones each, picked to carry white letters in light and in dark. */
const tones = ['jade', 'sea', 'indigo', 'plum', 'rose', 'clay', 'amber', 'moss', 'slate', 'teal'] as const;
export type Tone = (typeof tones)[number];

/** The same person has the same colour everywhere, for ever. */
export function toneOf(key: string): Tone {
  let hash = 2_166_136_261;
  for (const point of key) hash = Math.imul(hash ^ (point.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  hash = (hash ^ (hash >>> 15)) >>> 0;
  return tones[hash % tones.length] ?? 'slate';
}

/** 王国栋 → 国栋, as phones do; Latin names their first letter. */
export function initialsOf(name: string): string {
  const points = [...name.replaceAll(/\s/g, '')];
  if (points.length === 0) return '·';
  return /^[\x21-\x7e]/.test(name) ? (points[0] ?? '').toUpperCase() : points.slice(-2).join('');
}
