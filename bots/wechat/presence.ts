import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Log } from './log.ts';

/**
 * What must outlive the process: when we last heard the wire (so that the time between is reported as a gap, not hidden),
 * and which room owns a topic (so that a second room of the same name is not taken for it).
 */
const Kept = z.object({ aliveAt: z.coerce.date().nullable(), owners: z.record(z.string(), z.string()) });
export type Kept = z.infer<typeof Kept>;

/** `fresh`: nothing was kept yet, the first start. `damaged`: something was, and cannot be read. */
export type Remembered = { readonly kind: 'fresh' | 'damaged' | 'kept'; readonly kept: Kept };

const nothing: Kept = { aliveAt: null, owners: {} };

export interface Presence {
  load(): Promise<Remembered>;
  save(kept: Kept): Promise<void>;
}

export function createPresence(memoryFile: string, log: Log): Presence {
  const file = `${memoryFile}.presence.json`;
  let saving: Promise<void> = Promise.resolve();

  async function write(kept: Kept): Promise<void> {
    try {
      await writeFile(`${file}.new`, JSON.stringify(kept), { mode: 0o600 });
      await rename(`${file}.new`, file);
    } catch (error) {
      log.error({ err: String(error), file }, 'wechat: could not keep when the wire was last heard');
    }
  }

  return {
    async load() {
      let text: string;
      try {
        text = await readFile(file, 'utf8');
      } catch {
        return { kind: 'fresh', kept: nothing };
      }
      try {
        return { kind: 'kept', kept: Kept.parse(JSON.parse(text)) };
      } catch (error) {
        log.warn({ err: String(error), file }, 'wechat: when the wire was last heard cannot be read');
        return { kind: 'damaged', kept: nothing };
      }
    },
    save(kept) {
      saving = saving.then(() => write(kept));
      return saving;
    },
  };
}
