/** Reading: the last good answer, what is wrong now, and asking again, also when the phone wakes or finds its network. */
import { onActivated, onDeactivated, onScopeDispose, readonly, ref, shallowRef } from 'vue';
import type { Ref } from 'vue';
import { troubleOf } from '../app/api.ts';
import type { Trouble } from '../app/api.ts';
import { useSignInAgain } from './sign-in-again.ts';
import { withStepUp } from './step-up.ts';

export interface Answer<T> {
  /** Kept while a later try fails: an old fact with its age is worth more than an empty page. */
  readonly data: Readonly<Ref<T | undefined>>;
  readonly trouble: Readonly<Ref<Trouble | undefined>>;
  readonly loading: Readonly<Ref<boolean>>;
  readonly reload: () => Promise<void>;
}

export interface AnswerOptions {
  /** Ask again after this many milliseconds while the page is in sight. */
  readonly every?: number;
}

export function useAnswer<T>(load: (signal: AbortSignal) => Promise<T>, { every }: AnswerOptions = {}): Answer<T> {
  const data = shallowRef<T>();
  const trouble = shallowRef<Trouble>();
  const loading = ref(false);
  const signInAgain = useSignInAgain();
  let running: AbortController | undefined;

  async function reload(): Promise<void> {
    running?.abort();
    const mine = new AbortController();
    running = mine;
    loading.value = true;
    try {
      const answer = await withStepUp(() => load(mine.signal));
      if (mine.signal.aborted) return;
      data.value = answer;
      trouble.value = undefined;
    } catch (error) {
      if (!mine.signal.aborted) trouble.value = signInAgain(troubleOf(error));
    } finally {
      if (running === mine) loading.value = false;
    }
  }

  // A page that is kept behind another looks at nothing: what it asked would stand on record as a look.
  let isAway = false;
  onActivated(() => (isAway = false));
  onDeactivated(() => (isAway = true));
  const stopWatching = whenWorthAsking(() => (isAway ? undefined : void reload()), every);
  onScopeDispose(() => {
    stopWatching();
    running?.abort();
  });
  void reload();
  return { data, trouble: readonly(trouble) as Readonly<Ref<Trouble | undefined>>, loading: readonly(loading), reload };
}

function whenWorthAsking(ask: () => void, every: number | undefined): () => void {
  const askInSight = (): void => {
    if (document.visibilityState === 'visible') ask();
  };
  document.addEventListener('visibilitychange', askInSight);
  addEventListener('online', askInSight);
  const timer = every === undefined ? undefined : setInterval(askInSight, every);
  return () => {
    document.removeEventListener('visibilitychange', askInSight);
    removeEventListener('online', askInSight);
    clearInterval(timer);
  };
}
