import { nextTick, type Ref, ref } from 'vue';

const NEAR_PX = 80;

/** Keeps the newest in sight while one reads it, and the place while one reads what is above. */
export function createScroll(box: Ref<HTMLElement | null>) {
  const atEnd = ref(true);
  /** Messages that came while one was reading above. */
  const below = ref(0);

  function look(): void {
    const element = box.value;
    if (!element) return;
    atEnd.value = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX;
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
export type Scroll = ReturnType<typeof createScroll>;
