/** Page after page by keyset: what was read stays, the next is added below. */
import { computed, ref, shallowRef } from 'vue';
import type { ComputedRef, Ref } from 'vue';
import type { AuditRow } from '../../../../services/operations/audit/schema.ts';
import { useAnswer } from '../../composables/answer.ts';
import type { Answer } from '../../composables/answer.ts';
import { useDeed } from '../../composables/deed.ts';
import type { Deed } from '../../composables/deed.ts';

interface Page {
  readonly items: readonly AuditRow[];
  readonly next: string | null;
}

export interface Paged<T extends Page> {
  readonly first: Answer<T>;
  readonly rows: ComputedRef<readonly AuditRow[]>;
  readonly next: Readonly<Ref<string | null>>;
  readonly more: Deed<[], void>;
  /** From the beginning, with the filters as they are now. */
  readonly again: () => Promise<void>;
}

export function usePaged<T extends Page>(read: (cursor: string | undefined, signal?: AbortSignal) => Promise<T>): Paged<T> {
  const added = shallowRef<readonly AuditRow[]>([]);
  const next = ref<string | null>(null);
  const first = useAnswer(async (signal) => {
    const page = await read(undefined, signal);
    added.value = [];
    next.value = page.next;
    return page;
  });
  const more = useDeed(async () => {
    const page = await read(next.value ?? undefined);
    added.value = [...added.value, ...page.items];
    next.value = page.next;
  });
  return { first, rows: computed(() => [...(first.data.value?.items ?? []), ...added.value]), next, more, again: first.reload };
}
