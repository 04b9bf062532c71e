/** Doing: one press at a time, nothing shown as done before the service says so, the refusal kept beside its button. */
import { readonly, ref, shallowRef } from 'vue';
import type { Ref } from 'vue';
import { troubleOf } from '../app/api.ts';
import type { Trouble } from '../app/api.ts';
import { useSignInAgain } from './sign-in-again.ts';
import { withStepUp } from './step-up.ts';

export interface Deed<A extends readonly unknown[], T> {
  readonly busy: Readonly<Ref<boolean>>;
  readonly trouble: Ref<Trouble | undefined>;
  /** `undefined` when it was refused or another press is on its way. */
  readonly run: (...input: A) => Promise<T | undefined>;
}

export function useDeed<A extends readonly unknown[], T>(act: (...input: A) => Promise<T>): Deed<A, T> {
  const busy = ref(false);
  const trouble = shallowRef<Trouble>();
  const signInAgain = useSignInAgain();

  async function run(...input: A): Promise<T | undefined> {
    if (busy.value) return undefined;
    busy.value = true;
    trouble.value = undefined;
    try {
      return await withStepUp(() => act(...input));
    } catch (error) {
      trouble.value = signInAgain(troubleOf(error));
      return undefined;
    } finally {
      busy.value = false;
    }
  }

  return { busy: readonly(busy), trouble, run };
}
