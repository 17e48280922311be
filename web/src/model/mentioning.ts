import { computed, nextTick, type Ref, ref } from 'vue';
import type { Person } from '../../../bots/webchat/api.ts';
import { type Asked, askedAt, completed, matching } from './mention.ts';

/** The list that opens on @: moved through by keys or touched. */
export function createMentioning(text: Ref<string>, box: Ref<HTMLTextAreaElement | null>, people: () => readonly Person[]) {
  const asked = ref<Asked | null>(null);
  const at = ref(0);
  const found = computed(() => (asked.value ? matching(people(), asked.value.words) : []));
  const open = computed(() => found.value.length > 0);

  function look(): void {
    const caret = box.value?.selectionStart ?? 0;
    asked.value = askedAt(text.value, caret);
    at.value = 0;
  }

  async function place(written: { readonly text: string; readonly caret: number }): Promise<void> {
    text.value = written.text;
    await nextTick();
    box.value?.focus();
    box.value?.setSelectionRange(written.caret, written.caret);
  }

  async function choose(person: Person | undefined): Promise<void> {
    const caret = box.value?.selectionStart ?? text.value.length;
    if (!person || !asked.value) return;
    const written = completed(text.value, caret, asked.value, person.name);
    asked.value = null;
    await place(written);
  }

  /** Puts words in at the caret. */
  async function insert(words: string): Promise<void> {
    const caret = box.value?.selectionStart ?? text.value.length;
    await place({ text: text.value.slice(0, caret) + words + text.value.slice(caret), caret: caret + words.length });
    look();
  }

  /** @returns true: the key was for the list */
  function key(event: KeyboardEvent): boolean {
    if (!open.value) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) at.value = (at.value + step + found.value.length) % found.value.length;
    else if (event.key === 'Enter' || event.key === 'Tab') void choose(found.value[at.value]);
    else if (event.key === 'Escape') asked.value = null;
    else return false;
    event.preventDefault();
    return true;
  }

  return {
    found,
    open,
    at,
    look,
    choose,
    insert,
    key,
    close: () => (asked.value = null),
    replace: (words: string) => place({ text: words, caret: words.length }),
  };
}
