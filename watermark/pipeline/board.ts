/**
 * Which pages of a document are still to be made, on one board for all threads that make them: each takes the next one nobody has,
 * those that somebody waits for before the others.
 */

/** At a page's number, from 1, where it stands: a state, or who took it. */
export type Board = Int32Array<SharedArrayBuffer>;

const [free, wanted] = [0, 1];
/** Whoever takes a page writes a number of its own. */
export const firstTaker = 2;

export function boardFor(mostPages: number): Board {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT * (mostPages + 1)));
}

/** The next page for `taker`, from 1; `undefined` when each has its taker. */
export function take(board: Board, pages: number, taker: number): number | undefined {
  for (const state of [wanted, free]) {
    for (let number = 1; number <= pages; number++) if (Atomics.compareExchange(board, number, state, taker) === state) return number;
  }
  return undefined;
}

/** Before the others, if nobody has it yet. */
export function want(board: Board, number: number): void {
  Atomics.compareExchange(board, number, free, wanted);
}

/** Nobody waits for it any longer: in its turn. */
export function unwant(board: Board, number: number): void {
  Atomics.compareExchange(board, number, wanted, free);
}

export function isLeft(board: Board, pages: number): boolean {
  return board.subarray(1, pages + 1).some((_state, at) => Atomics.load(board, at + 1) < firstTaker);
}

export function takenBy(board: Board, pages: number, taker: number): number[] {
  return Array.from({ length: pages }, (_none, at) => at + 1).filter((number) => Atomics.load(board, number) === taker);
}

/** What nobody took, taken all at once: nobody will make it. */
export function takeAll(board: Board, pages: number): number[] {
  const all: number[] = [];
  for (let number = take(board, pages, firstTaker); number !== undefined; number = take(board, pages, firstTaker)) all.push(number);
  return all;
}

/** Pages for one thread until none is left or its thread is asked for; one at least, so that every turn gets on. */
export function* takes(board: Board, pages: number, taker: number, isAskedFor: () => boolean): Generator<number> {
  for (let first = true; first || !isAskedFor(); first = false) {
    const number = take(board, pages, taker);
    if (number === undefined) return;
    yield number;
  }
}
