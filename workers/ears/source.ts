import type { Directory } from '../../core/directory.ts';
import type { Corpus } from '../../core/learning/lessons.ts';
import type { Log } from '../../core/log.ts';
import { type Ears, unpackEars } from '../../core/understand/model/ears.ts';
import type { Interpreter } from '../../core/understand/port.ts';

/** What ships: version 0, and what every later version is trained on besides the office's labels. */
export interface ShippedEars {
  /** Trained from `corpus().lessons` alone: made, or taken from a cache, once. */
  readonly baseEars: () => Ears;
  /** Without lessons nothing is trained. */
  readonly corpus: () => Corpus;
  /** Of the corpus and of how it is read: versions of another are of no use with this one. */
  readonly hash: string;
  /** Further words that training and listening must cut alike: the names of the directory. */
  readonly words: () => readonly string[];
  /** How ears listen. */
  readonly interpreter: (directory: Directory, ears: Ears) => Interpreter;
}

export interface Listening {
  /** 0: the shipped one. */
  readonly version: number;
  readonly ears: Ears;
}

/** Which ears listen in this process. */
export interface EarsSource extends ShippedEars {
  current(): Listening;
  /**
   * Told which version is to listen, by the same look that tells of the directory; costs nothing where it listens already. What
   * cannot be had or read is logged, and whoever listens goes on: a message must not wait for a model.
   */
  follow(version: number): Promise<void>;
}

/** @param load the bytes of a version; null: there is none */
export function createEarsSource(shipped: ShippedEars, load: (version: number) => Promise<Uint8Array | null>, log: Log): EarsSource {
  let listening: Listening | null = null;
  /** Asked for and not to be had: not asked for again with each message. */
  let missing: number | null = null;
  let loading: { readonly version: number; readonly done: Promise<void> } | null = null;
  const current = (): Listening => (listening ??= { version: 0, ears: shipped.baseEars() });

  async function take(version: number): Promise<void> {
    try {
      const bytes = version === 0 ? null : await load(version);
      if (version !== 0 && bytes === null) throw new Error('its bytes are not there');
      listening = { version, ears: bytes === null ? shipped.baseEars() : unpackEars(bytes) };
      missing = null;
      log.info({ version }, 'another version of the ears listens');
    } catch (error) {
      missing = version;
      log.error({ version, error: error instanceof Error ? error.message : String(error) }, 'a version of the ears could not be had');
    }
  }

  return {
    ...shipped,
    current,
    async follow(version) {
      if (version === current().version || version === missing) return;
      if (loading?.version !== version) {
        const done = take(version).finally(() => {
          if (loading?.done === done) loading = null;
        });
        loading = { version, done };
      }
      await loading.done;
    },
  };
}
