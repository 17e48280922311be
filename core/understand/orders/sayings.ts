/** By command, then by who speaks. */
export type Sayings = Readonly<Record<string, { readonly public: string; readonly official: string }>>;

export interface Saying {
  readonly name: string;
  readonly speaker: 'public' | 'official';
  readonly text: string;
}

/**
 * How people say each command to the bot, names taken out (see template.ts), `|` between two. `none`: said to it and no command.
 * Examples to learn from, written by us; what is measured by is another's. Add what was missed, in the words it was said in.
 */
export function sayingsIn(sayings: Sayings): readonly Saying[] {
  return Object.entries(sayings).flatMap(([name, by]) =>
    (['public', 'official'] as const).flatMap((speaker) =>
      by[speaker]
        .split(/[|\n]/)
        .map((text) => text.trim())
        .filter((text) => text !== '')
        .map((text) => ({ name, speaker, text })),
    ),
  );
}
