/**
 * MLLP framing: 0x0B, message, 0x1C 0x0D (HL7 v2.5.1 implementation guide, appendix C.4). A message holds no byte below
 * 0x20 but CR, so 0x1C always ends one and 0x0B always begins one, however the bytes were cut on their way. Some senders
 * leave out the last CR; waiting for it would hang both sides.
 */

const START = 0x0b;
const END = 0x1c;
const CR = 0x0d;
const LF = 0x0a;

/** Enough of an oversized message to answer it under its own control id. */
const KEEP_OF_OVERSIZED = 8192;

/** What came out of a piece of the stream. */
export type Frame =
  | { readonly kind: 'message'; readonly bytes: Buffer }
  /** Larger than allowed; `bytes` is its beginning. The rest is skipped up to its end. */
  | { readonly kind: 'oversized'; readonly bytes: Buffer };

/** The message framed for the wire. */
export function frame(message: Buffer): Buffer {
  return Buffer.concat([Buffer.of(START), message, Buffer.of(END, CR)]);
}

/** Cuts one direction of a connection into frames. */
export class Deframer {
  /** Bytes outside any frame, line ends excepted: a sender that does not speak MLLP, or noise. */
  junk = 0;
  /** Frames that began and were begun again before they ended: the sender died and resends. */
  truncated = 0;
  /** Bytes skipped of the oversized frame that is still running. */
  skipped = 0;
  #state: 'outside' | 'inside' | 'skipping' = 'outside';
  #held: Buffer[] = [];
  #size = 0;
  readonly #maxBytes: number;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** A frame has begun and not ended. */
  get midFrame(): boolean {
    return this.#state !== 'outside';
  }

  /** Takes the next piece and gives the frames completed by it. */
  push(chunk: Buffer): readonly Frame[] {
    const frames: Frame[] = [];
    let at = 0;
    while (at < chunk.length) {
      at = this.#state === 'outside' ? this.#seekStart(chunk, at) : this.#readOn(chunk, at, frames);
    }
    return frames;
  }

  #seekStart(chunk: Buffer, from: number): number {
    const start = chunk.indexOf(START, from);
    const end = start === -1 ? chunk.length : start;
    for (const byte of chunk.subarray(from, end)) {
      if (byte !== CR && byte !== LF && byte !== END) this.junk += 1;
    }
    if (start === -1) return chunk.length;
    this.#open();
    return start + 1;
  }

  #readOn(chunk: Buffer, from: number, frames: Frame[]): number {
    const end = nextMarker(chunk, from);
    this.#take(chunk.subarray(from, end), frames);
    if (end === chunk.length) return end;
    if (chunk[end] === START) {
      if (this.#state === 'inside') this.truncated += 1;
      this.#open();
      return end + 1;
    }
    if (this.#state === 'inside') frames.push({ kind: 'message', bytes: Buffer.concat(this.#held) });
    this.#close();
    return end + 1;
  }

  #take(bytes: Buffer, frames: Frame[]): void {
    if (this.#state === 'skipping') {
      this.skipped += bytes.length;
      return;
    }
    this.#held.push(bytes);
    this.#size += bytes.length;
    if (this.#size <= this.#maxBytes) return;
    frames.push({ kind: 'oversized', bytes: Buffer.concat(this.#held).subarray(0, KEEP_OF_OVERSIZED) });
    const beyond = this.#size - this.#maxBytes;
    this.#close();
    this.#state = 'skipping';
    this.skipped = beyond;
  }

  #open(): void {
    this.#close();
    this.#state = 'inside';
  }

  #close(): void {
    this.#state = 'outside';
    this.#held = [];
    this.#size = 0;
    this.skipped = 0;
  }
}

function nextMarker(chunk: Buffer, from: number): number {
  const found = chunk.indexOf(END, from);
  const end = found === -1 ? chunk.length : found;
  const again = chunk.subarray(from, end).indexOf(START);
  return again === -1 ? end : from + again;
}
