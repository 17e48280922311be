import { nextTick, type Ref, ref } from 'vue';

const NEAR_PX = 80;

/** Keeps the newest in sight while one reads it, and the place while one reads what is above. */
export function createScroll(box: Ref<HTMLElement | null>) {
  const atEnd = ref(true);
  /** Messages that came while one was reading above. */
  const below = ref(0);
  let lastTop = 0;
  let lastSize = '';
  let sizes: ResizeObserver | null = null;

  function look(): void {
    const element = box.value;
    if (!element) return;
    const near = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX;
    // Only a reader leaves the end; what grew or shrank around him (a picture, the keyboard) has not moved him away.
    const size = `${element.scrollHeight} ${element.clientHeight}`;
    atEnd.value = near || (atEnd.value && (size !== lastSize || element.scrollTop >= lastTop));
    lastTop = element.scrollTop;
    lastSize = size;
    if (atEnd.value) below.value = 0;
  }

  function toEnd(smooth = false): void {
    const element = box.value;
    if (!element) return;
    element.scrollTo({ top: element.scrollHeight, behavior: smooth ? 'smooth' : 'instant' });
    below.value = 0;
    if (!smooth) atEnd.value = true;
  }

  return {
    atEnd,
    below,
    look,
    /** Pictures arrive late, the keyboard comes up: the end stays in sight. */
    watchSize(): void {
      const element = box.value;
      if (!element) return;
      sizes = new ResizeObserver(() => {
        if (atEnd.value) toEnd();
      });
      for (const watched of [element, ...element.children]) sizes.observe(watched);
    },
    stop: (): void => sizes?.disconnect(),
    toEnd,
    /** After the list changed: follow it, or count what came. */
    async grown(came: number, own: boolean): Promise<void> {
      const follow = atEnd.value || own;
      await nextTick();
      if (follow) toEnd();
      else below.value += came;
    },
    /** Puts older ones above without moving what is being read. */
    async keepingPlace(load: () => Promise<void>): Promise<void> {
      const before = box.value;
      const fromEnd = before ? before.scrollHeight - before.scrollTop : 0;
      await load();
      await nextTick();
      if (box.value) box.value.scrollTop = box.value.scrollHeight - fromEnd;
    },
    async toMessage(id: number): Promise<boolean> {
      await nextTick();
      const element = box.value?.querySelector<HTMLElement>(`[data-message="${id}"]`);
      if (!element) return false;
      element.scrollIntoView({ block: 'center', behavior: 'smooth' });
      element.classList.remove('flash');
      requestAnimationFrame(() => element.classList.add('flash'));
      return true;
    },
  };
}
