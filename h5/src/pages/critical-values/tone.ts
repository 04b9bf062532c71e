/** What the colour of a row or a page means here; a word always stands beside it. */
import type { ListItem } from '../../../../services/clinical/critical-values/schema.ts';

export type Tone = 'danger' | 'warn' | 'act' | 'ok' | 'past';

type Judged = Pick<ListItem, 'clinical' | 'overdue'>;

/** Red while nobody has the patient or the limit has passed; amber while the clock for treating runs. */
export function toneOf({ clinical, overdue }: Judged): Tone {
  if (clinical === 'cancelled') return 'past';
  if (clinical === 'closed') return 'ok';
  if (clinical === 'open' || overdue) return 'danger';
  return clinical === 'acknowledged' ? 'warn' : 'act';
}
