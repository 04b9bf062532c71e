/**
 * Long rows of cases that differ in little. `npm test` has five minutes and tries an even share of them; `npm run
 * test:whole` tries each one, before a release and after a change to what they are about.
 */
const isWhole = process.env['TEST_WHOLE'] === '1';

/** One case in `every`, the first among them; all when the whole is asked for. */
export function share<T>(all: readonly T[], every: number): readonly T[] {
  return all.filter((_, at) => isShared(at, every));
}

/** Whether the case of this number is tried. */
export function isShared(at: number, every: number): boolean {
  return isWhole || at % every === 0;
}

/** Pages that count all cases are compared when all were tried. */
export const isEachTried = isWhole;
