import { onScopeDispose, type Ref, ref } from 'vue';
import type { Api } from '../api/calls.ts';

export interface Shown {
  readonly url: string | null;
  readonly failed: boolean;
}

/**
 * Pictures are fetched, not linked: in a demo the tab's token must go along, and an address alone opens nothing.
 * Fetched once, however often they are shown.
 */
export function createPictures(api: Pick<Api, 'file'>) {
  const known = new Map<string, Ref<Shown>>();

  async function fetchOne(token: string, shown: Ref<Shown>): Promise<void> {
    try {
      shown.value = { url: URL.createObjectURL(await api.file(token)), failed: false };
    } catch {
      shown.value = { url: null, failed: true };
      known.delete(token);
    }
  }

  onScopeDispose(() => {
    for (const { value } of known.values()) if (value.url) URL.revokeObjectURL(value.url);
  });
  return (token: string): Ref<Shown> => {
    const there = known.get(token);
    if (there) return there;
    const shown = ref<Shown>({ url: null, failed: false });
    known.set(token, shown);
    void fetchOne(token, shown);
    return shown;
  };
}
export type Pictures = ReturnType<typeof createPictures>;

/** Hands the file to the browser's own saving. */
export async function saveFile(api: Pick<Api, 'file'>, token: string, name: string): Promise<void> {
  const url = URL.createObjectURL(await api.file(token));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
