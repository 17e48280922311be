import type { Directory } from '../../core/directory.ts';
import type { Truth } from '../../core/learning/compare.ts';
import type { Log } from '../../core/log.ts';
import { createLocalInterpreter, type Listening } from '../../core/understand/index.ts';
import { type Lesson, unpackEars } from '../../core/understand/model/ears.ts';
import type { Interpreter } from '../../core/understand/port.ts';

/** What ships: version 0, and what every later version is trained on besides the office's labels. */
export interface Shipped {
  /** Learnt from `lessons` alone: made, or taken from a cache, once. */
  readonly listening: () => Listening;
  readonly lessons: () => readonly Lesson[];
  /** What no version is ever trained on: by it they are compared. */
  readonly exam: () => readonly Truth[];
  /** Of the lessons and of how they are read: versions of others are of no use with these. */
  readonly hash: () => string;
  /** Further words for the dictionary: training and listening must cut alike. */
  readonly words: string;
}

/** Which ears listen in this process. */
export interface EarsSource extends Shipped {
  /** `version` 0: the shipped ones. */
  current(): Listening & { readonly version: number };
  /** Of the ears that listen. */
  interpreter(directory: Directory): Interpreter;
  /**
   * Told which version is to listen, by the same look that tells of the directory; costs nothing where it listens already. What
   * cannot be had or read is logged, and whoever listens goes on: a message must not wait for a model.
   */
  follow(version: number): Promise<void>;
}

/** @param load the bytes of a version; null: there is none */
export function createEarsSource(
  shipped: Shipped,
  load: (version: number) => Promise<Uint8Array | null>,
  log: Log,
  interpreter: (directory: Directory, listening: Listening) => Interpreter = createLocalInterpreter,
): EarsSource {
  let listening: ReturnType<EarsSource['current']> | null = null;
  /** Asked for and not to be had: not asked for again with each message. */
  let missing: number | null = null;
  let loading: { readonly version: number; readonly done: Promise<void> } | null = null;
  const current = () => (listening ??= { version: 0, ...shipped.listening() });

  async function take(version: number): Promise<void> {
    try {
      const bytes = version === 0 ? null : await load(version);
      if (version !== 0 && bytes === null) throw new Error('its bytes are not there');
      const { ears, segment, orders } = shipped.listening();
      listening = { version, segment, orders, ears: bytes === null ? ears : unpackEars(bytes) };
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
    interpreter: (directory) => interpreter(directory, current()),
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
