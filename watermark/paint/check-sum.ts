/**
 * Zlib's check sum (Adler-32, RFC 1950) of a page from what its rows add up to. It is linear: a row is a row of the tile and what ink changes in
 * it, so the page's megabyte is not read again.
 */

const prime = 65_521;

/** Of a row's bytes: their sum, and the sum of each times its place in the row. */
export interface Sums {
  readonly plain: number;
  readonly placed: number;
}

/** Of a row that is `length` bytes long behind PNG's filter byte (none), and repeats after `period`. */
export function sumsOf(bytes: Uint8Array, from: number, length: number, period: number): Sums {
  const times = Math.floor(length / period);
  const rest = length - times * period;
  let [plain, placed] = [0, 0];
  for (let at = 0; at < rest; at++) {
    plain += bytes[from + at]!;
    placed += bytes[from + at]! * at;
  }
  // The filter byte moves everything by one.
  if (times === 0) return { plain, placed: placed + plain };
  const [restPlain, restPlaced] = [plain, placed];
  for (let at = rest; at < period; at++) {
    plain += bytes[from + at]!;
    placed += bytes[from + at]! * at;
  }
  const whole = { plain: times * plain + restPlain, placed: times * placed + (plain * period * times * (times - 1)) / 2 + restPlaced + restPlain * times * period };
  return { plain: whole.plain, placed: whole.placed + whole.plain };
}

/** Rows are added from the first to the last. */
export class CheckSum {
  readonly #stride: number;
  #left: number;
  #low = 1;
  #high: number;

  constructor(height: number, stride: number) {
    this.#stride = stride;
    this.#left = height * stride;
    this.#high = this.#left % prime;
  }

  /** A row, and by how much what was put on it changes its sums. */
  add(row: Sums, plain: number, placed: number): void {
    this.#low = (this.#low + row.plain + plain) % prime;
    this.#high = (this.#high + (this.#left % prime) * (row.plain + plain) - row.placed - placed) % prime;
    this.#left -= this.#stride;
  }

  get value(): number {
    return ((this.#high + prime) % prime) * 65_536 + this.#low;
  }
}
