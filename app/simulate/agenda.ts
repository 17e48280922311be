/** What one person is going to do: typed words, or a button under one of the bot's messages. */
export interface Utterance {
  /** Key of config/people.yaml. */
  readonly who: string;
  readonly chat: string;
  readonly said: { readonly text: string } | { readonly button: string };
}

export interface Entry {
  readonly at: Date;
  /** Looked up when its time has come: he reads how things stand, and may find nothing to say. */
  readonly speak: () => Promise<Utterance | null>;
}

/** Everything that people have in mind to do, in the order of time; of one moment in the order it was planned. */
export class Agenda {
  readonly #entries: Entry[] = [];

  plan(at: Date, speak: Entry['speak']): void {
    let [low, high] = [0, this.#entries.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#entries[middle]?.at.getTime() ?? 0) <= at.getTime()) low = middle + 1;
      else high = middle;
    }
    this.#entries.splice(low, 0, { at, speak });
  }

  /** The next one at or before a moment; null: nothing till then. */
  take(until: Date): Entry | null {
    const [first] = this.#entries;
    if (first === undefined || first.at.getTime() > until.getTime()) return null;
    this.#entries.shift();
    return first;
  }
}
