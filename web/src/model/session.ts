import { computed, type Ref, ref } from 'vue';
import type { Limits, PeopleGroup, Person, Start } from '../../../bots/webchat/api.ts';
import { type Api, createApi } from '../api/calls.ts';
import { createHttp, sentenceOf } from '../api/http.ts';

const TOKEN = 'mashangban.token';

export type Stage = 'loading' | 'broken' | 'picking' | 'signing-in' | 'in';

export interface SessionState {
  readonly api: Api;
  readonly stage: Ref<Stage>;
  readonly me: Ref<Person | null>;
  readonly bot: Ref<Person | null>;
  readonly demo: Ref<boolean>;
  readonly limits: Ref<Limits>;
  readonly groups: Ref<readonly PeopleGroup[]>;
  /** The last refusal, to show. */
  readonly trouble: Ref<string>;
  readonly busy: Ref<boolean>;
  load(): Promise<void>;
  be(key: string): Promise<void>;
  signIn(code: string): Promise<void>;
  leave(): Promise<void>;
}

/** Who this tab is. In a demo its token lives in the tab alone, so that several tabs are several people. */
export function createSession(storage: Storage, address: Location): SessionState {
  const start = ref<Start | null>(null);
  const me = ref<Person | null>(null);
  const groups = ref<readonly PeopleGroup[]>([]);
  const trouble = ref('');
  const busy = ref(false);
  const failed = ref(false);
  const api = createApi(createHttp(() => storage.getItem(TOKEN), forget));

  function forget(): void {
    storage.removeItem(TOKEN);
    if (me.value) trouble.value = start.value?.demo ? '' : '登录已失效，请重新登录。';
    me.value = null;
    void showPeople();
  }

  async function showPeople(): Promise<void> {
    if (start.value?.demo && groups.value.length === 0) await attempt(async () => void (groups.value = (await api.people()).groups));
  }

  async function attempt(job: () => Promise<void>): Promise<void> {
    busy.value = true;
    trouble.value = '';
    try {
      await job();
    } catch (error) {
      trouble.value = sentenceOf(error);
    } finally {
      busy.value = false;
    }
  }

  const enter = (opened: { readonly me: Person; readonly token: string | null }): void => {
    if (opened.token !== null) storage.setItem(TOKEN, opened.token);
    me.value = opened.me;
  };
  const be = (key: string): Promise<void> => attempt(async () => enter(await api.be(key)));

  /** `#as=key` opens the page as this person: how one tab opens another. */
  async function wanted(): Promise<void> {
    const key = new URLSearchParams(address.hash.slice(1)).get('as');
    if (key === null) return;
    address.hash = '';
    await be(key);
  }

  return {
    api,
    me,
    groups,
    trouble,
    busy,
    bot: computed(() => start.value?.bot ?? null),
    demo: computed(() => start.value?.demo ?? false),
    limits: computed(() => start.value?.limits ?? { recallMs: 0, editMs: 0, fileBytes: 0 }),
    stage: computed(() => {
      if (failed.value) return 'broken';
      if (!start.value) return 'loading';
      if (me.value) return 'in';
      return start.value.demo ? 'picking' : 'signing-in';
    }),
    be,
    async load() {
      failed.value = false;
      await attempt(async () => {
        start.value = await api.start();
        me.value = start.value.me;
      });
      failed.value = start.value === null;
      if (start.value?.demo) await wanted();
      if (!me.value) await showPeople();
    },
    signIn: (code) => attempt(async () => enter(await api.signIn(code))),
    async leave() {
      await attempt(async () => void (await api.signOut()));
      forget();
      trouble.value = '';
    },
  };
}
