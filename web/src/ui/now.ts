import { onScopeDispose, type Ref, ref } from 'vue';

/** The present, moving by the half minute: enough for times shown in minutes. */
export function useNow(): Ref<Date> {
  const now = ref(new Date());
  const timer = setInterval(() => {
    now.value = new Date();
  }, 30_000);
  onScopeDispose(() => clearInterval(timer));
  return now;
}
