import type { Person } from '../../../bots/webchat/api.ts';

export interface Asked {
  /** Where the @ stands. */
  readonly at: number;
  readonly words: string;
}

/** The @name being written before the caret; null: none is. An address such as a@b.cn is not one. */
export function askedAt(text: string, caret: number): Asked | null {
  const before = text.slice(0, caret);
  const at = before.lastIndexOf('@');
  if (at < 0 || /[\w.]/.test(before[at - 1] ?? '')) return null;
  const words = before.slice(at + 1);
  return words.length <= 16 && !/[\s@，。！？,!?]/.test(words) ? { at, words } : null;
}

/** Who fits, best first. Keys are pinyin, so `wang` finds 王国栋. */
export function matching(people: readonly Person[], words: string, limit = 8): Person[] {
  const wanted = words.toLowerCase();
  const ranked = people.flatMap((person) => {
    const rank = rankOf(person, wanted);
    return rank === null ? [] : [{ person, rank }];
  });
  return ranked
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, limit)
    .map(({ person }) => person);
}

function rankOf(person: Person, wanted: string): number | null {
  const bot = person.kind === 'bot' ? -0.5 : 0;
  if (wanted === '' || person.name.startsWith(wanted)) return bot;
  if (person.key.replaceAll('-', '').startsWith(wanted.replaceAll('-', ''))) return 1 + bot;
  if (person.name.includes(wanted)) return 2;
  if (person.key.split('-').some((part) => part.startsWith(wanted))) return 3;
  if ((person.org ?? '').includes(wanted) || (person.title ?? '').includes(wanted) || person.label.includes(wanted)) return 4;
  return null;
}

/** The text with the name put in, and where the caret goes. */
export function completed(text: string, caret: number, asked: Asked, name: string): { text: string; caret: number } {
  const head = `${text.slice(0, asked.at)}@${name} `;
  return { text: head + text.slice(caret).replace(/^ /, ''), caret: head.length };
}

/** Keys of those whose @name still stands in the text. */
export function mentionedIn(text: string, people: readonly Person[]): string[] {
  return people.filter((person) => text.includes(`@${person.name}`)).map((person) => person.key);
}
