/** A session that ended leads through sign-in and back to the same page; every other trouble stays where it happened. */
import { useRouter } from 'vue-router';
import type { Trouble } from '../app/api.ts';
import { forgetPerson } from '../app/session.ts';

export function useSignInAgain(): (trouble: Trouble) => Trouble {
  const router = useRouter();
  return (trouble) => {
    if (trouble.kind !== 'signed-out') return trouble;
    const here = router.currentRoute.value;
    forgetPerson();
    const why = trouble.code.startsWith('core.session-') ? { why: trouble.code } : {};
    if (here.name !== 'sign-in') void router.replace({ name: 'sign-in', query: { returnTo: here.fullPath, ...why } });
    return trouble;
  };
}
