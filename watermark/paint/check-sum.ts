/** Zlib's check sum (Adler-32, RFC 1950) of a page from what its rows add up to: its megabyte is not read for it. */

const prime = 65_521;

export class CheckSum {
  readonly #stride: number;
  #left: number;
  #low = 1;
  #high: number;

  /** @param stride bytes of a row, PNG's filter byte with them */
  constructor(height: number, stride: number) {
    this.#stride = stride;
    this.#left = height * stride;
    this.#high = this.#left % prime;
  }

  /** The next row: the sum of its bytes, and the sum of each times its place in the row, from 0. */
  add(plain: number, placed: number): void {
    this.#low = (this.#low + plain) % prime;
    this.#high = (this.#high + (this.#left % prime) * plain - placed) % prime;
    this.#left -= this.#stride;
  }

  get value(): number {
    return ((this.#high + prime) % prime) * 65_536 + this.#low;
  }
}
