/** Acts that ask for a second factor again: one dialog for the whole page, and the act repeated once when it was shown. */
import { readonly, shallowRef } from 'vue';
import { Trouble } from '../app/api.ts';

const waiting = shallowRef<{ readonly done: (shown: boolean) => void }>();
let asked: Promise<boolean> | undefined;

/** What the dialog looks at. */
export const stepUpWaiting = readonly(waiting);

/** Several acts may meet the question at once; the person answers it once. */
function ask(): Promise<boolean> {
  asked ??= new Promise<boolean>((resolve) => {
    waiting.value = {
      done: (shown) => {
        waiting.value = undefined;
        asked = undefined;
        resolve(shown);
      },
    };
  });
  return asked;
}

export async function withStepUp<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Trouble) || error.code !== 'core.step-up' || !(await ask())) throw error;
    return act();
  }
}
