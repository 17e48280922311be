import { onScopeDispose, type Ref, ref } from 'vue';
import type { Api } from '../api/calls.ts';

export interface Shown {
  readonly url: string | null;
  readonly failed: boolean;
  /** Known before it is shown, so that nothing jumps. */
  readonly width: number;
  readonly height: number;
}

const nothing: Shown = { url: null, failed: false, width: 0, height: 0 };

/**
 * Pictures are fetched, not linked: in a demo the tab's token must go along, and an address alone opens nothing.
 * Fetched once, however often they are shown.
 */
export function createPictures(api: Pick<Api, 'file'>) {
  const known = new Map<string, Ref<Shown>>();

  async function fetchOne(token: string, shown: Ref<Shown>): Promise<void> {
    try {
      const url = URL.createObjectURL(await api.file(token));
      const picture = Object.assign(new Image(), { src: url });
      await picture.decode();
      shown.value = { url, failed: false, width: picture.naturalWidth, height: picture.naturalHeight };
    } catch {
      shown.value = { ...nothing, failed: true };
      known.delete(token);
    }
  }

  onScopeDispose(() => {
    for (const { value } of known.values()) if (value.url) URL.revokeObjectURL(value.url);
  });
  return (token: string): Ref<Shown> => {
    const there = known.get(token);
    if (there) return there;
    const shown = ref<Shown>(nothing);
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
