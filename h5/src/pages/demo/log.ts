/** The log of what happened: asks for what is new, keeps the newest on top. */
import { ref, shallowRef } from 'vue';
import type { Ref } from 'vue';
import { get } from '../../app/api.ts';
import { useAnswer } from '../../composables/answer.ts';
import type { Answer } from '../../composables/answer.ts';
import { withNews } from './log-entries.ts';
import { log } from './schema.ts';
import type { LogEntry } from './schema.ts';

const everyMs = 1500;

export function useLog(): { entries: Ref<readonly LogEntry[]>; trouble: Answer<unknown>['trouble']; freshFrom: Ref<string | undefined> } {
  const entries = shallowRef<readonly LogEntry[]>([]);
  /** Everything above this one arrived while the visitor was watching. */
  const freshFrom = ref<string>();
  const { trouble } = useAnswer(
    async (signal) => {
      const last = entries.value[0]?.id;
      const { entries: news } = await get(`/demo/log${last === undefined ? '' : `?after=${encodeURIComponent(last)}`}`, log, signal);
      freshFrom.value = last;
      if (news.length > 0) entries.value = withNews(entries.value, news);
    },
    { every: everyMs },
  );
  return { entries, trouble, freshFrom };
}
