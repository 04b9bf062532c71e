/** When a screen sounds: at once for what was not there before, then each minute while nobody has it. Pure. */
import type { Board } from '../../../../services/clinical/ward-screens/schema.ts';

export interface Heard {
  readonly keys: ReadonlySet<string>;
  /** When it sounded last; 0: never. */
  readonly rangAt: number;
}

export const quiet: Heard = { keys: new Set(), rangAt: 0 };
const againMs = 60_000;
/** An answer is awaited this long before the page says that it is old. */
export const oldAfterMs = 15_000;

export function hear(before: Heard, values: Board['values'], nowMs: number): { readonly rings: boolean; readonly heard: Heard } {
  const open = values.filter(({ isOpen }) => isOpen).map(({ key }) => key);
  const rings = open.some((key) => !before.keys.has(key)) || (open.length > 0 && nowMs - before.rangAt >= againMs);
  return { rings, heard: { keys: new Set(open), rangAt: rings ? nowMs : before.rangAt } };
}
