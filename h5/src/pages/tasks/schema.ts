/** My work across modules; for now critical values are all of it. */
import { z } from 'zod';
import { listItem } from '../../../../services/clinical/critical-values/schema.ts';
import type { ListItem } from '../../../../services/clinical/critical-values/schema.ts';

export const tasks = z.object({ items: z.array(listItem) });

export interface TaskGroup {
  readonly deed: 'acknowledge' | 'dispose' | 'sign';
  readonly title: string;
  readonly items: readonly ListItem[];
}

const titles = { acknowledge: '待确认', dispose: '待处置', sign: '待签名' } as const;

/** By the first thing the reader has to do, all three always; the service's order, which is urgency, stays within a group. */
export function grouped(items: readonly ListItem[]): readonly TaskGroup[] {
  const deeds = ['acknowledge', 'dispose', 'sign'] as const;
  const of = (item: ListItem): TaskGroup['deed'] | undefined => deeds.find((deed) => item.deeds.includes(deed));
  return deeds.map((deed) => ({ deed, title: titles[deed], items: items.filter((item) => of(item) === deed) }));
}
