/** One ticking clock for the whole page; it stops when nobody looks at it. */
import { onScopeDispose, readonly, shallowRef } from 'vue';
import type { Ref } from 'vue';
import { hospitalNow } from '../app/server-time.ts';

const now = shallowRef(hospitalNow());
let watchers = 0;
let timer: ReturnType<typeof setInterval> | undefined;

function tick(): void {
  now.value = hospitalNow();
}

export function useNow(): Readonly<Ref<Date>> {
  tick();
  watchers += 1;
  timer ??= setInterval(tick, 1000);
  onScopeDispose(() => {
    watchers -= 1;
    if (watchers > 0) return;
    clearInterval(timer);
    timer = undefined;
  });
  return readonly(now);
}
