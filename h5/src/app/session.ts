/** Who is signed in here. Asked once per page load; a 401 anywhere forgets it and the router asks to sign in. */
import { z } from 'zod';
import { readonly, shallowRef } from 'vue';
import { me as meShape } from '../../../services/shared/directory/schema.ts';
import type { Me } from '../../../services/shared/directory/schema.ts';
import { get, remove, Trouble } from './api.ts';
import { hospitalNow } from './server-time.ts';
import { forgetDrafts, forgetOthersDrafts } from '../composables/drafts.ts';

const current = shallowRef<Me>();

export const session = readonly(current);

export function signedInAs(person: Me): void {
  current.value = person;
  forgetOthersDrafts(person.number, hospitalNow());
}

/** The person, or `undefined` when nobody is signed in. Throws when that cannot be known. */
export async function whoAmI(): Promise<Me | undefined> {
  if (current.value !== undefined) return current.value;
  asking ??= get('/me', meShape).finally(() => (asking = undefined));
  try {
    signedInAs(await asking);
  } catch (error) {
    if (!(error instanceof Trouble) || error.kind !== 'signed-out') throw error;
  }
  return current.value;
}

/** Asked once by all who want to know. */
let asking: Promise<Me> | undefined;

/** Somebody reads here. */
export async function stillHere(): Promise<void> {
  await get('/me', meShape);
}

export function forgetPerson(): void {
  current.value = undefined;
}

/** Ends this session for the same person to begin another at once: what she typed stays, sealed. */
export async function endSession(): Promise<void> {
  await remove('/session', z.unknown());
  forgetPerson();
}

/** Drafts go with the person: the next one at this phone must not find them. */
export async function signOut(): Promise<void> {
  await endSession();
  forgetDrafts();
}
