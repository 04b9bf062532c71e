/** Whether this device believes it has a network; only good for telling people, never for deciding. */
import { readonly, ref } from 'vue';
import type { Ref } from 'vue';

const online = ref(navigator.onLine);
addEventListener('online', () => (online.value = true));
addEventListener('offline', () => (online.value = false));

export function useOnline(): Readonly<Ref<boolean>> {
  return readonly(online);
}
