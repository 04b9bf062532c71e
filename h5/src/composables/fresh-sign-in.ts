/** Signing in anew for what wants a session that has just begun: ends this one, comes back to the same page, and keeps what was typed for the same person. */
import { useRoute, useRouter } from 'vue-router';
import { endSession } from '../app/session.ts';
import { type Deed, useDeed } from './deed.ts';

export const freshSignInCode = 'sign-in.fresh-sign-in';

export function useFreshSignIn(): Deed<[], void> {
  const route = useRoute();
  const router = useRouter();
  return useDeed(async () => {
    await endSession();
    await router.replace({ name: 'sign-in', query: { returnTo: route.fullPath } });
  });
}
