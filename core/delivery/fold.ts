/** What of an outgoing message folding looks at. */
export interface Foldable {
  readonly text: string;
  readonly buttons: number;
  readonly media: number;
  readonly urgent: boolean;
}

const BETWEEN = '\n————\n';

/**
 * How many of a chat's waiting messages (in order) go out as one. Messages with buttons or files stand alone, since their
 * buttons would no longer say what they belong to; so does an urgent one at the head. At least one.
 */
export function foldable(waiting: readonly Foldable[], textLimit: number): number {
  const [first] = waiting;
  if (!first || !plain(first) || first.urgent) return Math.min(1, waiting.length);
  let length = first.text.length;
  let count = 1;
  for (const next of waiting.slice(1)) {
    length += BETWEEN.length + next.text.length;
    if (!plain(next) || length > textLimit) break;
    count += 1;
  }
  return count;
}

export function foldTexts(texts: readonly string[]): string {
  return texts.join(BETWEEN);
}

function plain(message: Foldable): boolean {
  return message.buttons === 0 && message.media === 0;
}
