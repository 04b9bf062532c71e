/** What was odd and did not stop the reading, by resource. Places and names, never content. */
import type { Warning } from '../statements/schema.ts';

export interface Notes {
  /** `Observation`, `Bundle`. */
  readonly type: string;
  readonly all: Warning[];
}

/** More of them help nobody. */
const most = 100;

export function note(notes: Notes, place: string, name: string): void {
  const where = place === '' ? notes.type : `${notes.type}.${place}`;
  if (notes.all.length < most && !notes.all.some((one) => one.place === where && one.name === name)) notes.all.push({ place: where, name });
}
